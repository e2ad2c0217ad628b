package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** What follows from being convicted: a pause, and half of what convicted as the most that is tried for a while. */
final class Convictions {
    /** Servers are seldom given more workers. */
    private static final long SIZE_REMEMBERED = TimeUnit.HOURS.toNanos(6);

    private final SuspensionTimes suspensions = new SuspensionTimes();
    private Conviction last;
    private int size;
    private long sizeUntil;
    private boolean isNews;

    /** For how long nothing is opened if that is to begin now. */
    long beginPause(long now) {
        return suspensions.begin(now);
    }

    void add(long now, Conviction by) {
        last = by;
        size = by.size();
        sizeUntil = now + SIZE_REMEMBERED;
        isNews = true;
    }

    /** Stock has been seen to do no harm since. */
    void forgive() {
        suspensions.reset();
        last = null;
    }

    /** Null if there was none, or if it is forgiven. */
    Conviction last() {
        return last;
    }

    boolean isSuspended(long now) {
        return suspensions.isPaused(now);
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
