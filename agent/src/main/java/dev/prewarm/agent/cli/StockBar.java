package dev.prewarm.agent.cli;

/** How much of the wanted stock is there, at a glance: {@code ████░░ 4/6}. */
final class StockBar {
    /** Characters of the bar itself. */
    static final int CELLS = 6;

    private StockBar() {}

    /** @return empty if nothing is there and nothing is wanted */
    static String of(long warm, long target, boolean blocks) {
        long whole = Math.max(warm, target);
        if (whole <= 0) {
            return "";
        }
        int full = (int) Math.round((double) CELLS * warm / whole);
        // All cells are all of it, none is nothing.
        full = warm > 0 ? Math.max(1, full) : full;
        full = warm < whole ? Math.min(CELLS - 1, full) : full;
        return (blocks ? "\u2588" : "#").repeat(full) + (blocks ? "\u2591" : ".").repeat(CELLS - full) + " "
                + StatusFigures.count(warm) + "/" + StatusFigures.count(target);
    }
}
