package dev.prewarm.agent.apache;

import java.util.Set;

/**
 * One request of an application from the client's ConnectExec on, its redirects and retries included: what its connections
 * depend on that can't be seen where they are opened.
 */
final class Exchange {
    /** RFC 9110, 9.2.2; the stock retry strategies of all versions go by it. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final boolean repeatable;
    private final boolean retry;
    private final boolean proxied;
    private volatile TrackedConnection last;

    /**
     * @param attempts null if its client is not known to repeat requests
     * @param conditional whether it asks for an answer only if that is another than one which somebody has
     */
    Exchange(String method, boolean proxied, RequestAttempts attempts, boolean conditional) {
        this(method, proxied, attempts, conditional, null);
    }

    private Exchange(
            String method, boolean proxied, RequestAttempts attempts, boolean conditional, TrackedConnection last) {
        this.repeatable = attempts != null && attempts.isRepeated(conditional) && IDEMPOTENT.contains(method);
        this.retry = attempts != null && attempts.isRetry();
        this.proxied = proxied;
        this.last = last;
    }

    /** The same request again, or what follows it: a redirect, a challenge, a retry. */
    Exchange next(String itsMethod, boolean throughProxy, RequestAttempts attempts, boolean conditional) {
        return new Exchange(itsMethod, throughProxy, attempts, conditional, last);
    }

    /** Whether it is certain that its client repeats it should its connection be lost. */
    boolean isRepeatable() {
        return repeatable;
    }

    boolean isProxied() {
        return proxied;
    }

    void opened(TrackedConnection tracked) {
        last = tracked;
    }

    /** Null if there was none. */
    TrackedConnection last() {
        return last;
    }

    /** Whether it was sent before, or its last connection stood and brought no answer. */
    boolean isRetry() {
        TrackedConnection before = last;
        return retry || before != null && before.isUnanswered();
    }
}
