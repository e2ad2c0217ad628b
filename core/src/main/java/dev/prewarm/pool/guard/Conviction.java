package dev.prewarm.pool.guard;

/** Why nothing is opened ahead to an origin, and for how long. Immutable; durations are nanoseconds. */
public final class Conviction {
    /** By what. */
    public enum Kind {
        /** Two requests in a row were answered only when what was parked had been let go. */
        STALLED,
        /** Two in a row were answered with 429 or 503. */
        REFUSED,
        /** Two connections in a row could not be opened. */
        FAILED
    }

    private final Kind kind;
    private final int size;
    private final long first;
    private final long second;
    private final long usual;
    private final String cause;
    private final long pause;

    private Conviction(Kind kind, int size, long first, long second, long usual, String cause, long pause) {
        this.kind = kind;
        this.size = size;
        this.first = first;
        this.second = second;
        this.usual = usual;
        this.cause = cause;
        this.pause = pause;
    }

    static Conviction stalled(Evidence evidence, long usual, long pause) {
        return new Conviction(
                Kind.STALLED,
                evidence.stalledSize(),
                evidence.stalledBeforeFor(),
                evidence.stalledFor(),
                usual,
                "",
                pause);
    }

    static Conviction refused(int size, long pause) {
        return new Conviction(Kind.REFUSED, size, 0, 0, 0, "", pause);
    }

    static Conviction failed(int size, String cause, long pause) {
        return new Conviction(Kind.FAILED, size, 0, 0, 0, cause, pause);
    }

    public Kind kind() {
        return kind;
    }

    /** Beside how many parked connections. */
    public int size() {
        return size;
    }

    /** How long the first of two that stalled waited. */
    public long first() {
        return first;
    }

    /** How long the second one did. */
    public long second() {
        return second;
    }

    /** What requests take at the median. */
    public long usual() {
        return usual;
    }

    /** How the last of those that failed did; empty if none did. */
    public String cause() {
        return cause;
    }

    /** For how long nothing is opened. */
    public long pause() {
        return pause;
    }
}
