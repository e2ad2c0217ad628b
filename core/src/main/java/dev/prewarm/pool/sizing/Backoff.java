package dev.prewarm.pool.sizing;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How long to wait after wasted openings in a row: 1 s x 2^n, at most 60 s, with full jitter. */
final class Backoff {
    private static final long BASE = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST = TimeUnit.SECONDS.toNanos(60);

    /** What ends within this time counts once: a server that restarts ends all at once. */
    private static final long TOGETHER = TimeUnit.SECONDS.toNanos(1);

    private final Random random;
    private int inARow;
    private long until = Long.MIN_VALUE;
    private long counted = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    Backoff(Random random) {
        this.random = random;
    }

    /**
     * One that was opened came to nothing.
     *
     * @param begunAt when it was begun
     * @return whether it counts: those that were under way together, or ended within a second, count once
     */
    boolean wasted(long now, long begunAt) {
        boolean isNews = begunAt > last;
        boolean counts = isNews && (counted == Long.MIN_VALUE || now - counted >= TOGETHER);
        if (counts) {
            counted = now;
        }
        if (isNews) {
            inARow = counts ? inARow + 1 : Math.max(1, inARow);
            until = now + (long) (random.nextDouble() * ceiling());
            last = now;
        }
        return counts;
    }

    private long ceiling() {
        return inARow > 6 ? MOST : BASE << (inARow - 1);
    }

    /** One of ours stood, or was used and answered; true if that ends a row. */
    boolean succeeded() {
        boolean ends = inARow > 0;
        inARow = 0;
        until = Long.MIN_VALUE;
        return ends;
    }

    /** Whether none has succeeded since the last one was wasted. */
    boolean isInARow() {
        return inARow > 0;
    }

    /** When the next may be begun. */
    long until() {
        return until;
    }

    /** When the last was wasted; {@link Long#MIN_VALUE}: never. */
    long last() {
        return last;
    }
}
