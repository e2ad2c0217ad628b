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
    private final boolean proxied;
    private volatile Flown last;

    Exchange(String method, boolean proxied) {
        this(method, proxied, null);
    }

    private Exchange(String method, boolean proxied, Flown last) {
        this.repeatable = IDEMPOTENT.contains(method);
        this.proxied = proxied;
        this.last = last;
    }

    /** The same request again: a redirect, a challenge, a retry. */
    Exchange next(String method, boolean throughProxy) {
        return new Exchange(method, throughProxy, last);
    }

    boolean isRepeatable() {
        return repeatable;
    }

    boolean isProxied() {
        return proxied;
    }

    void opened(Flown flown) {
        last = flown;
    }

    /** Null if there was none. */
    Flown last() {
        return last;
    }

    /** Whether its last connection stood and brought no answer. */
    boolean isRetry() {
        Flown before = last;
        return before != null && before.isUnanswered();
    }
}
