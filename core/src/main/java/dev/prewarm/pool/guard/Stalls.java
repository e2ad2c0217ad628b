package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/**
 * Requests in a row that were answered only when what was parked beside them had been let go. The second is let go later than
 * the first: if its answer moves with that, and no other does, it is what was parked that they waited for.
 */
final class Stalls {
    /** What is further apart is not in a row. */
    private static final long IN_A_ROW = TimeUnit.MINUTES.toNanos(10);

    private static final long LEAST_SHIFT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SPREADS = 4;

    /** So many times less than they were let go apart from each other, two answers may differ. */
    private static final int ALIKE = 2;

    /** The same of trials, which can be shifted by little. */
    private static final int TRIALS_ALIKE = 8;

    /** Answers that differ by no more can be told apart by a trial. */
    private static final long SHARP = TimeUnit.MILLISECONDS.toNanos(25);

    /** Once may be chance. */
    private static final int OFTEN = 2;

    private final UsualTimes usual;
    private boolean isBegun;
    private long at;
    private long lag;
    private long took;
    private int size;
    private int alikes;
    private int outrun;
    private boolean wasSooner;

    Stalls(UsualTimes usual) {
        this.usual = usual;
    }

    /** Whether one stalled, and nothing has spoken against it since. */
    boolean isOn(long now) {
        isBegun &= now - at <= IN_A_ROW;
        return isBegun;
    }

    /** By how much the second waits longer than the first. */
    long shift(long now) {
        return Math.max(LEAST_SHIFT, SPREADS * usual.spread(now));
    }

    /** Two lags that differ by no more than this are alike; the JVM must not be later than this to see either. */
    long tolerance(long now) {
        return shift(now) / SPREADS;
    }

    /**
     * @param itsLag from letting go to its answer
     * @return the one before and this one, if they convict; else null
     */
    Conviction stalled(long now, ObservedRequest request, long itsLag) {
        boolean isSecond = isOn(now);
        long shifted = Math.abs(request.took(now) - itsLag - waited());
        if (request.isTrial()) {
            // Not what a JVM that stood still adds to it: any two answers would be alike.
            shifted = Math.min(shifted, LEAST_SHIFT);
        }
        int parts = request.isTrial() ? TRIALS_ALIKE : ALIKE;
        boolean alike = isSecond && parts * Math.abs(itsLag - lag) < shifted;
        alikes = alike ? alikes + 1 : 0;
        Conviction by = alikes >= wanted(now, request)
                ? Conviction.stalled(Math.min(size, request.parked()), took, request.took(now), usual.median(now))
                : null;
        size = isSecond ? Math.min(size, request.parked()) : request.parked();
        isBegun = true;
        wasSooner |= isOutrun();
        outrun = 0;
        at = now;
        lag = itsLag;
        took = request.took(now);
        return by;
    }

    /** How long the last one had waited when it was let go. */
    long waited() {
        return took - lag;
    }

    /**
     * How many alike convict, after the first. A trial can be shifted by little: where answers differ by as much, it takes one
     * more; and so it does where the second was let go sooner, as more answers come by themselves then.
     */
    private int wanted(long now, ObservedRequest request) {
        return wasSooner || isOutrun() || request.isTrial() && usual.spread(now) > SHARP ? 2 : 1;
    }

    /** Beside how many at least. */
    int size() {
        return size;
    }

    /** A request took longer than usual, but was answered before it came to letting go: when the one that stalled was? */
    void outrun(long now, ObservedRequest request) {
        boolean isAlike = isBegun && Math.abs(request.took(now) - took) <= tolerance(now);
        outrun += isAlike ? 1 : 0;
    }

    /** Whether the next is to be let go sooner than the last, not later: what is parked is used up before it comes to that. */
    boolean isOutrun() {
        return outrun >= OFTEN;
    }

    /** A request beside so many was answered otherwise. */
    void answeredOtherwise(int parked) {
        if (parked >= size) {
            end();
        }
    }

    void end() {
        alikes = 0;
        isBegun = false;
        outrun = 0;
        wasSooner = false;
    }
}
