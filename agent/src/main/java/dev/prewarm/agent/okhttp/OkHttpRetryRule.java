package dev.prewarm.agent.okhttp;

import dev.prewarm.Repetition;

/**
 * Which requests may be sent twice. OkHttp itself repeats any request with a body it can send again, on a connection that it
 * has used before; of those, only what is idempotent (RFC 9110, 9.2.2) is given any warm one, and repeated because of it.
 */
final class OkHttpRetryRule {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int MISDIRECTED_REQUEST = 421;
    private static final int SERVICE_UNAVAILABLE = 503;

    private OkHttpRetryRule() {}

    /**
     * @param body null: there is none
     * @param retries whether the client is set to retry at all
     */
    static Repetition of(String method, Object body, boolean retries) {
        return Repetition.of(method, retries && OkHttpBodies.isRepeatable(body));
    }

    /** Whether OkHttp asks for the very same again, of its own accord, after an answer with this status. */
    static boolean mayRepeatAfter(int status) {
        return status == REQUEST_TIMEOUT || status == MISDIRECTED_REQUEST || status == SERVICE_UNAVAILABLE;
    }
}
