package dev.prewarm.pool.guard;

/** Why nothing is opened ahead to an origin, and for how long. Durations are nanoseconds. */
public final class Conviction {
    /** By what. */
    public enum Kind {
        /** Two requests in a row were answered only when what was parked had been let go. */
        STALLED,
        /** Requests beside what was parked were refused or ended, and no others. */
        FAILED,
        /** It takes one connection of this client at a time. */
        ONE_AT_A_TIME,
        /** Each new connection ends those that were there. */
        NEWEST_WINS,
        /** Of the time that it gives a connection, requests need nearly all. */
        OUT_OF_TIME
    }

    private final Kind kind;
    private final int size;
    private final long first;
    private final long second;
    private final long usual;
    private final int failures;
    private final String cause;
    private long pause;

    private Conviction(Kind kind, int size, long first, long second, long usual, int failures, String cause) {
        this.kind = kind;
        this.size = size;
        this.first = first;
        this.second = second;
        this.usual = usual;
        this.failures = failures;
        this.cause = cause;
    }

    static Conviction stalled(int size, long first, long second, long usual) {
        return new Conviction(Kind.STALLED, size, first, second, usual, 2, "");
    }

    /**
     * @param failures how many requests failed
     * @param cause how the last of them did
     */
    static Conviction failed(int size, int failures, String cause) {
        return new Conviction(Kind.FAILED, size, 0, 0, 0, failures, cause);
    }

    static Conviction ofConnections(Kind kind) {
        return new Conviction(kind, 1, 0, 0, 0, 2, "");
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

    /** How many were seen. */
    public int failures() {
        return failures;
    }

    /** How the last of those that failed did; empty if none did. */
    public String cause() {
        return cause;
    }

    void lasts(long nanos) {
        pause = nanos;
    }

    /** For how long nothing is opened. */
    public long pause() {
        return pause;
    }
}
