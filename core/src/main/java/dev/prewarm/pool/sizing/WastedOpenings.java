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
    private long countedAt = Long.MIN_VALUE;
    private String what = "";
    private boolean isOutage;
    private boolean isServing = true;

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
        isServing = false;
        if (countedAt == Long.MIN_VALUE || now - countedAt >= Restarts.AT_ONCE) {
            countedAt = now;
            wasted.record(now);
        }
        return backoff.wasted(now, begunAt);
    }

    /** One of ours stood for a second, or was used and answered; true if there is less to wait for by that. */
    public boolean succeeded() {
        isOutage = false;
        return backoff.succeeded();
    }

    /** The last one for this minute: it is kept until a client's own has shown whether the upstream is there at all. */
    private boolean isLast(long now) {
        return isInARow() && !isServing && recent(now) == LEAST - 1;
    }

    /** A request on a connection of the client's own was refused, or ended without an answer. */
    public void clientFailed() {
        isOutage |= backoff.isInARow();
    }

    /**
     * One was answered.
     *
     * @return whether something may be opened by that: at once, if it ends an outage
     */
    public boolean clientServed(long now) {
        boolean ends = isOutage;
        boolean isNews = isLast(now);
        isOutage = false;
        isServing = true;
        if (ends) {
            backoff.retry();
        } else {
            backoff.servesOthers();
        }
        return isNews || ends;
    }

    /** Whether none of ours has succeeded since the last was wasted: one at a time is tried then. */
    public boolean isInARow() {
        return backoff.isInARow();
    }

    /** Whether no connection may be opened now. */
    public boolean forbids(long now) {
        return isOutage || isLast(now) || now < backoff.until() || isTooMuch(now);
    }

    /** Whether so many of the last minute were wasted that none is opened, however the next would fare. */
    public boolean isTooMuch(long now) {
        int recent = recent(now);
        return recent >= LEAST && (long) recent * ONE_IN >= requests.count(now);
    }

    /** How many requests there were in the last minute. */
    public int requests(long now) {
        return requests.count(now);
    }

    /** How many were wasted in the last minute. */
    public int recent(long now) {
        return wasted.count(now);
    }

    /** When to ask {@link #forbids} again if it does now; {@link Long#MAX_VALUE}: when a request was answered. */
    public long until(long now) {
        if (isOutage || isLast(now)) {
            return Long.MAX_VALUE;
        }
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
