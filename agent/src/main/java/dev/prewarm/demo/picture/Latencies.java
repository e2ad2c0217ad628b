package dev.prewarm.demo.picture;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Latencies of one run, with exact percentiles: there are few enough to sort. */
public final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] sortedMillis;

    public Latencies(long[] nanos) {
        sortedMillis = Arrays.stream(nanos)
                .mapToDouble(each -> each / NANOS_PER_MILLI)
                .sorted()
                .toArray();
    }

    public int count() {
        return sortedMillis.length;
    }

    /** The smallest that at least so many per cent don't exceed (nearest rank), in ms; nothing if there are none. */
    public OptionalDouble percentile(double percent) {
        if (sortedMillis.length == 0) {
            return OptionalDouble.empty();
        }
        int rank = (int) Math.ceil(percent / 100 * sortedMillis.length);
        return OptionalDouble.of(sortedMillis[Math.max(rank, 1) - 1]);
    }

    public OptionalDouble max() {
        return percentile(100);
    }

    /** How many fall into each of so many equal parts of 0 to {@code limit} ms, which no latency exceeds. */
    int[] histogram(double limit, int parts) {
        int[] counts = new int[parts];
        for (double millis : sortedMillis) {
            counts[(int) Math.min(millis / limit * parts, parts - 1.0)]++;
        }
        return counts;
    }
}
