package dev.prewarm.agent.apache;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.WarmConnection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/** A flight, and what this client's seams must know of it until its answer. Thread-safe. */
final class ApacheTrackedConnection {
    private final ConnectionAttempt attempt;
    private final ApacheFrame frame;
    private final Recipe recipe;
    private volatile SSLEngine warmEngine;
    private volatile SSLSocket warmSocket;
    private volatile Recipe offered;
    private volatile boolean established;
    private volatile boolean answered;
    private volatile boolean over;
    private volatile boolean warm;
    private volatile boolean silent;
    private volatile boolean crossed;

    /** @param recipe by which a warm connection was made, or looked for; null if none was known, or without TLS */
    ApacheTrackedConnection(ConnectionAttempt attempt, ApacheFrame frame, Recipe recipe) {
        this.attempt = attempt;
        this.frame = frame;
        this.recipe = recipe;
    }

    /** The connection that the client is given; null if it opens its own. To be asked for once. */
    WarmConnection takeWarm() {
        WarmConnection taken = attempt.claim();
        warm = taken != null;
        silent = warm && !frame.isTls();
        warmEngine = warm ? taken.engine() : null;
        warmSocket = warm ? taken.sslSocket() : null;
        return taken;
    }

    /** Null without a warm connection, or without TLS on it; to be asked for once, for it holds that connection. */
    SSLSocket takeWarmSocket() {
        SSLSocket taken = warmSocket;
        warmSocket = null;
        return taken;
    }

    /** The warm connection is given up before it was used, and the client opens its own. */
    void becomesCold() {
        warm = false;
        silent = false;
        warmEngine = null;
        warmSocket = null;
    }

    /** Whether there is a warm connection with its TLS done, by an engine. */
    boolean hasWarmEngine() {
        return warmEngine != null;
    }

    /** Null without a warm connection, or without TLS on it; to be asked for once, for this may outlive it. */
    SSLEngine takeWarmEngine() {
        SSLEngine taken = warmEngine;
        warmEngine = null;
        return taken;
    }

    ConnectionAttempt attempt() {
        return attempt;
    }

    ApacheFrame frame() {
        return frame;
    }

    Recipe recipe() {
        return recipe;
    }

    /** The handshake that the client makes itself, to be learnt once it is verified and answered. */
    void offer(Recipe own) {
        offered = own;
    }

    Recipe offered() {
        return offered;
    }

    void established() {
        established = true;
    }

    void answered() {
        answered = true;
    }

    /** Whether nothing was said yet on a warm connection without TLS: what comes from the peer is no answer. */
    boolean isSilent() {
        return silent;
    }

    /** The client begins its request. */
    void spoken() {
        silent = false;
    }

    /** The peer's end of it may have set out before the request arrived. */
    void crossedByItsEnd() {
        crossed = true;
    }

    /** Whether a warm connection ended without an answer, as one may that lay idle, and its client repeats the request. */
    boolean isLost() {
        return warm
                && crossed
                && !answered
                && frame.exchange() != null
                && frame.exchange().isRepeatable();
    }

    boolean isUnanswered() {
        return established && !answered;
    }

    /** The client ends the connection itself: what comes from the peer after that says nothing. */
    void endedByClient() {
        over = true;
    }

    boolean isEndedByClient() {
        return over;
    }
}
