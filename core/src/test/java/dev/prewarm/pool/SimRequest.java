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
    private End end;
    private int status;

    SimRequest(long begunAt, boolean isIdempotent) {
        this.begunAt = begunAt;
        this.isIdempotent = isIdempotent;
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

    End end() {
        return end;
    }

    boolean isFailed() {
        return end != End.ANSWERED || status >= FIRST_ERROR;
    }
}
