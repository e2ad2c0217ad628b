package dev.prewarm.pool;

import dev.prewarm.pool.status.Counters;

/** How many connections there may be to all origins together: as the user has set it, and as this process has room for. */
final class Ceiling {
    private final int maxTotal;
    private final Counters all;
    private int now;

    Ceiling(int maxTotal, Counters all) {
        this.maxTotal = maxTotal;
        this.all = all;
        this.now = maxTotal;
    }

    /** @param more how many more this process has room for */
    void allow(int more) {
        now = (int) Math.min(maxTotal, (long) all.held() + more);
    }

    int maxTotal() {
        return maxTotal;
    }

    int now() {
        return now;
    }

    /** How many more there may be now. */
    int left() {
        return now - all.held();
    }
}
