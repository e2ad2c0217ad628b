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

    private StockSize() {}

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
        Poisson duringLead = new Poisson(rate * lead);
        Poisson duringIdle = new Poisson(rate * idle);
        int k = 0;
        while (k < max && duringLead.atLeast(k) > MISSED && duringIdle.atLeast(k + 1) > USED) {
            k++;
        }
        return Math.min(max, Math.max(k, secondPeak));
    }

    /**
     * Where the youngest is taken first and is of use for only {@code fresh} seconds: the first is used by any take in that
     * time, the k-th only where k come within one lead time.
     */
    public static int youngTarget(double rate, double lead, double fresh, int max) {
        if (rate == 0 || new Poisson(rate * fresh).atLeast(1) <= USED) {
            return 0;
        }
        Poisson duringLead = new Poisson(rate * lead);
        double chances = Math.max(1, fresh / lead);
        int k = 1;
        while (k < max && 1 - Math.pow(1 - duringLead.atLeast(k + 1), chances) > USED) {
            k++;
        }
        return Math.min(max, k);
    }
}
