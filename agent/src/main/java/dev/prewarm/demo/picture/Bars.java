package dev.prewarm.demo.picture;

/** Upright bars drawn with characters. */
final class Bars {
    /** From nothing to a full cell, in eighths. */
    static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    /** The same where there are no block characters, in halves. */
    static final String ASCII = " .#";

    private Bars() {}

    /** So many rows of characters, the top one first. The highest bar has the full height; one of few is still seen. */
    static String[] rows(int[] counts, int highest, int rows, String shades) {
        int perCell = shades.length() - 1;
        String[] drawn = new String[rows];
        for (int row = 0; row < rows; row++) {
            int below = (rows - 1 - row) * perCell;
            StringBuilder line = new StringBuilder();
            for (int count : counts) {
                int height = (int) Math.ceil((double) count * rows * perCell / Math.max(highest, 1));
                line.append(shades.charAt(Math.min(Math.max(height - below, 0), perCell)));
            }
            drawn[row] = line.toString();
        }
        return drawn;
    }
}
