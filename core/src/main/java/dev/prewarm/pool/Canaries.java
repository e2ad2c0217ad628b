package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * When a take goes cold on purpose, to see what a stranger would see: now and then, and when there is more stock than was
 * ever tried, or what there is stays parked for longer.
 */
final class Canaries {
    private static final int ONE_IN = 500;
    private static final long APART = TimeUnit.SECONDS.toNanos(30);

    /** For stock that has not been tried yet. */
    private static final long UNTRIED_APART = TimeUnit.SECONDS.toNanos(5);

    /** The first stock stands this long before it is tried. */
    private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);

    private static final long TRIALS_APART = TimeUnit.SECONDS.toNanos(1);

    private static final int SMALL = 4;

    /** Connections that stay parked for no longer (in seconds) keep nobody waiting for longer. */
    private static final double SHORT_STAY = 0.2;

    private boolean hasBegun;
    private long lastSent;
    private int takesSince;
    private boolean isDoubtful;
    private int triedSize;
    private double triedDwell;

    /** There is stock to be tried. */
    void stands(long now) {
        if (!hasBegun) {
            hasBegun = true;
            lastSent = now + SETTLED - UNTRIED_APART;
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
        boolean isUntried = isDoubtful || parked >= nextSize() || dwell >= SHORT_STAY && staysLonger;
        long since = now - lastSent;
        return isUntried ? since >= UNTRIED_APART : takesSince >= ONE_IN && since >= APART;
    }

    /** How many were parked beside one that fared no worse; 0 as long as nothing is known. */
    int triedSize() {
        return triedSize;
    }

    /** Every size of a small stock, as most servers that suffer have but a few workers; then every doubling. */
    private int nextSize() {
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

    /** It was neither as ever nor seen to be stalled: another one is to tell soon. */
    void doubt() {
        isDoubtful = true;
    }

    /** It fared no worse than without. */
    void returned(int parked, double dwell) {
        isDoubtful = false;
        triedSize = Math.max(triedSize, parked);
        triedDwell = Math.max(triedDwell, dwell);
    }

    /** Nothing counts as tried any more. */
    void forget() {
        isDoubtful = false;
        triedSize = 0;
        triedDwell = 0;
    }
}
