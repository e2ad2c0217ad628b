package dev.prewarm.agent.apache;

import dev.prewarm.Flight;
import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.WarmConnection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/** A flight, and what this client's seams must know of it until its answer. Thread-safe. */
final class Flown {
    private final Flight flight;
    private final Frame frame;
    private final Recipe recipe;
    private volatile SSLEngine warmEngine;
    private volatile SSLSocket warmSocket;
    private volatile Recipe offered;
    private volatile boolean established;
    private volatile boolean answered;
    private volatile boolean refused;
    private volatile boolean over;
    private volatile boolean warm;
    private volatile boolean silent;
    private volatile boolean ended;

    /** @param recipe by which a warm connection was made, or looked for; null if none was known, or without TLS */
    Flown(Flight flight, Frame frame, Recipe recipe) {
        this.flight = flight;
        this.frame = frame;
        this.recipe = recipe;
    }

    /** The connection that the client is given; null if it opens its own. To be asked for once. */
    WarmConnection takeWarm() {
        WarmConnection taken = flight.claim();
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

    Flight flight() {
        return flight;
    }

    Frame frame() {
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

    /** @param refusal whether the answer is one that the stock retry strategy repeats a request for */
    void answered(boolean refusal) {
        refused = refusal;
        answered = true;
    }

    /** Whether its last answer made the client repeat the request, if it does so at all. */
    boolean isRefused() {
        return refused;
    }

    /** Whether nothing was said yet on a warm connection without TLS: what comes from the peer is no answer. */
    boolean isSilent() {
        return silent;
    }

    /** The client begins its request. */
    void spoken() {
        silent = false;
    }

    void endedByPeer() {
        ended = true;
    }

    /** Whether a warm connection was ended by its peer without an answer. */
    boolean isLost() {
        return warm && ended && !answered;
    }

    /** Whether it is known that the client will repeat the request that is lost with this connection. */
    boolean isRepeatedIfLost() {
        return frame.exchange() != null && frame.exchange().isRepeatedIfLost();
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
