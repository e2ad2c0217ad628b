package dev.prewarm.agent.apache;

import dev.prewarm.Repetition;
import java.util.Set;

/**
 * One request of an application from the client's ConnectExec on, its redirects and retries included: what its connections
 * depend on, and can't be seen where they are opened.
 */
final class ApacheExchange {
    private static final Set<String> BODYLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE");

    private final Repetition repetition;
    private final boolean bodyless;
    private final boolean retry;
    private final boolean proxied;
    private volatile ApacheTrackedConnection last;

    /**
     * @param attempts null if its client is not known to repeat requests
     * @param conditional whether the request is conditional: it asks for an answer only if that has changed
     */
    ApacheExchange(String method, boolean proxied, ApacheRequestAttempts attempts, boolean conditional) {
        this(method, proxied, attempts, conditional, null);
    }

    private ApacheExchange(
            String method,
            boolean proxied,
            ApacheRequestAttempts attempts,
            boolean conditional,
            ApacheTrackedConnection last) {
        this.repetition = Repetition.of(method, attempts != null && attempts.isRepeated(conditional));
        this.bodyless = BODYLESS.contains(method);
        this.retry = attempts != null && attempts.isRetry();
        this.proxied = proxied;
        this.last = last;
    }

    /** The same request again, or what follows it: a redirect, a challenge, a retry. */
    ApacheExchange next(String itsMethod, boolean throughProxy, ApacheRequestAttempts attempts, boolean conditional) {
        return new ApacheExchange(itsMethod, throughProxy, attempts, conditional, last);
    }

    Repetition repetition() {
        return repetition;
    }

    /** Whether its request is all head, as far as its method tells: a server that answers it has read it. */
    boolean isBodyless() {
        return bodyless;
    }

    boolean isProxied() {
        return proxied;
    }

    void opened(ApacheTrackedConnection tracked) {
        last = tracked;
    }

    /** Null if there was none. */
    ApacheTrackedConnection last() {
        return last;
    }

    /** Whether it was sent before, or its last connection stood and brought no answer. */
    boolean isRetry() {
        ApacheTrackedConnection before = last;
        return retry || before != null && before.isUnanswered();
    }
}
