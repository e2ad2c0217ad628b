package dev.prewarm.pool.sizing;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What was opened ahead to one origin and came to nothing: it failed, or its peer ended it, unused, in its first second. Such
 * connections cost the upstream as much as any other and help nobody, so the next one waits, and there is a limit to them.
 */
public final class WastedOpenings {
    /** One that is ended later was of use for a while: its age is the server's idle limit. */
    public static final long FIRST = TimeUnit.SECONDS.toNanos(1);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.SECONDS.toNanos(60);
    private static final int LEAST = 3;

    /** Of so many requests, one may cost a wasted connection. */
    private static final int ONE_IN = 20;

    private final Backoff backoff;
    private final MinuteCounter requests = MinuteCounter.orLess();
    private final MinuteCounter wasted = MinuteCounter.orMore();
    private long firstOfSome = Long.MIN_VALUE;
    private String what = "";

    public WastedOpenings(Random random) {
        this.backoff = new Backoff(random);
    }

    /** A request for which a connection might have been wanted. */
    public void requested(long now) {
        requests.record(now);
    }

    /**
     * @param begunAt when its opening was begun
     * @param text what happened, in words
     * @return whether it is another one in a row: see {@link Backoff#wasted}
     */
    public boolean wasted(long now, long begunAt, String text) {
        what = text;
        boolean isFirst = wasted.count(now) == 0;
        if (isFirst) {
            firstOfSome = now;
        }
        // A server that restarts ends all at once: that is one. If it goes on, each counts.
        if (isFirst || now - firstOfSome >= SECOND) {
            wasted.record(now);
        }
        return backoff.wasted(now, begunAt);
    }

    /** One of ours stood for a second, or was used and answered; true if there is less to wait for by that. */
    public boolean succeeded() {
        return backoff.succeeded();
    }

    /** Whether none of ours has succeeded since the last was wasted: one at a time is tried then. */
    public boolean isInARow() {
        return backoff.isInARow();
    }

    /** Whether no connection may be opened now. */
    public boolean forbids(long now) {
        return now < backoff.until() || isTooMuch(now);
    }

    /** Whether so many of the last minute were wasted that none is opened, however the next would fare. */
    public boolean isTooMuch(long now) {
        int recent = recent(now);
        return recent >= LEAST && (long) recent * ONE_IN >= requests.count(now);
    }

    /** How many were wasted in the last minute. */
    public int recent(long now) {
        return wasted.count(now);
    }

    /** When to ask {@link #forbids} again if it does now. */
    public long until(long now) {
        return isTooMuch(now) ? Math.max(backoff.until(), now + SECOND) : backoff.until();
    }

    /** When the last that was wasted is a minute ago; {@link Long#MIN_VALUE}: none ever was. */
    public long calmAt() {
        return backoff.last() == Long.MIN_VALUE ? Long.MIN_VALUE : backoff.last() + MINUTE;
    }

    /** When the last was wasted; {@link Long#MIN_VALUE}: never. */
    public long last() {
        return backoff.last();
    }

    /** What happened to the last one, in words; empty if nothing did. */
    public String what() {
        return what;
    }
}
