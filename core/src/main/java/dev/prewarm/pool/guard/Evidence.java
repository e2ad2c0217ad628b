package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** What an upstream did to requests in a row, with nothing between them that makes up for it. Two of a kind convict. */
final class Evidence {
    private static final int CONVICTING = 2;

    /** Stalls that are further apart are not in a row. */
    private static final long IN_A_ROW = TimeUnit.MINUTES.toNanos(10);

    private int stalls;
    private int stalledSize;
    private long stalledFor;
    private long stalledBeforeFor;
    private long stalledAt;
    private int refusals;
    private int failures;

    /**
     * @param took how long it waited, in all
     * @param parked beside how many
     * @return whether that convicts
     */
    boolean stalled(long now, long took, int parked) {
        if (now - stalledAt > IN_A_ROW) {
            stalls = 0;
        }
        stalledAt = now;
        stalledSize = stalls == 0 ? parked : Math.min(stalledSize, parked);
        stalledBeforeFor = stalledFor;
        stalledFor = took;
        return ++stalls >= CONVICTING;
    }

    /** Whether one stalled, and none has fared well beside as much since. */
    boolean isStalled() {
        return stalls > 0;
    }

    /** Beside how many at least those in a row did. */
    int stalledSize() {
        return stalledSize;
    }

    /** How long the last one waited, in all. */
    long stalledFor() {
        return stalledFor;
    }

    /** The same of the one before it. */
    long stalledBeforeFor() {
        return stalledBeforeFor;
    }

    boolean refused() {
        return ++refusals >= CONVICTING;
    }

    boolean failed() {
        return ++failures >= CONVICTING;
    }

    /** One was answered, and not refused. */
    void served() {
        refusals = 0;
    }

    /** A connection could be opened. */
    void opened() {
        failures = 0;
    }

    /** One fared well beside as much as stalled. */
    void faredWell() {
        stalls = 0;
    }

    void clear() {
        stalls = 0;
        refusals = 0;
        failures = 0;
    }
}
