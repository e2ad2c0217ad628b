package dev.prewarm.pool.status;

import dev.prewarm.pool.guard.Conviction;
import java.util.concurrent.TimeUnit;

/** Durations as a person would say them. */
public final class Wording {
    /** Characters of a failure's own words: some have room for a certificate chain. */
    private static final int LONGEST = 500;

    private Wording() {}

    /** What a failure says of itself, which may be the application's code; its class where that fails. */
    public static String of(Throwable failure) {
        String own = failure.getClass().getName();
        try {
            String said = failure.toString();
            own = said == null ? own : said;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Then it is its class.
        }
        return own.length() > LONGEST ? own.substring(0, LONGEST) + "..." : own;
    }

    /** What was wasted: a connection that could not be opened ahead. */
    public static String notOpened(String why) {
        return "could not connect ahead: " + why;
    }

    /** What was wasted: a connection whose peer has ended it, or spoken on it, so many nanoseconds after it was parked. */
    public static String endedEarly(EvictReason reason, long age) {
        String after = millis(age) + " after it was opened ahead";
        return reason == EvictReason.CLOSED_BY_SERVER
                ? "the server closed an unused connection " + after
                : "the server sent data on an unused connection " + after;
    }

    /** Why an origin is suspended. */
    public static String of(Conviction conviction) {
        return cause(conviction) + "; nothing is opened ahead for " + duration(conviction.pause());
    }

    private static String cause(Conviction conviction) {
        int size = conviction.size();
        switch (conviction.kind()) {
            case STALLED:
                return "two requests in a row waited " + millis(conviction.first()) + " and "
                        + millis(conviction.second()) + " beside "
                        + (size <= 1 ? "a silent connection" : size + " silent connections")
                        + " of ours, and were answered when we let go (without, " + millis(conviction.usual())
                        + " as a rule): it seems that each one keeps a worker of the server waiting";
            case REFUSED:
                return "it answered 429 or 503 twice in a row while " + size + " were parked, and not without";
            default:
                return "connecting failed twice in a row while " + size + " were parked (" + conviction.cause() + ")";
        }
    }

    /** "0.4 ms", "12 ms", "1200 ms": for comparing one with another. */
    public static String millis(long nanos) {
        long tenths = Math.round(nanos / 1e5);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " ms" : Math.round(tenths / 10.0) + " ms";
    }

    /** "5 s", "2 min", "1 h": for what is set or planned. */
    public static String duration(long nanos) {
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
