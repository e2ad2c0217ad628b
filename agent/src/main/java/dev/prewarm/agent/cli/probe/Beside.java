package dev.prewarm.agent.cli.probe;

import java.util.Locale;

/** How one connection fared that came beside silent ones: a request on it, or its opening alone. */
final class Beside {
    /** What became of it. */
    enum Outcome {
        SERVED,
        /** Answered, far later than usual. */
        SLOWED,
        /** Nothing came of it until the silent ones were closed. */
        STALLED,
        /** Nor then. */
        UNANSWERED,
        /** Ended or turned away by the server. */
        REFUSED,
        /** It was served, and all of the silent ones were ended as it came. */
        ENDED_OTHERS,
        /** Those that it was to stand beside had ended by themselves. */
        ALONE;

        /** In JSON. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How many were open when it came. */
    final int silent;

    final Outcome outcome;
    /** From its connect to the answer's head, or to the end of its opening. */
    final double millis;
    /** How it was refused; else empty. */
    final String how;

    Beside(int silent, Outcome outcome, double millis, String how) {
        this.silent = silent;
        this.outcome = outcome;
        this.millis = millis;
        this.how = how;
    }

    /** {@code 4.2 ms}, {@code stalled for 1.0 s}, {@code refused} */
    String text() {
        switch (outcome) {
            case SERVED:
            case SLOWED:
                return ProbeFigures.millis(millis);
            case STALLED:
                return "stalled for " + ProbeFigures.millis(millis);
            case ENDED_OTHERS:
                return "served, and those ended,";
            default:
                return outcome.word();
        }
    }

    boolean isBad() {
        return outcome != Outcome.SERVED && outcome != Outcome.ALONE;
    }
}
