package dev.prewarm.pool.sizing;

/**
 * How many warm connections are worth holding for one key. Each is used once, so this is stock keeping with a lead time:
 * the k-th is kept if it is likely enough to be missed otherwise, and likely enough to be used before it grows too old.
 */
public final class StockSize {
    /** A k-th connection that is wanted less often than this while one is being opened is not worth holding. */
    private static final double MISSED = 0.001;

    /** It must be used before its idle limit with more than this probability. */
    private static final double USED = 0.9;

    private static final double CERTAINLY_USED = 0.999;

    /** The rate is of few seconds, and varies. */
    private static final double LIKELY_USED = 0.8;

    private StockSize() {}

    /** Whether a single one that may be parked for {@code idle} seconds is used with some likelihood, at so many takes per second. */
    public static boolean isLikelyUsed(double rate, double idle) {
        return rate > 0 && new Poisson(rate * idle).atLeast(1) > LIKELY_USED;
    }

    /**
     * Those that will certainly be used: where each that is not is a burden.
     *
     * @param rate takes per second
     * @param lead seconds that a connection takes to open (p90)
     * @param idle seconds that it may be parked
     */
    public static int sureTarget(double rate, double lead, double idle, int max) {
        return rate == 0 ? 0 : target(rate, lead, idle, CERTAINLY_USED, max);
    }

    /**
     * Where the oldest is taken first.
     *
     * @param rate takes per second
     * @param lead seconds that a connection takes to open (p90)
     * @param idle seconds that it may be parked
     * @param secondPeak takes at once that came at least twice within {@code idle}
     */
    public static int target(double rate, double lead, double idle, int secondPeak, int max) {
        if (rate == 0) {
            return Math.min(max, secondPeak);
        }
        return Math.min(max, Math.max(target(rate, lead, idle, USED, max), secondPeak));
    }

    private static int target(double rate, double lead, double idle, double used, int max) {
        Poisson duringLead = new Poisson(rate * lead);
        Poisson duringIdle = new Poisson(rate * idle);
        int k = 0;
        while (k < max && duringLead.atLeast(k) > MISSED && duringIdle.atLeast(k + 1) > used) {
            k++;
        }
        return k;
    }
}
