package dev.prewarm.pool.sizing;

/** Tail probabilities of a Poisson distribution, asked for with growing k. */
final class Poisson {
    /** Above this mean exp(-mean) nears underflow, and three standard deviations are as good an answer. */
    private static final double LARGE = 500;

    private final double mean;
    private int k;
    private double term;
    private double below;

    Poisson(double mean) {
        this.mean = mean;
        this.term = Math.exp(-mean);
    }

    /** P(X &gt;= k), for a k not smaller than any asked for before. */
    double atLeast(int wanted) {
        if (mean > LARGE) {
            return wanted <= mean + 3 * Math.sqrt(mean) ? 1 : 0;
        }
        while (k < wanted) {
            below += term;
            k++;
            term *= mean / k;
        }
        return Math.max(0, 1 - below);
    }
}
