package dev.prewarm.pool.sizing;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How often one key was asked for lately: counts per slot of time, over {@link #HORIZON}. Constant memory (2 KiB).
 */
public final class Demand {
    private static final long SLOT = TimeUnit.MILLISECONDS.toNanos(50);

    /** A power of two, by which {@link #index} is a mask: this is most of what a step costs. */
    private static final int SLOTS = 512;

    /** How far back it can look: longer than any idle limit (24 s). */
    public static final long HORIZON = SLOT * (SLOTS - 1);

    private static final int SLOTS_PER_SECOND = (int) (TimeUnit.SECONDS.toNanos(1) / SLOT);

    private final int[] counts = new int[SLOTS];
    private boolean any;
    private long newestSlot = Long.MIN_VALUE;
    private long last;

    public void record(long now) {
        advance(now);
        any = true;
        counts[index(newestSlot)]++;
        last = now;
    }

    /** Whether anything was asked for within {@code span} before {@code now}. */
    public boolean within(long now, long span) {
        return any && now - last <= span;
    }

    public long last() {
        return last;
    }

    /** Takes in the last {@code span}, rounded up to whole slots. */
    public int count(long now, long span) {
        advance(now);
        return sum(newestSlot - slots(span) + 1, newestSlot);
    }

    /**
     * Takes per second: the mean of 10 s, or of the last second less two standard deviations if that is more. So it goes
     * up at once and comes down slowly.
     */
    public double rate(long now) {
        if (!within(now, TimeUnit.SECONDS.toNanos(10))) {
            return 0;
        }
        advance(now);
        double second = sum(newestSlot - SLOTS_PER_SECOND + 1, newestSlot);
        double tenSeconds = second + sum(newestSlot - 10 * SLOTS_PER_SECOND + 1, newestSlot - SLOTS_PER_SECOND);
        return Math.max(tenSeconds / 10, second - 2 * Math.sqrt(second));
    }

    /**
     * The second largest number of takes in any {@code window} within {@code span}, windows apart by at least one window:
     * what comes a second time is worth having; a single peak buys nothing.
     */
    public int secondPeak(long now, long window, long span) {
        if (!within(now, span)) {
            return 0;
        }
        advance(now);
        int width = slots(window);
        int length = Math.min(slots(span), SLOTS);
        long oldest = newestSlot - length + 1;
        int[] inWindow = new int[length];
        int sum = sum(oldest, oldest + width - 1);
        int largestAt = 0;
        for (int i = 0; i < length; i++) {
            inWindow[i] = sum;
            if (sum > inWindow[largestAt]) {
                largestAt = i;
            }
            sum += count(oldest + i + width) - count(oldest + i);
        }
        int second = 0;
        for (int i = 0; i < length; i++) {
            if (Math.abs(i - largestAt) >= 2 * width) {
                second = Math.max(second, inWindow[i]);
            }
        }
        return second;
    }

    private int sum(long from, long to) {
        int sum = 0;
        for (long at = Math.max(from, newestSlot - SLOTS + 1); at <= Math.min(to, newestSlot); at++) {
            sum += counts[index(at)];
        }
        return sum;
    }

    private int count(long slot) {
        return slot > newestSlot ? 0 : counts[index(slot)];
    }

    private void advance(long now) {
        long slot = slot(now);
        if (newestSlot == Long.MIN_VALUE || slot - newestSlot >= SLOTS) {
            Arrays.fill(counts, 0);
            newestSlot = slot;
        }
        while (newestSlot < slot) {
            counts[index(++newestSlot)] = 0;
        }
    }

    private static long slot(long now) {
        return Math.floorDiv(now, SLOT);
    }

    private static int index(long slot) {
        return (int) slot & SLOTS - 1;
    }

    private static int slots(long span) {
        return (int) Math.min(SLOTS, Math.max(1, (span + SLOT - 1) / SLOT));
    }
}
