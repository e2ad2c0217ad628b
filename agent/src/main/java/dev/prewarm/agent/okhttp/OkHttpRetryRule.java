package dev.prewarm.agent.okhttp;

/**
 * Which requests may be sent twice. OkHttp itself repeats any request with a body it can send again, on a connection that it
 * has used before; of those, only what is idempotent (RFC 9110, 9.2.2) is given any warm one, and repeated because of it.
 */
final class OkHttpRetryRule {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int MISDIRECTED_REQUEST = 421;
    private static final int SERVICE_UNAVAILABLE = 503;

    private OkHttpRetryRule() {}

    /** @param body null: there is none */
    static boolean repeats(String method, Object body) {
        return isIdempotent(method) && OkHttpBodies.isRepeatable(body);
    }

    /** Whether OkHttp asks for the very same again, of its own accord, after an answer with this status. */
    static boolean mayRepeatAfter(int status) {
        return status == REQUEST_TIMEOUT || status == MISDIRECTED_REQUEST || status == SERVICE_UNAVAILABLE;
    }

    private static boolean isIdempotent(String method) {
        switch (method) {
            case "GET":
            case "HEAD":
            case "OPTIONS":
            case "TRACE":
            case "PUT":
            case "DELETE":
                return true;
            default:
                return false;
        }
    }
}
