package dev.prewarm.agent.jdk;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Failures;
import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.Target;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.agent.jdk.JdkRequestAttempt.Secure;
import dev.prewarm.config.Origin;
import dev.prewarm.wire.TlsManagers;
import dev.prewarm.wire.TlsRecipe;
import dev.prewarm.wire.WarmConnection;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What the code woven into java.net.http.HttpClient calls: static, with types of java.base only, visible from the
 * platform's class loader. Whatever goes wrong in here, the connection is the client's own, and nothing is thrown but what
 * the client would have been thrown anyway. Thread-safe.
 */
public final class JdkSeam {
    private static final String DIRECT = "jdk.internal.net.http.PlainHttpConnection";
    private static final String DIRECT_TLS = "jdk.internal.net.http.AsyncSSLConnection";
    private static final String EXPIRED = "jdk.internal.net.http.common.ConnectionExpiredException";
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_DIGITS = 3;

    /** Of the causes of a failure. */
    private static final int DEEPEST = 8;

    private static final ThreadLocal<JdkRequestAttempt> REQUEST = new ThreadLocal<>();
    private static final WeakIdentityMap<TrackedConnection> TRACKED = new WeakIdentityMap<>();

    /** By MultiExchange: its last attempt met the end of a warm connection. */
    private static final WeakIdentityMap<Boolean> SPARED = new WeakIdentityMap<>();

    /** By MultiExchange: what its last attempt opened. */
    private static final WeakIdentityMap<ConnectionAttempt> OPENED = new WeakIdentityMap<>();

    private static volatile Woven woven;
    private static volatile Prewarm prewarm;

    private JdkSeam() {}

    /** Without a pool every connection is the client's own. */
    static void connectTo(Prewarm pool, Woven in) {
        woven = in;
        prewarm = pool;
    }

    /**
     * MultiExchange.responseAsyncImpl begins.
     *
     * @param exchange that MultiExchange
     * @param retryCause why it tries again; null: it does not
     * @param body the request's publisher; null: there is none
     * @param attempts how many there were: few are allowed for redirects, challenges and retries together, and one that met
     *     the end of a warm connection is none of them
     */
    public static void attemptBegins(
            Object exchange, AtomicInteger attempts, Throwable retryCause, String method, Object body) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            if (woven.in(ClassLoader.getPlatformClassLoader())) {
                OPENED.remove(exchange);
                REQUEST.set(new JdkRequestAttempt(exchange, retryCause != null, JdkRetryRule.of(method, body)));
                if (retryCause != null && SPARED.remove(exchange) != null) {
                    attempts.decrementAndGet();
                }
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** MultiExchange.responseAsyncImpl returns. */
    public static void attemptEnds() {
        try {
            REQUEST.remove();
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /** A PlainTunnelingConnection is being made. */
    public static void tunnel() {
        try {
            JdkRequestAttempt request = REQUEST.get();
            if (request != null) {
                request.beginsTunnel();
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    private static void faulted(Throwable fault) {
        Prewarm pool = prewarm;
        if (pool != null) {
            pool.faulted(fault);
        }
    }

    /** The end of AbstractAsyncSSLConnection's constructor: answers the engine that the connection is to use. */
    public static SSLEngine engine(
            Object connection, InetSocketAddress address, SSLEngine own, SSLParameters parameters, SSLContext context) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return own;
        }
        try {
            JdkRequestAttempt request = REQUEST.get();
            if (request == null || !connection.getClass().getName().equals(DIRECT_TLS)) {
                return own;
            }
            Target target = pool.target(origin(true, address));
            boolean ahead = pool.isTlsAhead(target);
            SSLEngine engine = ahead && TlsManagers.isOfTheJdk(context) ? new JdkEngine(own) : own;
            TlsRecipe recipe = ahead ? new TlsRecipe(context, own.getPeerHost(), own.getPeerPort(), parameters) : null;
            request.begins(new Secure(address, target, engine, recipe));
            return engine;
        } catch (Throwable t) {
            pool.faulted(t);
            return own;
        }
    }

    /**
     * In place of SocketChannel.open() in PlainHttpConnection's constructor.
     *
     * @param local what the client binds its connections to, or null
     */
    public static SocketChannel open(Object connection, InetSocketAddress address, InetAddress local)
            throws IOException {
        Prewarm pool = prewarm;
        ConnectionAttempt attempt = null;
        Secure secure = null;
        SocketChannel ahead = null;
        try {
            JdkRequestAttempt request = pool == null ? null : REQUEST.get();
            if (request != null) {
                secure = request.takeSecure(address);
                boolean direct =
                        !request.takeTunnel() && connection.getClass().getName().equals(DIRECT);
                attempt = direct ? take(pool, request, address, secure, local) : null;
                opened(request.exchange(), attempt);
                ahead = attempt == null ? null : handOver(pool, attempt, secure);
            }
        } catch (Throwable t) {
            if (attempt == null) {
                pool.faulted(t);
            } else {
                pool.givenUp(attempt, t);
            }
        }
        if (ahead != null) {
            return ahead;
        }
        SocketChannel own = SocketChannel.open();
        if (attempt != null) {
            try {
                remember(own, attempt, secure);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
        return own;
    }

    private static void opened(Object exchange, ConnectionAttempt attempt) {
        if (exchange != null && attempt != null) {
            OPENED.put(exchange, attempt);
        }
    }

    /** Null if the client is to open its own. */
    static SocketChannel handOver(Prewarm pool, ConnectionAttempt attempt, Secure secure) {
        WarmConnection warm = attempt.claim();
        if (warm == null) {
            return null;
        }
        try {
            SocketChannel channel = warm.channel();
            remember(channel, attempt, secure);
            // Last, for nothing undoes it.
            if (warm.engine() != null) {
                ((JdkEngine) secure.engine).adopt(warm.engine());
            }
            return channel;
        } catch (Throwable t) {
            warm.discard();
            pool.givenUp(attempt, t);
            return null;
        }
    }

    private static void remember(SocketChannel channel, ConnectionAttempt attempt, Secure secure) {
        TRACKED.put(channel, new TrackedConnection(attempt, secure == null ? null : secure.engine));
    }

    private static ConnectionAttempt take(
            Prewarm pool, JdkRequestAttempt request, InetSocketAddress address, Secure secure, InetAddress local) {
        Target target = secure == null ? pool.target(origin(false, address)) : secure.target;
        TlsRecipe recipe = secure == null ? null : secure.recipe;
        return request.isRetry || local != null
                ? pool.cold(target, address, recipe)
                : pool.take(target, address, recipe, request.repetition);
    }

    /** In place of SocketChannel.connect in PlainHttpConnection. */
    public static boolean connect(SocketChannel channel, SocketAddress address) throws IOException {
        return channel.isConnected() || channel.connect(address);
    }

    /** PlainHttpConnection.finishConnect: the connection is ready for its request, TLS included. */
    public static void connected(SocketChannel channel) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            TrackedConnection tracked = TRACKED.get(channel);
            if (tracked != null) {
                pool.connected(tracked.attempt);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * Http1Response has the head of an answer; that of a CONNECT is a proxy's. If this is no answer (a 408 that crossed the
     * request), an EOFException, as of a connection that ends, fails the attempt, and {@link #failed} recognises it.
     */
    public static void answered(
            String statusLine, Map<String, List<String>> headers, SocketChannel channel, String method) {
        Prewarm pool = prewarm;
        EOFException end = null;
        try {
            TrackedConnection tracked =
                    pool == null || method.equalsIgnoreCase("CONNECT") ? null : TRACKED.get(channel);
            if (tracked != null && !isAnswer(pool, tracked, statusLine, headers, method)) {
                end = new EOFException("EOF reached while reading");
                tracked.end = new WeakReference<>(end);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        if (end != null) {
            throw unchecked(end);
        }
    }

    private static boolean isAnswer(
            Prewarm pool,
            TrackedConnection tracked,
            String statusLine,
            Map<String, List<String>> headers,
            String method) {
        int status = Integer.parseInt(statusLine.substring(STATUS_AT, STATUS_AT + STATUS_DIGITS));
        SSLEngine engine = tracked.engine();
        boolean hasLength = headers.containsKey("content-length");
        boolean closes = Persistence.closes(statusLine.startsWith("HTTP/1.0"), headers.get("connection"))
                || Persistence.isEndedByClose(method, status, hasLength, headers.get("transfer-encoding"));
        return pool.answered(tracked.attempt, status, closes, engine == null ? null : engine.getSession());
    }

    /** A function of the client's may throw no EOFException, but its rule for ended connections is about such. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }

    /**
     * MultiExchange.getExceptionalCF: an attempt has failed.
     *
     * @param exchange that MultiExchange
     * @param body the request's publisher; null: there is none
     * @param cancelled whether the client has given the request up, which may look like the end of its connection
     * @return true for what {@link #answered} threw, and where a warm connection was reset before its handshake was done.
     *     Then the connection is to be closed, and the failure judged as one of a connection that ended before a byte of an
     *     answer
     */
    public static boolean failed(
            Object exchange, Throwable failure, SocketChannel channel, Object body, boolean cancelled) {
        Prewarm pool = prewarm;
        boolean unasked = false;
        try {
            TrackedConnection tracked = pool == null ? null : TRACKED.get(channel);
            if (tracked == null) {
                return false;
            }
            unasked =
                    tracked.isEnd(failure) || tracked.isEnd(failure.getCause()) || isLostInHandshake(tracked, failure);
            if (unasked || isExpiry(failure) || isExpiry(failure.getCause())) {
                if (tracked.attempt.isHit()) {
                    SPARED.put(exchange, true);
                }
                if (cancelled || !unasked && body != null && Failures.isOfWrite(failure)) {
                    pool.abandoned(tracked.attempt);
                } else {
                    pool.died(tracked.attempt);
                }
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return unasked;
    }

    /**
     * The same, whatever became of it: nothing more comes of the connection that the attempt opened, if it opened one.
     *
     * @param cancelled whether the client has given the request up; before it is connected it calls that a connect timeout
     * @param byApplication holds something if the application has cancelled it, or was interrupted
     */
    public static void over(Object exchange, Throwable failure, boolean cancelled, AtomicReference<?> byApplication) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            ConnectionAttempt attempt = OPENED.remove(exchange);
            if (attempt == null) {
                return;
            }
            if (attempt.isHit() || attempt.isConnected() || byApplication.get() != null) {
                pool.abandoned(attempt);
            } else if (cancelled) {
                pool.unreachable(attempt);
            } else {
                pool.connectFailed(attempt, failure);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** HttpConnection.closeOrReturnToCache returns: an answer is read, and its connection is kept unless the peer has ended it. */
    public static void kept(SocketChannel channel) {
        ended(channel, false);
    }

    /** ConnectionPool.cleanup: the connection is kept, and the peer ends it. */
    public static void idleEnded(SocketChannel channel) {
        ended(channel, true);
    }

    /** @param open whether it is open as long as nobody but the peer has ended it */
    private static void ended(SocketChannel channel, boolean open) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            TrackedConnection tracked = channel.isOpen() == open ? TRACKED.get(channel) : null;
            if (tracked != null) {
                pool.ended(tracked.attempt);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** Of a connection that was opened ahead without TLS: nothing was asked of the server yet. */
    private static boolean isLostInHandshake(TrackedConnection tracked, Throwable failure) {
        SSLEngine engine = tracked.engine();
        if (engine == null || !tracked.attempt.isHit() || tracked.attempt.isByRecipe()) {
            return false;
        }
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST && cause != null && !(cause instanceof SocketException); depth++) {
            cause = cause.getCause();
        }
        return cause instanceof SocketException
                && engine.getSession().getProtocol().equals("NONE");
    }

    /** What the client throws itself where a connection ended before a byte of an answer. */
    private static boolean isExpiry(Throwable failure) {
        return failure != null && failure.getClass().getName().equals(EXPIRED);
    }

    private static Origin origin(boolean tls, InetSocketAddress address) {
        return Origin.of(tls, address.getHostString(), address.getPort());
    }

    /**
     * A connection attempt, and the engine with which the client verified the server (null without TLS). Remembered until
     * another one is, after its connection is gone, too: it must not hold what is the application's.
     */
    private static final class TrackedConnection {
        final ConnectionAttempt attempt;
        private final WeakReference<SSLEngine> engine;

        /** What was thrown for what came and is no answer; null: nothing was. */
        volatile WeakReference<EOFException> end;

        TrackedConnection(ConnectionAttempt attempt, SSLEngine engine) {
            this.attempt = attempt;
            this.engine = engine == null ? null : new WeakReference<>(engine);
        }

        SSLEngine engine() {
            return engine == null ? null : engine.get();
        }

        boolean isEnd(Throwable failure) {
            WeakReference<EOFException> thrown = end;
            return thrown != null && failure != null && thrown.get() == failure;
        }
    }
}
