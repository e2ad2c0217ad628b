package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/** Whether nothing is to be opened for a while because this JVM, or its machine, is in trouble; not an upstream. */
final class Pressure {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private long until = Long.MIN_VALUE;
    private String why = "";

    void begin(long now, String reason) {
        until = now + PAUSE;
        why = reason;
    }

    boolean isOn(long now) {
        return now < until;
    }

    long until() {
        return until;
    }

    String why() {
        return why;
    }
}
