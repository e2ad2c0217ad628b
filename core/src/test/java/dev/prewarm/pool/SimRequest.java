package dev.prewarm.pool;

/** One request, as its caller sees it. */
final class SimRequest {
    enum End {
        ANSWERED,
        /** The other side ended the connection. */
        NO_ANSWER,
        REFUSED,
        /** The connect timed out. */
        NO_CONNECTION,
        /** By its client: no answer in time. */
        GIVEN_UP
    }

    private static final int FIRST_ERROR = 400;

    private final long begunAt;
    private final boolean isIdempotent;
    private boolean onWarm;
    private End end;
    private int status;

    SimRequest(long begunAt, boolean isIdempotent) {
        this.begunAt = begunAt;
        this.isIdempotent = isIdempotent;
    }

    void onWarm(boolean warm) {
        onWarm = warm;
    }

    void answered(int with) {
        status = with;
        end = End.ANSWERED;
    }

    void ends(End how) {
        end = how;
    }

    long begunAt() {
        return begunAt;
    }

    boolean isIdempotent() {
        return isIdempotent;
    }

    /** Whether the last connection that it was sent on was opened ahead. */
    boolean isOnWarm() {
        return onWarm;
    }

    End end() {
        return end;
    }

    boolean isFailed() {
        return end != End.ANSWERED || status >= FIRST_ERROR;
    }

    /** Also of those without an answer: in a word. */
    String how() {
        return end == End.ANSWERED ? String.valueOf(status) : end.name();
    }
}
