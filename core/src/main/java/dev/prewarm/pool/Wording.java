package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/** Durations as a person would say them. */
final class Wording {
    private Wording() {}

    /** "0.4 ms", "12 ms", "1200 ms": for comparing one with another. */
    static String millis(long nanos) {
        long tenths = Math.round(nanos / 1e5);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " ms" : Math.round(tenths / 10.0) + " ms";
    }

    /** "5 s", "2 min", "1 h": for what is set or planned. */
    static String duration(long nanos) {
        if (nanos >= TimeUnit.HOURS.toNanos(1)) {
            return Math.round((double) nanos / TimeUnit.HOURS.toNanos(1)) + " h";
        }
        if (nanos >= TimeUnit.MINUTES.toNanos(1)) {
            return Math.round((double) nanos / TimeUnit.MINUTES.toNanos(1)) + " min";
        }
        return nanos >= TimeUnit.SECONDS.toNanos(10)
                ? Math.round((double) nanos / TimeUnit.SECONDS.toNanos(1)) + " s"
                : millis(nanos);
    }
}
