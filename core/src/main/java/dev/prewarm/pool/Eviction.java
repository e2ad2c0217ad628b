package dev.prewarm.pool;

import dev.prewarm.pool.status.EvictReason;

/** A connection that left the pool unused, and why. */
public final class Eviction<C> {
    private final C connection;
    private final Key key;
    private final EvictReason reason;

    Eviction(C connection, Key key, EvictReason reason) {
        this.connection = connection;
        this.key = key;
        this.reason = reason;
    }

    public C connection() {
        return connection;
    }

    public Key key() {
        return key;
    }

    public EvictReason reason() {
        return reason;
    }
}
