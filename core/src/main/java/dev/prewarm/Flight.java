package dev.prewarm;

import dev.prewarm.pool.Key;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.WarmConnection;

/**
 * One connection of a client, warm or its own, from the moment the client wanted it to the first sign of an answer.
 * Thread-safe.
 */
public final class Flight {
    private final boolean hit;
    private final long ageAtHit;
    private final long startedAt = Clock.now();
    private Key key;
    private WarmConnection warm;
    private boolean awaitsRecipe;
    private boolean connected;
    private boolean answered;

    Flight(Key key, WarmConnection warm) {
        this.key = key;
        this.warm = warm;
        this.hit = warm != null;
        this.ageAtHit = warm == null ? 0 : warm.age();
    }

    /** The client's own, by a recipe that {@link #becomes} will tell. */
    static Flight awaitingRecipe(Key withoutRecipe) {
        Flight flight = new Flight(withoutRecipe, null);
        flight.awaitsRecipe = true;
        return flight;
    }

    /** Whether the client was given a warm connection. */
    public boolean isHit() {
        return hit;
    }

    /**
     * The connection that was handed over, to be asked for once: from then on it is the client's alone, and this may
     * outlive it. Null if the client opens its own.
     */
    public synchronized WarmConnection takeWarm() {
        WarmConnection taken = warm;
        warm = null;
        return taken;
    }

    synchronized Key key() {
        return key;
    }

    /** True once, if the recipe was not known before. */
    synchronized boolean becomes(Key withRecipe) {
        boolean first = awaitsRecipe;
        if (first) {
            key = withRecipe;
            awaitsRecipe = false;
        }
        return first;
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
