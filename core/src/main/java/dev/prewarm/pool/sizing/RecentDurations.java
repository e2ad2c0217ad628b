package dev.prewarm.pool.sizing;

import java.util.Arrays;

/** The last few durations of one kind, in nanoseconds, and their quantiles. */
public final class RecentDurations {
    private final long[] ring;
    private int count;

    /** @param kept how many are remembered */
    public RecentDurations(int kept) {
        ring = new long[kept];
    }

    public void record(long nanos) {
        ring[count++ % ring.length] = nanos;
        if (count == 2 * ring.length) {
            count = ring.length;
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many are remembered now. */
    public int size() {
        return Math.min(count, ring.length);
    }

    /** Of what was recorded last; {@code fallback} while there is nothing. */
    public long quantile(double q, long fallback) {
        return quantile(q, 0, fallback);
    }

    /** The same, but none of the {@code longest} longest while there are others. */
    public long quantile(double q, int longest, long fallback) {
        int n = size();
        if (n == 0) {
            return fallback;
        }
        long[] sorted = Arrays.copyOf(ring, n);
        Arrays.sort(sorted);
        return sorted[Math.min(Math.max(0, n - 1 - longest), (int) (q * n))];
    }
}
