package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** What follows from being convicted: a pause, and half of what convicted as the most that is tried for a while. */
final class Convictions {
    /** Servers are seldom given more workers. */
    private static final long SIZE_REMEMBERED = TimeUnit.HOURS.toNanos(6);

    private final SuspensionTimes stalls = SuspensionTimes.ofStalls();
    private final SuspensionTimes failures = SuspensionTimes.ofFailures();
    private Conviction last;
    private int size;
    private long sizeUntil = Long.MIN_VALUE;
    private boolean isNews;

    /** Nothing is opened from now on for a while. */
    void add(long now, Conviction by) {
        by.lasts((by.kind() == Conviction.Kind.STALLED ? stalls : failures).begin(now));
        last = by;
        size = by.size();
        sizeUntil = now + SIZE_REMEMBERED;
        isNews = true;
    }

    /** Stock has been seen to do no harm since. */
    void forgive() {
        stalls.reset();
        last = null;
    }

    /** Null if there was none, or if it is forgiven. */
    Conviction last() {
        return last;
    }

    boolean isSuspended(long now) {
        return stalls.isOn(now) || failures.isOn(now);
    }

    /** When that ends; in the past if it has. */
    long suspendedUntil() {
        return Math.max(stalls.until(), failures.until());
    }

    /** Whether there ever was one. */
    boolean any() {
        return sizeUntil != Long.MIN_VALUE;
    }

    int mostToTry(long now) {
        return size > 0 && now < sizeUntil ? Math.max(1, size / 2) : Integer.MAX_VALUE;
    }

    /** Whether there is one that was not asked for yet. */
    boolean takeNews() {
        boolean news = isNews;
        isNews = false;
        return news;
    }
}
