package dev.prewarm;

import dev.prewarm.pool.Key;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.WarmConnection;

/**
 * One connection of a client, warm or its own, from the moment the client wanted it to the first sign of an answer.
 * Thread-safe.
 */
public final class Flight {
    private final Key key;
    private final boolean hit;
    private final long ageAtHit;
    private final long startedAt = Clock.now();
    private volatile WarmConnection warm;
    private boolean connected;
    private boolean answered;

    Flight(Key key, WarmConnection warm) {
        this.key = key;
        this.warm = warm;
        this.hit = warm != null;
        this.ageAtHit = warm == null ? 0 : warm.age();
    }

    /** The connection that is handed over; null if the client opens its own, and after {@link #handedOver}. */
    public WarmConnection warm() {
        return warm;
    }

    /**
     * The client has the connection. Nothing refers to it from here any more: flights are kept by their connections'
     * weak identity, and would keep them from being collected.
     */
    public void handedOver() {
        warm = null;
    }

    Key key() {
        return key;
    }

    long ageAtHit() {
        return ageAtHit;
    }

    long since() {
        return Clock.now() - startedAt;
    }

    /** True once, for a connection that the client opens itself. */
    synchronized boolean becomesConnected() {
        boolean first = !hit && !connected;
        connected = true;
        return first;
    }

    /** True once. */
    synchronized boolean becomesAnswered() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    /** True once, for a warm connection that has not been answered on. */
    synchronized boolean becomesStale() {
        boolean first = hit && !answered;
        answered = true;
        return first;
    }
}
