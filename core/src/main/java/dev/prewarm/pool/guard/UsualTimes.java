package dev.prewarm.pool.guard;

import dev.prewarm.pool.sizing.RecentDurations;
import java.util.concurrent.TimeUnit;

/** How one origin serves requests that nothing of ours can have delayed. */
final class UsualTimes {
    /** Of late: a JVM that has just begun is slow in all it does. */
    private static final int RECENT = 40;

    private static final int REFUSALS_REMEMBERED = 100;

    /** Not the very longest: first requests wait for classes to be loaded, and for a server to start. */
    private static final int FIRST_ONES = 2;

    /** One of them is left out of so many: where little is known, the longest is what there is. */
    private static final int LEFT_OUT_OF = 10;

    private static final double HARDLY_EVER_MORE = 0.97;

    private static final double SELDOM_MORE = 0.9;
    private static final double MARGIN = 1.2;
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(10);

    /** Nobody would call this a stall. */
    private static final long UNNOTICED = TimeUnit.MILLISECONDS.toNanos(200);

    /** However slow the origin is, nobody is made to wait longer than this to find something out. */
    private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(2);

    /** Requests that went cold, by which {@link #more} is known. */
    private static final int COLD_ONES = 8;

    private final RecentDurations took = new RecentDurations(RECENT);
    private final RecentDurations estimated = new RecentDurations(RECENT);
    private final RecentDurations cold = new RecentDurations(COLD_ONES);
    private int sinceRefusal = REFUSALS_REMEMBERED;

    /**
     * @param nanos from its start, a cold connection included
     * @param spared how much of that was none, as the connection was warm, but what a cold one takes to open; 0 if it went cold
     */
    void served(long nanos, long spared) {
        if (spared == 0) {
            wentCold(nanos);
        } else {
            estimated.record(nanos);
        }
        took.record(nanos + more(spared));
        sinceRefusal = Math.min(REFUSALS_REMEMBERED, sinceRefusal + 1);
    }

    /** What an answered request teaches; of those beside what was parked, a watched one alone. */
    void learn(Verdict verdict, ObservedRequest request, long nanos, boolean isWatched) {
        if (verdict == Verdict.UNHINDERED) {
            served(nanos, request.spared());
        } else if (verdict == Verdict.REFUSES_ANYWAY) {
            refused();
        } else if (isWatched && (verdict == Verdict.USUAL || verdict == Verdict.AMBIGUOUS)) {
            beside(request, nanos);
        }
    }

    /** For what was let go, it was as if nothing had been there. */
    private void beside(ObservedRequest request, long nanos) {
        if (request.isTrial()) {
            return;
        }
        if (request.isReleased()) {
            served(nanos, request.spared());
        } else if (request.spared() == 0) {
            wentCold(nanos);
        }
    }

    /** So long took one that went cold; something of ours may have delayed it, but seldom the fastest of some. */
    private void wentCold(long nanos) {
        cold.record(nanos);
    }

    /**
     * By how much what a cold connection takes to open falls short of what it costs its first request. OkHttp's over TLS waits
     * for the server to acknowledge the handshake (Nagle's algorithm, RFC 9293, 3.7.4), twice the round trip and more.
     */
    private long more(long spared) {
        long least = cold.quantile(0, 0) - estimated.quantile(0, Long.MAX_VALUE / 2);
        return Math.min(spared, Math.max(0, least));
    }

    /** With a 429 or a 503, which says nothing about how long answers take. */
    void refused() {
        sinceRefusal = 0;
    }

    int seen() {
        return took.size();
    }

    /** What it takes at most, nearly always. */
    long longest() {
        return took.quantile(HARDLY_EVER_MORE, leftOut(), 0);
    }

    private int leftOut() {
        return Math.min(FIRST_ONES, took.size() / LEFT_OUT_OF);
    }

    long median() {
        return took.quantile(0.5, 0);
    }

    /** Whether so long is nothing out of the ordinary. */
    boolean isUsual(long nanos) {
        return nanos <= (took.isEmpty() ? patience() : SLACK + MARGIN * took.quantile(SELDOM_MORE, leftOut(), 0));
    }

    /** Whoever waits longer may be stalled. */
    long patience() {
        return Math.min(TOO_LONG, Math.max(UNNOTICED, 2 * longest()));
    }

    /** Whether 429 and 503 come without our doing. */
    boolean refuses() {
        return sinceRefusal < REFUSALS_REMEMBERED;
    }
}
