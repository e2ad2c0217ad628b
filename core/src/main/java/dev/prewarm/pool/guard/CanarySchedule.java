package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/**
 * When a take goes cold on purpose, to see what a stranger would see: now and then, and when there is more stock than was
 * ever tried, or what there is stays parked for longer.
 */
final class CanarySchedule {
    private static final int ONE_IN = 500;
    private static final long APART = TimeUnit.SECONDS.toNanos(30);

    /** For stock that has not been tried yet; at most one in so many takes. */
    private static final int UNTRIED_ONE_IN = 5;

    /** And no oftener than this. */
    private static final long UNTRIED_APART = TimeUnit.SECONDS.toNanos(1);

    /** The first stock stands this long before it is tried. */
    private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);

    private static final long TRIALS_APART = TimeUnit.SECONDS.toNanos(1);

    private static final int SMALL = 8;

    /** So many must fare well beside more than before: one may have found a worker that a take had just freed. */
    private static final int CONVINCING = 2;

    /** Connections that stay parked for no longer (in seconds) keep nobody waiting for longer. */
    private static final double SHORT_STAY = 0.2;

    private boolean hasBegun;
    private long lastSent;
    private int takesSince;
    private int besideMore;
    private int leastOfMore;
    private int triedSize;
    private double triedDwell;

    /** There is stock to be tried. */
    void stands(long now) {
        if (!hasBegun) {
            hasBegun = true;
            lastSent = now + SETTLED - UNTRIED_APART;
            takesSince = UNTRIED_ONE_IN;
        }
    }

    void taken() {
        takesSince++;
    }

    boolean isDue(long now, int parked, double dwell) {
        if (!hasBegun) {
            return false;
        }
        boolean staysLonger = dwell >= 2 * triedDwell || triedDwell < SHORT_STAY;
        boolean isUntried = parked >= nextSize() || dwell >= SHORT_STAY && staysLonger;
        long since = now - lastSent;
        return isUntried
                ? takesSince >= UNTRIED_ONE_IN && since >= UNTRIED_APART
                : takesSince >= ONE_IN && since >= APART;
    }

    /** How many were parked beside one that fared no worse; 0 as long as nothing is known. */
    int triedSize() {
        return triedSize;
    }

    /** Every size of a small stock, as most servers that suffer have but a few workers; then every doubling. */
    int nextSize() {
        return triedSize < SMALL ? triedSize + 1 : 2 * triedSize;
    }

    boolean isTimeForTrial(long now) {
        return !hasBegun || now - lastSent >= TRIALS_APART;
    }

    void sent(long now) {
        hasBegun = true;
        lastSent = now;
        takesSince = 0;
    }

    /** It fared no worse than without; answers whether that settles it. */
    boolean returned(int parked, double dwell) {
        if (parked > triedSize) {
            leastOfMore = besideMore == 0 ? parked : Math.min(leastOfMore, parked);
            if (++besideMore < CONVINCING) {
                return false;
            }
            besideMore = 0;
            triedSize = leastOfMore;
        }
        triedDwell = Math.max(triedDwell, dwell);
        return true;
    }

    /** It did not fare so: others are to make up for it. */
    void contradicted() {
        besideMore = 0;
    }

    /** Nothing counts as tried any more. */
    void forget() {
        besideMore = 0;
        triedSize = 0;
        triedDwell = 0;
    }
}
