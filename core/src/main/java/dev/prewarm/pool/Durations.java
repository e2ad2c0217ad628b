package dev.prewarm.pool;

import java.util.Arrays;

/** The last few durations of one kind, in nanoseconds, and their quantiles. */
final class Durations {
    private static final int KEPT = 32;

    private final long[] ring = new long[KEPT];
    private int count;

    void record(long nanos) {
        ring[count++ % KEPT] = nanos;
        if (count == 2 * KEPT) {
            count = KEPT;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Of what was recorded last; {@code fallback} while there is nothing. */
    long quantile(double q, long fallback) {
        int n = Math.min(count, KEPT);
        if (n == 0) {
            return fallback;
        }
        long[] sorted = Arrays.copyOf(ring, n);
        Arrays.sort(sorted);
        return sorted[Math.min(n - 1, (int) (q * n))];
    }
}
