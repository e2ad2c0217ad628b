package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/** How many there were within the last 60 s, to within a second. Constant memory. */
final class MinuteCounter {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MINUTE = 60;

    private final int[] counts;
    private long newest = Long.MIN_VALUE;
    private int sum;

    private MinuteCounter(int seconds) {
        this.counts = new int[seconds];
    }

    /** Those of the current second and of the 59 before it. */
    static MinuteCounter orLess() {
        return new MinuteCounter(MINUTE);
    }

    /** Those of the current second and of the 60 before it. */
    static MinuteCounter orMore() {
        return new MinuteCounter(MINUTE + 1);
    }

    void record(long now) {
        advance(now);
        counts[index(newest)]++;
        sum++;
    }

    int count(long now) {
        advance(now);
        return sum;
    }

    private void advance(long now) {
        long second = Math.floorDiv(now, SECOND);
        long from = newest == Long.MIN_VALUE ? second : Math.max(newest, second - counts.length);
        for (long passed = from + 1; passed <= second; passed++) {
            sum -= counts[index(passed)];
            counts[index(passed)] = 0;
        }
        newest = second;
    }

    private int index(long second) {
        return (int) Math.floorMod(second, (long) counts.length);
    }
}
