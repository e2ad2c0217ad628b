package dev.prewarm.pool.sizing;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How long to wait after wasted openings in a row: 1 s x 2^n, at most 60 s, with full jitter. */
final class Backoff {
    private static final long BASE = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST = TimeUnit.SECONDS.toNanos(60);

    /** Where the client's own connections are answered meanwhile: it is ours alone that come to nothing. */
    private static final long MOST_OF_OURS = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_DOUBLINGS = 10;

    /** What ends within this time counts once: a server that restarts ends all at once. */
    private static final long TOGETHER = TimeUnit.SECONDS.toNanos(1);

    private final Random random;
    private int inARow;
    private boolean servesOthers;
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
        return Math.min(servesOthers ? MOST_OF_OURS : MOST, BASE << Math.min(MOST_DOUBLINGS, inARow - 1));
    }

    /** A request on a connection of the client's own was answered. */
    void servesOthers() {
        servesOthers = true;
    }

    /** The next need not wait any longer. */
    void retry() {
        until = Long.MIN_VALUE;
    }

    /** One of ours stood, or was used and answered; true if that ends a row. */
    boolean succeeded() {
        boolean ends = inARow > 0;
        inARow = 0;
        servesOthers = false;
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
