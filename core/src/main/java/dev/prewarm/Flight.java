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
    private final WarmConnection warm;
    private final long ageAtHit;
    private final long startedAt = Clock.now();
    private boolean connected;
    private boolean answered;

    Flight(Key key, WarmConnection warm) {
        this.key = key;
        this.warm = warm;
        this.ageAtHit = warm == null ? 0 : warm.age();
    }

    /** The connection that was handed over; null if the client opens its own. */
    public WarmConnection warm() {
        return warm;
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
        boolean first = warm == null && !connected;
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
        boolean first = warm != null && !answered;
        answered = true;
        return first;
    }
}
