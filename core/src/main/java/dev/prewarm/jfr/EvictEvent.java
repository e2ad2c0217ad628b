package dev.prewarm.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection that is closed without having been used. */
@Name("dev.prewarm.Evict")
@Label("Connection Eviction")
@Category("Prewarm")
@Description("A pre-warmed connection was closed without having been used")
@StackTrace(false)
public final class EvictEvent extends Event {
    @Label("Origin")
    String origin;

    @Label("Remote Address")
    String address;

    @Label("Remote Port")
    int port;

    @Label("Reason")
    @Description(
            "As in `status`: idle, closed-by-server, unexpected-data, flushed, surplus, harm, address-gone, pressure, shutdown")
    String reason;

    @Label("Age")
    @Description("How long it had been idle")
    @Timespan(Timespan.NANOSECONDS)
    long age;
}
