package dev.prewarm.pool.status;

import dev.prewarm.pool.guard.Conviction;
import dev.prewarm.pool.guard.Evidence;
import dev.prewarm.pool.guard.HeldLimit;
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
        String open = (conviction.size() <= 1 ? "1 was" : conviction.size() + " were") + " open";
        switch (conviction.kind()) {
            case STALLED:
                return "idle pre-warmed connections seem to block the server. 2 requests in a row took "
                        + millis(conviction.first()) + " and " + millis(conviction.second()) + " (normally "
                        + millis(conviction.usual()) + ") while " + open + ", and completed as soon as "
                        + (conviction.size() <= 1 ? "it was" : "they were") + " closed";
            case FAILED:
                return "requests fail only while pre-warmed connections are open: " + conviction.failures()
                        + " did (the last one: " + conviction.cause() + ")";
            case ONE_AT_A_TIME:
                return "the server accepts 1 connection at a time from this client: it ended 2 of ours while 1 was open";
            case OUT_OF_TIME:
                return "the server limits the time from accept to answer, and requests need nearly all of it: a connection"
                        + " that waits first is too late";
            default:
                return "the server closes a client's older connections when a new one comes: it did so 2 times in a row";
        }
    }

    /** Why less is opened than would be used. */
    public static String limited(int limit) {
        return "the server accepts " + limit
                + " connections at a time from this client, 1 of them is left to the client";
    }

    /** The same, where requests were refused beside more. */
    static String heldLimit(HeldLimit limit, long now) {
        return "requests were refused (the last one: " + limit.cause() + ") while " + limit.beside()
                + " pre-warmed connections were open, now at most " + limit.most(now) + " are";
    }

    /** Why failures beside what is parked are not held against it. */
    public static String acquitted(Evidence evidence) {
        return "requests fail without pre-warmed connections, too (the last one: " + evidence.cause()
                + "); failures are ignored";
    }

    /** How long something lasts from now on. */
    public static String left(long nanos) {
        return duration(nanos) + " left";
    }

    /** Why nothing is opened ahead for some requests. */
    public static String off(Evidence evidence) {
        return evidence.failures() + " requests failed while pre-warmed connections were open (the last one: "
                + evidence.cause()
                + (evidence.isByRefusal()
                        ? "); using up the idle ones, opening none for 1 min and the next "
                        : "); closed them all, opening none for the next ")
                + evidence.left() + " requests to see whether these fail, too";
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
