package dev.prewarm.agent.apache;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request as its client's retry exec has it: it may be sent several times. A redirect leads to another one.
 * Thread-safe.
 */
final class ApacheRequestAttempts {
    private final boolean repeated;
    private final boolean conditional;
    private final AtomicInteger count;
    private volatile ApacheExchange exchange;

    /**
     * @param before how many were made already
     * @param repeated whether it is certain that the client tries again if the next attempt ends by a reset
     * @param conditional whether the application itself made the request conditional
     */
    ApacheRequestAttempts(int before, boolean repeated, boolean conditional) {
        this.count = new AtomicInteger(before);
        this.repeated = repeated;
        this.conditional = conditional;
    }

    void begin() {
        count.incrementAndGet();
    }

    /** How many were made is not known any more: what comes counts as a retry. */
    void uncounted() {
        count.set(Integer.MAX_VALUE / 2);
    }

    /**
     * Whether it is certain that the client tries again if this attempt is lost with its connection.
     *
     * @param itsConditional whether what is sent now is conditional: if a cache has made it so, it answers itself, and
     *     nothing is sent again
     */
    boolean isRepeated(boolean itsConditional) {
        return repeated && !isRetry() && (conditional || !itsConditional);
    }

    /** Whether one was made before. */
    boolean isRetry() {
        return count.get() > 1;
    }

    void exchange(ApacheExchange now) {
        exchange = now;
    }

    /** The last connection; null if there is none. */
    ApacheTrackedConnection last() {
        ApacheExchange now = exchange;
        return now == null ? null : now.last();
    }
}
