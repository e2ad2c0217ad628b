package dev.prewarm.agent.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers as people read them, the same in every locale. */
final class StatusFigures {
    private StatusFigures() {}

    /** {@code 1,203} */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1,203 hits}, {@code 1 hit} */
    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** {@code 98.9 %}; rounded down, so that only all is 100 %. */
    static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(1000.0 * part / whole) / 10);
    }

    /** {@code 152 ms}, {@code 4.1 s}, {@code 3 min 2 s}, {@code 5 h 12 min}, {@code 3 d 4 h} */
    static String span(long millis) {
        if (millis < TimeUnit.SECONDS.toMillis(1)) {
            return millis + " ms";
        }
        if (millis < TimeUnit.MINUTES.toMillis(1)) {
            return String.format(Locale.ROOT, millis % 1000 == 0 ? "%.0f s" : "%.1f s", millis / 100 / 10.0);
        }
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
        if (seconds < TimeUnit.HOURS.toSeconds(1)) {
            return two(seconds, 60, "min", "s");
        }
        return seconds < TimeUnit.DAYS.toSeconds(1)
                ? two(seconds / 60, 60, "h", "min")
                : two(seconds / 3600, 24, "d", "h");
    }

    private static String two(long smaller, int perLarger, String larger, String small) {
        String rest = smaller % perLarger == 0 ? "" : " " + smaller % perLarger + " " + small;
        return count(smaller / perLarger) + " " + larger + rest;
    }
}
