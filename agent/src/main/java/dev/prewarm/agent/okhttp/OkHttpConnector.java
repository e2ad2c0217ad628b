package dev.prewarm.agent.okhttp;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Failures;
import dev.prewarm.Prewarm;
import dev.prewarm.Repetition;
import dev.prewarm.Target;
import dev.prewarm.wire.Connector;
import dev.prewarm.wire.SocketRecipe;
import dev.prewarm.wire.TcpOnlyRecipe;
import dev.prewarm.wire.TlsManagers;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection of OkHttp, from the moment it is wanted to the first answer on it. It travels on the socket, not with a
 * thread: OkHttp 5 races addresses against each other. Nothing of the application is held strongly: this lives as long as
 * anybody holds the socket.
 */
final class OkHttpConnector implements Connector {
    private final Prewarm pool;
    private final OkHttpRecipes recipes;
    private final Target target;
    private final WeakReference<Object> call;
    private final WeakReference<Object> address;
    private final WeakReference<Object> route;
    private final WeakReference<SSLSocketFactory> factory;
    private final OkHttpTlsProfile profile;
    private final boolean spent;
    private volatile Repetition repetition;
    private volatile ConnectionAttempt attempt;
    private volatile SSLSocket secure;
    private volatile WeakReference<WarmSocket> ahead;
    private volatile SocketRecipe recipe;
    private volatile boolean unidentified;
    private volatile boolean answered;
    private volatile boolean lost;
    private volatile boolean sendsBody = true;
    private volatile boolean cutShort;

    /**
     * @param profile null without TLS
     * @param repetition of its request
     * @param spent whether another connection of its call has failed: the client is to open its own
     */
    OkHttpConnector(
            Prewarm pool,
            OkHttpRecipes recipes,
            Target target,
            Object call,
            Object address,
            Object route,
            SSLSocketFactory factory,
            OkHttpTlsProfile profile,
            Repetition repetition,
            boolean spent) {
        this.pool = pool;
        this.recipes = recipes;
        this.target = target;
        this.call = new WeakReference<>(call);
        this.address = new WeakReference<>(address);
        this.route = new WeakReference<>(route);
        this.factory = new WeakReference<>(factory);
        this.profile = profile;
        this.repetition = repetition;
        this.spent = spent;
    }

    /** The call for which it was opened; null if that is garbage: nobody can ask for it. */
    Object call() {
        return call.get();
    }

    /** Null if it is garbage: nobody can ask for it. */
    Object address() {
        return address.get();
    }

    Object route() {
        return route.get();
    }

    @Override
    public WarmConnection take(InetSocketAddress endpoint) {
        WarmConnection warm = null;
        try {
            attempt = attempt(endpoint);
            Object live = call.get();
            if (attempt != null && live != null) {
                OkHttpSeam.opened(live, attempt);
            }
            warm = attempt == null ? null : attempt.claim();
            if (warm != null) {
                secure = warm.sslSocket();
            }
            return warm;
        } catch (Throwable t) {
            if (warm != null) {
                warm.discard();
            }
            if (attempt == null) {
                pool.faulted(t);
            } else {
                pool.givenUp(attempt, t);
            }
            return null;
        }
    }

    @Override
    public void givenUp(Throwable why) {
        secure = null;
        ahead = null;
        if (attempt != null) {
            pool.givenUp(attempt, why);
        }
    }

    private ConnectionAttempt attempt(InetSocketAddress endpoint) {
        if (pool.leadsElsewhere(target)) {
            return null;
        }
        SSLSocketFactory live = factory.get();
        if (spent || live == null && profile != null) {
            return pool.cold(target, endpoint, null);
        }
        if (!pool.isTlsAhead(target)) {
            return pool.take(target, endpoint, null, repetition);
        }
        // The factory alone shows this, before OkHttp shows a recipe. A subclass or delegate may configure each socket
        // as it
        // likes.
        String obstacle = TlsManagers.of(live).obstacle(target.settings());
        if (obstacle != null) {
            return pool.take(target, endpoint, new TcpOnlyRecipe(obstacle), repetition);
        }
        recipe = recipes.get(live, profile);
        unidentified = recipe == null;
        return unidentified ? pool.takeUnidentified(target, endpoint) : pool.take(target, endpoint, recipe, repetition);
    }

    @Override
    public void connected() {
        ConnectionAttempt made = attempt;
        try {
            if (made != null && !target.origin().isTls()) {
                pool.connected(made);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    @Override
    public void connectFailed(Throwable failure) {
        ConnectionAttempt made = attempt;
        if (made != null) {
            pool.connectFailed(made, failure);
        }
    }

    /** The client's own handshake has failed. */
    void handshakeFailed(Throwable failure) {
        ConnectionAttempt made = attempt;
        if (made != null) {
            pool.failed(made, failure);
        }
    }

    @Override
    public boolean isForTls() {
        return target.origin().isTls();
    }

    @Override
    public void lost() {
        lost = true;
        try {
            pool.died(attempt);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** The SSLSocket whose handshake was made ahead. To be asked for once: from then on it is the client's alone. */
    SSLSocket takeSecure() {
        SSLSocket taken = secure;
        secure = null;
        return taken;
    }

    /** @param raw what the client's socket, which needs no handshake any more, is for it layered over */
    void securedAhead(WarmSocket raw) {
        ahead = new WeakReference<>(raw);
    }

    /** Whether the client's socket needs no handshake any more. */
    boolean isSecuredAhead() {
        return ahead != null;
    }

    /**
     * The client can't use the TLS that was made ahead, and the connection is closed. Answers an SSLSocket over a connection
     * of the client's own, configured like that one, whose handshake is yet to be made.
     *
     * @param why null if nothing failed
     * @throws IOException if there is no other connection to be had: to the client this one has failed
     */
    SSLSocket secureAnew(SSLSocket configured, Throwable why) throws IOException {
        WarmSocket raw = ahead.get();
        SSLSocketFactory live = factory.get();
        if (live != null) {
            forget(live);
        }
        if (raw == null || live == null) {
            if (raw != null) {
                raw.reconnectCold(why);
            }
            throw new SocketException("Connection reset");
        }
        raw.reconnectCold(why);
        SSLSocket own = (SSLSocket) live.createSocket(raw, profile.host(), profile.port(), true);
        own.setSSLParameters(configured.getSSLParameters());
        return own;
    }

    /**
     * The client has configured a socket whose handshake was made ahead: whether it was the very one that would be made now.
     * If not, or if that can't be told, it must not be used.
     */
    boolean isFollowedBy(SSLSocket configured) {
        SSLSocketFactory live = factory.get();
        SocketRecipe expected = recipe;
        return live != null && expected != null && expected.equals(recipe(configured, live));
    }

    /** The client has configured its own socket, whose handshake is yet to be made. */
    void configured(SSLSocket socket) {
        SSLSocketFactory live = factory.get();
        SocketRecipe expected = recipe;
        if (live == null || attempt == null || expected == null && !unidentified) {
            return;
        }
        SocketRecipe own = recipe(socket, live);
        if (unidentified) {
            recipe = own;
            if (own != null) {
                pool.identified(attempt, own);
            }
        } else if (!expected.equals(own)) {
            forget(live);
        }
    }

    private void forget(SSLSocketFactory live) {
        recipes.forget(live, profile);
        recipe = null;
    }

    private SocketRecipe recipe(SSLSocket configured, SSLSocketFactory live) {
        return SocketRecipe.of(configured, live, profile.host(), profile.port(), true);
    }

    /** The client's own handshake is done. */
    void secured() {
        if (attempt != null) {
            pool.connected(attempt);
        }
    }

    /** A request is about to be written. Network interceptors may have changed it since the connection was opened. */
    void sends(Repetition itsRepetition, boolean hasBody) {
        sendsBody = hasBody;
        repetition = repetition.orLess(itsRepetition);
    }

    /** The same, of one that nothing is known of. */
    void sendsUnknown() {
        repetition = Repetition.NONE;
    }

    /** @param session null without TLS */
    void answered(int status, boolean closes, SSLSession session) {
        answered = true;
        if (attempt == null) {
            return;
        }
        // Even where a 408 answers nothing, it is left to OkHttp, which asks again after any.
        pool.answered(attempt, status, closes, session);
        SSLSocketFactory live = factory.get();
        if (unidentified && recipe != null && live != null) {
            recipes.learn(live, profile, recipe);
        }
    }

    /**
     * An exchange has failed.
     *
     * @param on its connection
     * @return whether its request may be sent again because its connection was a warm one, which ended before a byte of an
     *     answer, and so soon that the server may not have had the request
     */
    boolean died(IOException failure, WarmSocket on) {
        // Timeouts, and what the server said that is not HTTP, are not a connection's end.
        boolean ended = !(failure instanceof InterruptedIOException) && !(failure instanceof ProtocolException);
        if (!ended || answered || lost || attempt == null) {
            return false;
        }
        if (!attempt.isHit()) {
            ownDied(failure);
            return false;
        }
        if (on.isClosedByClient()) {
            return false;
        }
        if (on.isSpokenOn()) {
            // An early answer, which newer versions read even where the request could not be written.
            pool.abandoned(attempt);
            return false;
        }
        pool.died(attempt);
        return repetition.mayBeRisked() && pool.mayHaveCrossed(attempt, on.askedFor());
    }

    /** TLS closes the client's own socket itself when that ends: who has ended it, its failure alone tells. */
    private void ownDied(IOException failure) {
        if (sendsBody && Failures.isOfWrite(failure)) {
            // The server may have answered early, which the client may yet read.
            cutShort = true;
        } else if (!cutShort) {
            pool.failed(attempt, failure);
        }
    }
}
