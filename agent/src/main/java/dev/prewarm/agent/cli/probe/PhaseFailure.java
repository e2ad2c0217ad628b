package dev.prewarm.agent.cli.probe;

import java.io.IOException;

/** A connection that came to nothing: in which phase, and whether for want of time. */
final class PhaseFailure extends IOException {
    final Phase phase;
    final boolean late;

    PhaseFailure(Phase phase, IOException why, boolean late) {
        super(why.getMessage(), why);
        this.phase = phase;
        this.late = late;
    }

    /** {@code no answer within 20 s}, {@code the answer: Connection reset} */
    String text() {
        return late
                ? "no " + phase.text + " within " + phase.patience.toSeconds() + " s"
                : phase.text + ": " + (getMessage() == null ? getCause().toString() : getMessage());
    }
}
