package dev.prewarm.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A client's wish for a connection, and what came of it; its duration is what it kept the client's thread. */
@Name("dev.prewarm.Take")
@Label("Connection Take")
@Category("Prewarm")
@Description("A client wanted a connection: it got a pre-warmed one, or opens its own")
@StackTrace(false)
public final class TakeEvent extends Event {
    @Label("Origin")
    String origin;

    @Label("Outcome")
    @Description("hit, miss, canary, not-warmed, or given-up: an earlier hit that the client could not use, and a miss")
    String outcome;

    @Label("TCP Only")
    @Description("The origin is https, and the connection was, or would have been, opened ahead without TLS")
    boolean tcpOnly;

    @Label("Age")
    @Description("How long the pre-warmed connection had been idle; none unless it is a hit, or was one")
    @Timespan(Timespan.NANOSECONDS)
    long age;
}
