package dev.prewarm.config;

import java.util.Locale;

/** Looks for the known name that a wrong one was meant to be. Used by one thread. */
final class Spelling {
    /** Beyond this no name of ours is near, and a hostile one would cost time. */
    private static final int LONGEST = 100;

    private final String wrong;
    private String nearest;
    private int limit;

    /**
     * @param most how many letters may differ
     */
    Spelling(String wrong, int most) {
        this.wrong = wrong;
        this.limit = most + 1;
    }

    /** How many letters may differ in a name this long: of three letters one, of nine three. */
    static int slack(int length) {
        return Math.max(1, Math.min(3, length / 3));
    }

    /** Of equally near names the first one offered is kept. */
    void offer(String known) {
        int distance = distance(wrong, known);
        if (distance < limit) {
            limit = distance;
            nearest = known;
        }
    }

    /** Null if none is near. */
    String nearest() {
        return nearest;
    }

    /** Letters to insert, delete, replace or swap with their neighbour, whatever their case. */
    static int distance(String one, String other) {
        if (one.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cheapest = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
    }
}
