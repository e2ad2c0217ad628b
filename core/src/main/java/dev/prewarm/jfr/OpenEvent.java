package dev.prewarm.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection that is opened ahead, from the beginning of its connect until it is parked or has failed. */
@Name("dev.prewarm.Open")
@Label("Connection Opening")
@Category("Prewarm")
@Description("A connection was opened ahead of requests, or could not be")
@StackTrace(false)
public final class OpenEvent extends Event {
    @Label("Origin")
    String origin;

    @Label("Remote Address")
    String address;

    @Label("Remote Port")
    int port;

    @Label("Outcome")
    @Description("opened, failed, or given-up: it made way for a connection of the client's own")
    String outcome;

    @Label("Reason")
    @Description("Why it failed, or was given up")
    String reason;

    @Label("TCP Connect Time")
    @Timespan(Timespan.NANOSECONDS)
    long connectTime;

    @Label("TLS Handshake Time")
    @Description("Without what it waited for a thread; none without TLS")
    @Timespan(Timespan.NANOSECONDS)
    long tlsTime;
}
