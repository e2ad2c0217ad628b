package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * The rule of a trial: connections are opened just before a request's own, kept silent beside those that stand there already,
 * and closed at the answer, but no later than {@link #HOLD} after the first of them stands. So no request is delayed by more
 * than that.
 */
final class Trial {
    static final long HOLD = TimeUnit.MILLISECONDS.toNanos(200);

    /** So many requests must have been seen before it can be told what is out of the ordinary. */
    private static final int ENOUGH = 8;

    private Trial() {}

    static boolean canTell(UsualTimes usual) {
        return usual.seen() >= ENOUGH;
    }

    /** Whether a request beside it took so much longer than most that the silent connection may be the cause. */
    static boolean isDelayed(long took, UsualTimes usual) {
        return took > usual.median() + HOLD / 2;
    }
}
