package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/**
 * One trial: connections are opened just before a request's own, kept silent beside those that stand there already, and
 * closed at the answer, but no later than {@link #hold} after the first of them stands. So no request is delayed by more than
 * that. It is told from others by its identity. The pool's lock guards it.
 */
public final class Trial {
    /** In nanoseconds, the most. */
    public static final long HOLD = TimeUnit.MILLISECONDS.toNanos(200);

    private final long hold;
    private int toStand;

    /**
     * @param opened how many connections are opened for it
     * @param hold nanoseconds that they are kept at most; the second of a row, for less than the first
     */
    public Trial(int opened, long hold) {
        this.toStand = opened;
        this.hold = hold;
    }

    /** Nanoseconds that its connections are kept at most. */
    public long hold() {
        return hold;
    }

    /** One more of its connections stands. */
    void parked() {
        toStand--;
    }

    /** Whether all of them do: what has not reached the server keeps nobody waiting there. */
    boolean stands() {
        return toStand <= 0;
    }
}
