package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** How long a convicted origin is left alone: 1 min x 2^n, at most 1 h. */
final class SuspensionTimes {
    private static final long FIRST = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int DOUBLINGS = 6;

    private int count;
    private long until;

    /** Answers how long it lasts. */
    long begin(long now) {
        long length = Math.min(LONGEST, FIRST << Math.min(count, DOUBLINGS));
        count++;
        until = now + length;
        return length;
    }

    boolean isPaused(long now) {
        return count > 0 && now < until;
    }

    /** The next one is a short one again. */
    void reset() {
        count = 0;
    }
}
