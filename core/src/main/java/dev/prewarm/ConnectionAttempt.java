package dev.prewarm;

import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.WarmConnection;

/**
 * One connection of a client, warm or its own, from the moment the client wanted it to the first sign of an answer.
 * Thread-safe.
 */
public final class ConnectionAttempt {
    private final OriginSettings settings;
    private final Repetition repetition;
    private final long ageAtHit;
    private final long startedAt = Clock.now();
    private volatile boolean hit;
    private volatile ObservedRequest observed;
    private Key key;
    private WarmConnection unclaimed;
    private boolean awaitsRecipe;
    private boolean connected;
    private boolean answered;
    private boolean promised;
    private long promisedAt;

    private ConnectionAttempt(
            Key key, OriginSettings settings, WarmConnection warm, Repetition repetition, ObservedRequest observed) {
        this.key = key;
        this.settings = settings;
        this.repetition = repetition;
        this.observed = observed;
        this.unclaimed = warm;
        this.hit = warm != null;
        this.ageAtHit = warm == null ? 0 : warm.age();
    }

    /**
     * A warm one.
     *
     * @param settings of the origin
     * @param repetition of its request
     * @param observed what can be seen by it of how the upstream serves it
     */
    static ConnectionAttempt warm(
            Key key, OriginSettings settings, WarmConnection warm, Repetition repetition, ObservedRequest observed) {
        return new ConnectionAttempt(key, settings, warm, repetition, observed);
    }

    /**
     * The client's own.
     *
     * @param settings of the origin
     * @param observed what can be seen by it of how the upstream serves it; null: nothing
     */
    static ConnectionAttempt cold(Key key, OriginSettings settings, ObservedRequest observed) {
        return new ConnectionAttempt(key, settings, null, Repetition.NONE, observed);
    }

    /** The client's own, by a recipe that {@link #becomes} will tell. */
    static ConnectionAttempt awaitingRecipe(Key withoutRecipe, OriginSettings settings, ObservedRequest observed) {
        ConnectionAttempt attempt = cold(withoutRecipe, settings, observed);
        attempt.awaitsRecipe = true;
        return attempt;
    }

    /**
     * The connection that is handed over, once; null if the client opens its own. An attempt is remembered for as long
     * as its connection is in use, so it must not itself be what keeps the connection.
     */
    public synchronized WarmConnection claim() {
        WarmConnection claimed = unclaimed;
        unclaimed = null;
        return claimed;
    }

    /**
     * The client could not use what it was handed over, and opens its own.
     *
     * @return what could have been seen by it; null if it was no hit (any more)
     */
    synchronized ObservedRequest becomesCold() {
        ObservedRequest ofHit = hit ? observed : null;
        hit = false;
        observed = null;
        return ofHit;
    }

    /** Whether the client was given a warm connection. */
    public boolean isHit() {
        return hit;
    }

    /** Whether the client certainly sends its request again should it end without an answer; of a hit alone it is known. */
    boolean isRepeated() {
        return repetition.isDone();
    }

    /** Whether it is by the recipe that was asked for; not where that is not to be followed, and TLS is the client's own. */
    public boolean isByRecipe() {
        return key().recipe() != null;
    }

    ObservedRequest observed() {
        return observed;
    }

    /** Of its origin, as looked up when it began. */
    OriginSettings settings() {
        return settings;
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

    /**
     * An answer came on it.
     *
     * @param keeps whether it promises to keep the connection
     * @return whether that was promised before
     */
    synchronized boolean promises(boolean keeps) {
        boolean before = promised;
        promised = keeps;
        promisedAt = Clock.now();
        return before;
    }

    /** When it was promised that it would be kept, if that was within {@code nanos}, once; -1: it was not. */
    synchronized long takePromise(long nanos) {
        boolean isFresh = promised && Clock.now() - promisedAt < nanos;
        promised = false;
        return isFresh ? promisedAt : -1;
    }

    long ageAtHit() {
        return ageAtHit;
    }

    /** Nanoseconds since it was begun, or handed over. */
    long since() {
        return Clock.now() - startedAt;
    }

    /** True once, for a connection that the client opens itself. */
    synchronized boolean becomesConnected() {
        boolean first = !hit && !connected;
        connected = true;
        return first;
    }

    /** Whether the client's own connection was ready for its request, TLS included. */
    public synchronized boolean isConnected() {
        return !hit && connected;
    }

    /** True once: it ends, by an answer or without. */
    synchronized boolean becomesAnswered() {
        boolean first = !answered;
        answered = true;
        return first;
    }
}
