package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/**
 * One trial: connections are opened just before a request's own, kept silent beside those that stand there already, and
 * closed at the answer, but no later than {@link #HOLD} after the first of them stands. So no request is delayed by more than
 * that. It is told from others by its identity. The pool's lock guards it.
 */
public final class Trial {
    /** In nanoseconds. */
    public static final long HOLD = TimeUnit.MILLISECONDS.toNanos(200);

    /** So many requests must have been seen before it can be told what is out of the ordinary. */
    private static final int ENOUGH = 8;

    private int toStand;

    /** @param opened how many connections are opened for it */
    public Trial(int opened) {
        this.toStand = opened;
    }

    static boolean canTell(UsualTimes usual) {
        return usual.seen() >= ENOUGH;
    }

    /** Whether a request beside it took so much longer than most that the silent connections may be the cause. */
    static boolean isDelayed(long took, UsualTimes usual) {
        return took > usual.median() + HOLD / 2;
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
