package dev.prewarm.pool.sizing;

import java.util.Arrays;

/** Max-min fairness: who wants little gets it, and the rest is shared alike by those who want more. */
public final class FairShares {
    private FairShares() {}

    /** What each may have, so that all together have no more than {@code cap}; what can't be shared alike goes to the first. */
    public static int[] of(int[] wants, int cap) {
        int level = level(wants, cap);
        int[] shares = new int[wants.length];
        int left = cap;
        for (int i = 0; i < wants.length; i++) {
            shares[i] = Math.min(wants[i], level);
            left -= shares[i];
        }
        for (int i = 0; i < wants.length && left > 0; i++) {
            if (shares[i] < wants[i]) {
                shares[i]++;
                left--;
            }
        }
        return shares;
    }

    private static int level(int[] wants, int cap) {
        int[] ascending = wants.clone();
        Arrays.sort(ascending);
        int left = cap;
        for (int i = 0; i < ascending.length; i++) {
            int level = left / (ascending.length - i);
            if (ascending[i] > level) {
                return level;
            }
            left -= ascending[i];
        }
        return Integer.MAX_VALUE;
    }
}
