package dev.prewarm.agent.jdk;

import dev.prewarm.Flight;
import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.agent.jdk.Attempt.Secure;
import dev.prewarm.config.Origin;
import dev.prewarm.wire.TlsManagers;
import dev.prewarm.wire.TlsRecipe;
import dev.prewarm.wire.WarmConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
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

    /** Lower ones announce another answer (RFC 9110, 15.2). */
    private static final int FINAL = 200;

    /** Of the causes of a failure. */
    private static final int DEEPEST = 8;

    private static final ThreadLocal<Attempt> ATTEMPT = new ThreadLocal<>();
    private static final WeakIdentityMap<Flown> FLIGHTS = new WeakIdentityMap<>();
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
     * @param body the request's publisher; null: there is none
     */
    public static void attemptBegins(Throwable retryCause, String method, Object body) {
        if (prewarm != null && woven.in(ClassLoader.getPlatformClassLoader())) {
            ATTEMPT.set(new Attempt(retryCause != null, RetryRule.repeats(method, body)));
        }
    }

    /** MultiExchange.responseAsyncImpl returns. */
    public static void attemptEnds() {
        ATTEMPT.remove();
    }

    /** A PlainTunnelingConnection is being made. */
    public static void tunnel() {
        Attempt attempt = ATTEMPT.get();
        if (attempt != null) {
            attempt.beginsTunnel();
        }
    }

    /** The end of AbstractAsyncSSLConnection's constructor: answers the engine that the connection is to use. */
    public static SSLEngine engine(
            Object connection, InetSocketAddress address, SSLEngine own, SSLParameters parameters, SSLContext context) {
        Prewarm pool = prewarm;
        Attempt attempt = ATTEMPT.get();
        if (pool == null || attempt == null) {
            return own;
        }
        try {
            if (!connection.getClass().getName().equals(DIRECT_TLS)) {
                return own;
            }
            boolean ahead = pool.isTlsAhead(origin(true, address));
            SSLEngine engine = ahead && TlsManagers.isOfTheJdk(context) ? new JdkEngine(own) : own;
            TlsRecipe recipe = ahead ? new TlsRecipe(context, own.getPeerHost(), own.getPeerPort(), parameters) : null;
            attempt.begins(new Secure(address, engine, recipe));
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
        Attempt attempt = ATTEMPT.get();
        if (pool == null || attempt == null) {
            return SocketChannel.open();
        }
        Secure secure = attempt.takeSecure(address);
        boolean direct =
                !attempt.takeTunnel() && connection.getClass().getName().equals(DIRECT);
        Flight flight = direct ? depart(pool, attempt, address, secure, local) : null;
        if (flight == null) {
            return SocketChannel.open();
        }
        SocketChannel handedOver = handOver(pool, flight, secure);
        if (handedOver != null) {
            return handedOver;
        }
        SocketChannel own = SocketChannel.open();
        try {
            remember(own, flight, secure);
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return own;
    }

    /** Null if the client is to open its own. */
    static SocketChannel handOver(Prewarm pool, Flight flight, Secure secure) {
        WarmConnection warm = flight.claim();
        if (warm == null) {
            return null;
        }
        try {
            remember(warm.channel(), flight, secure);
            // Last, for nothing undoes it.
            if (warm.engine() != null) {
                ((JdkEngine) secure.engine).adopt(warm.engine());
            }
            return warm.channel();
        } catch (Throwable t) {
            warm.discard();
            pool.givenUp(flight, t);
            return null;
        }
    }

    private static void remember(SocketChannel channel, Flight flight, Secure secure) {
        FLIGHTS.put(channel, new Flown(flight, secure == null ? null : secure.engine));
    }

    private static Flight depart(
            Prewarm pool, Attempt attempt, InetSocketAddress address, Secure secure, InetAddress local) {
        try {
            return pool.depart(
                    origin(secure != null, address),
                    address,
                    secure == null ? null : secure.recipe,
                    attempt.repeatable,
                    attempt.isRetry || local != null);
        } catch (Throwable t) {
            pool.faulted(t);
            return null;
        }
    }

    /** In place of SocketChannel.connect in PlainHttpConnection. */
    public static boolean connect(SocketChannel channel, SocketAddress address) throws IOException {
        return channel.isConnected() || channel.connect(address);
    }

    /** PlainHttpConnection.finishConnect: the connection is ready for its request, TLS included. */
    public static void connected(SocketChannel channel) {
        Prewarm pool = prewarm;
        Flown flown = pool == null ? null : FLIGHTS.get(channel);
        if (flown != null) {
            try {
                pool.connected(flown.flight);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    /**
     * Http1Response has the head of an answer; that of a CONNECT is a proxy's. If it answers nothing, what is thrown (an
     * EOFException, that of a connection which ends) fails the attempt, and {@link #failed} knows it.
     */
    public static void answered(
            String statusLine, Map<String, List<String>> headers, SocketChannel channel, String method) {
        Prewarm pool = prewarm;
        Flown flown = pool == null || method.equalsIgnoreCase("CONNECT") ? null : FLIGHTS.get(channel);
        if (flown != null && !isAnswer(pool, flown, statusLine, headers)) {
            flown.end = new EOFException("EOF reached while reading");
            throw unchecked(flown.end);
        }
    }

    private static boolean isAnswer(Prewarm pool, Flown flown, String statusLine, Map<String, List<String>> headers) {
        try {
            int status = Integer.parseInt(statusLine.substring(STATUS_AT, STATUS_AT + STATUS_DIGITS));
            if (status < FINAL) {
                return true;
            }
            boolean closes = Persistence.closes(statusLine.startsWith("HTTP/1.0"), headers.get("connection"));
            return pool.answered(flown.flight, status, closes, flown.engine == null ? null : flown.engine.getSession());
        } catch (Throwable t) {
            pool.faulted(t);
            return true;
        }
    }

    /** A function of the client's may throw no EOFException, but its rule for ended connections is about such. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }

    /**
     * MultiExchange.getExceptionalCF: an attempt has failed.
     *
     * @return whether by what {@link #answered} threw, or because a warm connection was reset before its handshake was done:
     *     then the connection is to be closed, and the failure is to be judged as that of one which ended before a byte of an
     *     answer
     */
    public static boolean failed(Throwable failure, SocketChannel channel) {
        Prewarm pool = prewarm;
        Flown flown = pool == null ? null : FLIGHTS.get(channel);
        if (flown == null) {
            return false;
        }
        boolean lost = isLostInHandshake(flown, failure);
        if (lost || isExpiry(failure) || isExpiry(failure.getCause())) {
            try {
                pool.died(flown.flight);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
        Throwable end = flown.end;
        return lost || end != null && (failure == end || failure.getCause() == end);
    }

    /** Of a connection that was opened ahead without TLS: nothing was asked of the server yet. */
    private static boolean isLostInHandshake(Flown flown, Throwable failure) {
        if (flown.engine == null || !flown.flight.isHit() || flown.flight.isByRecipe()) {
            return false;
        }
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST && cause != null && !(cause instanceof SocketException); depth++) {
            cause = cause.getCause();
        }
        return cause instanceof SocketException
                && flown.engine.getSession().getProtocol().equals("NONE");
    }

    /** What the client throws itself where a connection ended before a byte of an answer. */
    private static boolean isExpiry(Throwable failure) {
        return failure != null && failure.getClass().getName().equals(EXPIRED);
    }

    private static Origin origin(boolean tls, InetSocketAddress address) {
        return Origin.of(tls, address.getHostString(), address.getPort());
    }

    /** A flight, and the engine with which the client verified the server; null without TLS. */
    private static final class Flown {
        final Flight flight;
        final SSLEngine engine;

        /** What was thrown for what came and is no answer; null: nothing was. */
        volatile EOFException end;

        Flown(Flight flight, SSLEngine engine) {
            this.flight = flight;
            this.engine = engine;
        }
    }
}
