package dev.prewarm.agent.cli.probe;

import java.util.Locale;

/** Times from microseconds to minutes as people read them. */
final class ProbeFigures {
    private ProbeFigures() {}

    /** {@code 0.08 ms}, {@code 4.2 ms}, {@code 152 ms}, {@code 2.9 s}, {@code 3 s} */
    static String millis(double millis) {
        if (millis >= 1_000) {
            return String.format(Locale.ROOT, millis % 1_000 == 0 ? "%.0f s" : "%.1f s", millis / 1_000);
        }
        return String.format(Locale.ROOT, millis < 1 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** {@code 1 silent connection}, {@code 3 silent connections} */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
