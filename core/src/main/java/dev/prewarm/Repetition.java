package dev.prewarm;

import java.util.Set;

/** Two facts about a request whose connection may end without an answer: does its client send it again, and may that be risked? */
public enum Repetition {
    /** It is certainly sent again, and twice does no harm: it may be given any warm connection. */
    HARMLESS,
    /** It is sent again, and may have had its effect by then. */
    RISKY,
    /** It is not sent again, or not certainly. */
    NONE;

    /** RFC 9110, 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** @param isDone whether the client certainly sends it again, by its own rule */
    public static Repetition of(String method, boolean isDone) {
        if (!isDone) {
            return NONE;
        }
        return IDEMPOTENT.contains(method) ? HARMLESS : RISKY;
    }

    public boolean isDone() {
        return this != NONE;
    }

    public boolean mayBeRisked() {
        return this == HARMLESS;
    }

    /** Of two that are true of one request, the one that promises less. */
    public Repetition orLess(Repetition other) {
        return compareTo(other) < 0 ? other : this;
    }
}
