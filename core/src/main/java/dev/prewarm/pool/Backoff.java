package dev.prewarm.pool;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** After failures to open: 1 s x 2^n, at most 60 s, with full jitter. A success, the client's own included, ends it. */
final class Backoff {
    private static final long BASE = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST = TimeUnit.SECONDS.toNanos(60);

    private final Random random;
    private int failures;
    private long until = Long.MIN_VALUE;
    private long lastFailure = Long.MIN_VALUE;

    Backoff(Random random) {
        this.random = random;
    }

    /**
     * Several that were under way together count once.
     *
     * @param begunAt when the one that failed was begun
     * @return whether it counts
     */
    boolean failed(long now, long begunAt) {
        if (begunAt <= lastFailure) {
            return false;
        }
        long ceiling = failures >= 6 ? MOST : Math.min(MOST, BASE << failures);
        until = now + (long) (random.nextDouble() * ceiling);
        failures++;
        lastFailure = now;
        return true;
    }

    void succeeded() {
        failures = 0;
        until = Long.MIN_VALUE;
        lastFailure = Long.MIN_VALUE;
    }

    /** Whether the last one failed. */
    boolean hasFailed() {
        return failures > 0;
    }

    /** Whether it is too early for the next one. */
    boolean isActive(long now) {
        return failures > 0 && now < until;
    }

    long until() {
        return until;
    }
}
