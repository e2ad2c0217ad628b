package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/** Ends of connections that come together, ours and the client's alike: a server that is restarted, or a deploy. */
public final class Restarts {
    /** What ends at once, however many there are, is one: a server that restarts ends all. */
    public static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long TOGETHER = TimeUnit.SECONDS.toNanos(1);
    private static final int MANY = 3;
    private static final int SOME = 2;

    private long first = Long.MIN_VALUE;
    private int openThen;
    private int ended;

    /**
     * One that stood has ended, by its peer, without an answer.
     *
     * @param open how many are open, that one included
     * @return whether it is one of many that ended within a second: three, or half of what was open; true once
     */
    public boolean ended(long now, int open) {
        if (first == Long.MIN_VALUE || now - first >= TOGETHER) {
            first = now;
            openThen = open;
            ended = 0;
        }
        ended++;
        return ended == Math.min(MANY, Math.max(SOME, (openThen + 1) / 2));
    }
}
