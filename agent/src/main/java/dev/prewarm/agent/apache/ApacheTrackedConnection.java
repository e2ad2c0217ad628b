package dev.prewarm.agent.apache;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.Repetition;
import dev.prewarm.Target;
import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * One connection of either client, from the moment it is wanted to the answer on it: an attempt of the pool's, and what the
 * seams must know of it. Thread-safe.
 */
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
    private volatile boolean crossed;
    private volatile WeakReference<WarmSocket> socket = new WeakReference<>(null);

    /** @param recipe by which a warm connection was made, or looked for; null if none was known, or without TLS */
    ApacheTrackedConnection(ConnectionAttempt attempt, ApacheFrame frame, Recipe recipe) {
        this.attempt = attempt;
        this.frame = frame;
        this.recipe = recipe;
    }

    /**
     * A client is about to connect.
     *
     * @return null if the connection is none of our business
     */
    static ApacheTrackedConnection take(Prewarm pool, ApacheFrame frame, Target target, InetSocketAddress address) {
        boolean tlsAhead = pool.isTlsAhead(target);
        Recipe recipe = tlsAhead ? ApacheSeam.RECIPES.get(frame) : null;
        ApacheExchange exchange = frame.exchange();
        ConnectionAttempt attempt;
        if (tlsAhead && recipe == null) {
            attempt = pool.takeUnidentified(target, address);
        } else if (exchange != null && exchange.isRetry()) {
            attempt = pool.cold(target, address, recipe);
        } else {
            attempt = pool.take(target, address, recipe, exchange == null ? Repetition.NONE : exchange.repetition());
        }
        if (attempt == null) {
            return null;
        }
        ApacheTrackedConnection tracked = null;
        try {
            tracked = new ApacheTrackedConnection(attempt, frame, attempt.isByRecipe() ? recipe : null);
            if (exchange != null) {
                exchange.opened(tracked);
            }
            return tracked;
        } catch (Throwable t) {
            pool.givenUp(attempt, t);
            return tracked;
        }
    }

    /** The connection that the client is given; null if it opens its own. To be asked for once. */
    WarmConnection takeWarm() {
        WarmConnection taken = attempt.claim();
        try {
            warmEngine = taken == null ? null : taken.engine();
            warmSocket = taken == null ? null : taken.sslSocket();
            warm = taken != null;
            return taken;
        } catch (Throwable t) {
            taken.discard();
            throw t;
        }
    }

    /** Null without a warm connection, or without TLS on it; to be asked for once, for it holds that connection. */
    SSLSocket takeWarmSocket() {
        SSLSocket taken = warmSocket;
        warmSocket = null;
        return taken;
    }

    /**
     * The warm connection is closed without use, and the client opens its own.
     *
     * @param why null if nothing failed
     */
    void givenUp(Throwable why) {
        warm = false;
        warmEngine = null;
        warmSocket = null;
        Prewarm pool = ApacheSeam.prewarm;
        if (pool != null) {
            pool.givenUp(attempt, why);
        }
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

    /** The client makes its own handshake by this recipe; null: by none that is known. */
    void identified(Supplier<Recipe> recipeOfIts) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null) {
            return;
        }
        try {
            Recipe own = recipeOfIts.get();
            if (own != null) {
                offered = own;
                pool.identified(attempt, own);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** By which the client made its handshake itself, to be learnt once it is verified and answered. */
    Recipe offered() {
        return offered;
    }

    /** It stands between these ends, as far as TCP goes. */
    void established(SocketAddress local, SocketAddress remote, Object connection) {
        established = true;
        ApacheSeam.CONNECTIONS.put(local, remote, connection, this);
    }

    void answered() {
        answered = true;
    }

    /** The peer's end of it may have set out before the request arrived. */
    void crossedByItsEnd() {
        crossed = true;
    }

    /** Whether a warm connection ended without an answer, as an idle one may, and its client repeats the request. */
    boolean isLost() {
        return warm
                && crossed
                && !answered
                && frame.exchange() != null
                && frame.exchange().repetition().mayBeRisked();
    }

    boolean isUnanswered() {
        return established && !answered;
    }

    /** The client ends the connection itself: how the peer ends it after that means nothing. */
    void endedByClient() {
        over = true;
    }

    /** Whether its server may answer while the request is still being written, so that a failure to write it tells nothing. */
    boolean mayBeCutShort() {
        return warm || frame.exchange() == null || !frame.exchange().isBodyless();
    }

    boolean isWarm() {
        return warm;
    }

    /** What shows its connection to the classic client. */
    void shownBy(WarmSocket face) {
        socket = new WeakReference<>(face);
    }

    /** It could not be made. */
    void connectFailed(Throwable failure) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool != null) {
            pool.connectFailed(attempt, failure);
        }
    }

    /** Its request, or before it its handshake, has failed; if its peer has ended it, {@link #ended} was told before. */
    void failed(Throwable failure) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool != null) {
            pool.failed(attempt, failure);
        }
    }

    /** Its client is done with it, and gives up what is not answered yet. */
    void discarded() {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null) {
            return;
        }
        try {
            pool.abandoned(attempt);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** Its peer has ended it while the request was being written: it may have answered before. */
    void cutShort() {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null || over) {
            return;
        }
        try {
            pool.abandoned(attempt);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** Its peer has ended it. */
    void ended() {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null || over) {
            return;
        }
        try {
            if (answered) {
                pool.ended(attempt);
                return;
            }
            WarmSocket face = socket.get();
            if (face != null && face.isSpokenOn()) {
                pool.abandoned(attempt);
                return;
            }
            boolean mayHaveCrossed = face == null || !face.isWarm()
                    ? pool.mayHaveCrossed(attempt)
                    : pool.mayHaveCrossed(attempt, face.askedFor());
            if (mayHaveCrossed) {
                crossedByItsEnd();
            }
            pool.died(attempt);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }
}
