package dev.prewarm.agent.okhttp;

/**
 * Which requests may be sent twice. OkHttp itself repeats any request with a body it can send again, on a connection that
 * it has used before; only those that RFC 9110, 9.2.2, calls idempotent are risked on any warm one.
 */
final class RetryRule {
    private RetryRule() {}

    /** @param retries whether the client is set to retry at all */
    static boolean repeats(String method, boolean retries) {
        if (!retries) {
            return false;
        }
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
