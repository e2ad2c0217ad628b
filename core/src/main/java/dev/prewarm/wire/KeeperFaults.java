package dev.prewarm.wire;

import java.util.concurrent.TimeUnit;

/** How long to hold nothing after an error of the keeper's own, and when it has been too many. Not thread-safe. */
final class KeeperFaults {
    /** Within a minute. */
    static final int MOST = 5;

    static final long FOR_GOOD = Long.MAX_VALUE;

    private static final long WITHIN = TimeUnit.MINUTES.toNanos(1);

    /** Made ahead: memory may be what lacks. */
    private final long[] lately = new long[MOST];

    private final long firstPause;
    private int count;

    /** @param firstPause nanoseconds; each later one is twice as long */
    KeeperFaults(long firstPause) {
        this.firstPause = firstPause;
    }

    /** Nanoseconds, or {@link #FOR_GOOD}. */
    long pauseAfter(long now) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (now - lately[i] < WITHIN) {
                lately[kept++] = lately[i];
            }
        }
        lately[kept] = now;
        count = kept + 1;
        return count == MOST ? FOR_GOOD : firstPause << kept;
    }
}
