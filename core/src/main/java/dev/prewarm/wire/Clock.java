package dev.prewarm.wire;

import java.util.concurrent.TimeUnit;

/** Nanoseconds since this class was loaded, so that they never overflow; and the time of day. Thread-safe. */
public final class Clock {
    private static final long ZERO = System.nanoTime();

    private Clock() {}

    public static long now() {
        return System.nanoTime() - ZERO;
    }

    /** The time of day, with the resolution of {@link System#currentTimeMillis()}. */
    public static long wallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}
