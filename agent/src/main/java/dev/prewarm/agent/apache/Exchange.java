package dev.prewarm.agent.apache;

import java.util.Set;

/**
 * One request of an application from the client's ConnectExec on, its redirects and retries included: what its connections
 * depend on that can't be seen where they are opened.
 */
final class Exchange {
    /** RFC 9110, 9.2.2; the stock retry strategies of all versions go by it. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final String method;
    private final boolean repeats;
    private final boolean stock;
    private final boolean proxied;
    private volatile Flown last;

    /**
     * @param repeats whether its client repeats requests at all
     * @param stock whether it does by the stock rule, and has not yet repeated this one
     */
    Exchange(String method, boolean proxied, boolean repeats, boolean stock) {
        this(method, proxied, repeats, stock, null);
    }

    private Exchange(String method, boolean proxied, boolean repeats, boolean stock, Flown last) {
        this.method = method;
        this.proxied = proxied;
        this.repeats = repeats;
        this.stock = stock;
        this.last = last;
    }

    /**
     * The same request again: a redirect, a challenge, a retry.
     *
     * @param repeatsIt whether its client begins to count retries of it anew: a redirect, whose body is not that of before
     * @param afresh whether it does by the stock rule
     */
    Exchange next(String itsMethod, boolean throughProxy, boolean repeatsIt, boolean afresh) {
        boolean spent = last != null && (last.isRefused() || last.isUnanswered());
        return new Exchange(itsMethod, throughProxy, repeats || repeatsIt, afresh || stock && !spent, last);
    }

    boolean isRepeatable() {
        return repeats && IDEMPOTENT.contains(method);
    }

    /** Whether it is known that its client will repeat it should its connection be lost. */
    boolean isRepeatedIfLost() {
        return stock && isRepeatable();
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
