package dev.prewarm.pool.guard;

/** What the status of an answer says of how the upstream fares, or what it thinks of us. */
public enum AnswerStatus {
    SERVED("an answer", false, false),
    /** 403 (RFC 9110, 15.5.4): a proxy's word for a client that has opened too much before. */
    FORBIDDEN("a 403", true, true),
    /** 429 (RFC 6585, 4). */
    TOO_MANY("a 429", true, true),
    /** 503 (RFC 9110, 15.6.4). */
    UNAVAILABLE("a 503", true, false);

    private final String text;
    private final boolean isRefusal;
    private final boolean isToStay;

    AnswerStatus(String text, boolean isRefusal, boolean isToStay) {
        this.text = text;
        this.isRefusal = isRefusal;
        this.isToStay = isToStay;
    }

    /** @param status of the final answer */
    public static AnswerStatus of(int status) {
        switch (status) {
            case 403:
                return FORBIDDEN;
            case 429:
                return TOO_MANY;
            case 503:
                return UNAVAILABLE;
            default:
                return SERVED;
        }
    }

    /** Whether it may be about connections of ours rather than about the request. */
    public boolean isRefusal() {
        return isRefusal;
    }

    /** Whether such a refusal may last, whatever is closed now, because of what was opened in the last minute. */
    boolean isToStay() {
        return isToStay;
    }

    @Override
    public String toString() {
        return text;
    }
}
