package dev.prewarm.agent.okhttp;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.Repetition;
import dev.prewarm.Target;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.config.Origin;
import dev.prewarm.wire.Connector;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * What the code woven into OkHttp calls: static, with types of java.base only, so that one copy serves OkHttp in any number
 * of class loaders. Whatever goes wrong in here, the connection is the client's own, and nothing is thrown but what the
 * client would have been thrown anyway. Thread-safe.
 */
public final class OkHttpSeam {
    private static final String PRIOR_KNOWLEDGE = "h2_prior_knowledge";

    private static final OkHttpRecipes RECIPES = new OkHttpRecipes();

    /** By call: of its request, as interceptors have left it. */
    private static final WeakIdentityMap<Repetition> REPETITIONS = new WeakIdentityMap<>();

    /** By the SSLSocket that the client uses. The connector may lead to that; what keeps it is the socket below. */
    private static final WeakIdentityMap<WeakReference<OkHttpConnector>> SECURED = new WeakIdentityMap<>();

    /** By call: one of its connections has failed, warm or not; whatever it still opens is OkHttp's own. */
    private static final WeakIdentityMap<Boolean> SPENT = new WeakIdentityMap<>();

    /** By call: what was opened for it and nobody has answered on. */
    private static final WeakIdentityMap<Queue<ConnectionAttempt>> OPENED = new WeakIdentityMap<>();

    /** By ConnectionUser (OkHttp 5.0 to 5.2), which the call itself refers to. */
    private static final WeakIdentityMap<WeakReference<Object>> CALLS = new WeakIdentityMap<>();

    /** The warm connection whose end this thread has just seen. */
    private static final ThreadLocal<OkHttpConnector> DIED = new ThreadLocal<>();

    private static volatile Woven woven;
    private static volatile Prewarm prewarm;

    private OkHttpSeam() {}

    /** Without a pool every connection is the client's own. */
    static void connectTo(Prewarm pool, Woven in) {
        woven = in;
        prewarm = pool;
    }

    /**
     * ConnectInterceptor.intercept begins.
     *
     * @param body null: there is none
     * @param retries whether the client is set to retry at all
     */
    public static void request(Object call, String method, Object body, boolean retries) {
        Prewarm pool = prewarm;
        if (pool != null) {
            try {
                REPETITIONS.put(call, OkHttpRetryRule.of(method, body, retries));
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    /** A CallConnectionUser (OkHttp 5.0 to 5.2) is made. */
    public static void user(Object user, Object call) {
        Prewarm pool = prewarm;
        if (pool != null) {
            try {
                CALLS.put(user, new WeakReference<>(call));
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    /** The call whose user this is; null if there is none. */
    public static Object callOf(Object user) {
        try {
            WeakReference<Object> call = CALLS.get(user);
            return call == null ? null : call.get();
        } catch (Throwable t) {
            faulted(t);
            return null;
        }
    }

    private static void faulted(Throwable fault) {
        Prewarm pool = prewarm;
        if (pool != null) {
            pool.faulted(fault);
        }
    }

    /**
     * In the place of SocketFactory.createSocket() where a connection is made.
     *
     * @param tls null for http
     * @param call for which it is made; null: OkHttp makes it in advance
     */
    public static Socket createSocket(
            SocketFactory factory,
            Proxy proxy,
            SSLSocketFactory tls,
            List<?> protocols,
            List<?> specs,
            String host,
            int port,
            Object route,
            Object address,
            Object call)
            throws IOException {
        Prewarm pool = prewarm;
        if (pool == null) {
            return factory.createSocket();
        }
        Socket ours = null;
        try {
            DIED.remove();
            // Anybody else's factory may make sockets of its own kind.
            if (factory == SocketFactory.getDefault() && proxy.type() == Proxy.Type.DIRECT) {
                Target target = pool.target(Origin.of(tls != null, host, port));
                // Without a call it is not known for whom, and when, it will be used.
                Repetition repetition = call == null ? null : REPETITIONS.get(call);
                if (!pool.leavesAlone(target)
                        && !pool.leadsElsewhere(target)
                        && woven.in(route.getClass().getClassLoader())
                        && !speaksOnlyHttp2(protocols)
                        && repetition != null) {
                    OkHttpTlsProfile profile = tls == null ? null : new OkHttpTlsProfile(host, port, protocols, specs);
                    boolean spent = SPENT.get(call) != null;
                    ours = new WarmSocket(new OkHttpConnector(
                            pool, RECIPES, target, call, address, route, tls, profile, repetition, spent));
                }
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return ours == null ? factory.createSocket() : ours;
    }

    /** OkHttp 5 races several addresses against each other. */
    static void opened(Object call, ConnectionAttempt attempt) {
        Queue<ConnectionAttempt> opened = OPENED.get(call);
        if (opened == null) {
            Queue<ConnectionAttempt> first = new ConcurrentLinkedQueue<>();
            opened = OPENED.putIfAbsent(call, first);
            opened = opened == null ? first : opened;
        }
        opened.add(attempt);
    }

    /** What a call has opened, and has not been answered on, is of no more use to it. */
    private static void over(Prewarm pool, Object call) {
        Queue<ConnectionAttempt> opened = OPENED.remove(call);
        if (opened != null) {
            opened.forEach(pool::abandoned);
        }
    }

    /** ConnectInterceptor.intercept throws: all that it was to connect, or to send, has ended. */
    public static void ends(Object call) {
        Prewarm pool = prewarm;
        if (pool != null) {
            try {
                over(pool, call);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    private static boolean speaksOnlyHttp2(List<?> protocols) {
        for (Object protocol : protocols) {
            if (protocol.toString().equals(PRIOR_KNOWLEDGE)) {
                return true;
            }
        }
        return false;
    }

    /** In the place of SSLSocketFactory.createSocket over a connected one. */
    public static Socket secure(SSLSocketFactory factory, Socket raw, String host, int port, boolean autoClose)
            throws IOException {
        Prewarm pool = prewarm;
        OkHttpConnector connector = null;
        try {
            connector = pool == null ? null : connectorOf(raw);
            SSLSocket ahead = connector == null ? null : connector.takeSecure();
            if (ahead != null && ((WarmSocket) raw).isWarm()) {
                SECURED.put(ahead, new WeakReference<>(connector));
                connector.securedAhead((WarmSocket) raw);
                return ahead;
            }
        } catch (Throwable t) {
            if (raw instanceof WarmSocket) {
                // TLS may have been made on it.
                ((WarmSocket) raw).reconnectCold(t);
            } else {
                pool.faulted(t);
            }
        }
        Socket own = factory.createSocket(raw, host, port, autoClose);
        if (connector != null) {
            remember(pool, own, connector);
        }
        return own;
    }

    private static void remember(Prewarm pool, Socket secure, OkHttpConnector connector) {
        try {
            SECURED.put(secure, new WeakReference<>(connector));
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * In the place of SSLSocket.startHandshake, when the client has configured the socket: answers the one that it is to go
     * on with.
     */
    public static SSLSocket startHandshake(SSLSocket socket) throws IOException {
        Prewarm pool = prewarm;
        OkHttpConnector connector = null;
        try {
            connector = pool == null ? null : connectorOver(socket);
        } catch (Throwable t) {
            pool.faulted(t);
            // Whether its handshake was made ahead must be known: it must not be taken for one that was not.
            connector = connectorOver(socket);
        }
        if (connector == null) {
            socket.startHandshake();
            return socket;
        }
        SSLSocket own = socket;
        boolean ahead;
        Throwable why = null;
        try {
            ahead = connector.isSecuredAhead();
            if (ahead && connector.isFollowedBy(socket)) {
                return socket;
            }
        } catch (Throwable t) {
            why = t;
            ahead = connector.isSecuredAhead();
        }
        if (ahead) {
            // Configured in another way than the last time.
            own = connector.secureAnew(socket, why);
            remember(pool, own, connector);
        } else {
            try {
                connector.configured(socket);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
        try {
            own.startHandshake();
        } catch (Throwable t) {
            connector.handshakeFailed(t);
            if (t instanceof SSLException) {
                // The client may fall back to another connection spec, whose handshake is another one.
                failed(connector.call());
            }
            throw t;
        }
        try {
            connector.secured();
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return own;
    }

    /**
     * CallServerInterceptor.intercept begins.
     *
     * @param body null: there is none
     */
    public static void sends(Socket socket, String method, Object body) {
        Prewarm pool = prewarm;
        OkHttpConnector connector = null;
        try {
            connector = pool == null ? null : connectorOver(socket);
            if (connector != null) {
                connector.sends(OkHttpRetryRule.of(method, body, true), body != null);
            }
        } catch (Throwable t) {
            pool.faulted(t);
            if (connector != null) {
                connector.sendsUnknown();
            }
        }
    }

    /**
     * CallServerInterceptor.intercept returns.
     *
     * @param protocol of the answer
     * @param connection the values of its Connection header; those of Content-Length and Transfer-Encoding follow
     * @param method of the request
     */
    public static void answered(
            int status,
            Object protocol,
            List<String> connection,
            List<String> length,
            List<String> codings,
            String method,
            Socket socket,
            Object call) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            if (OkHttpRetryRule.mayRepeatAfter(status)) {
                failed(call);
            }
            OkHttpConnector connector = connectorOver(socket);
            String version = protocol.toString();
            if (connector != null && version.startsWith("http/1.")) {
                boolean closes = Persistence.closes(version.equals("http/1.0"), connection)
                        || Persistence.isEndedByClose(method, status, !length.isEmpty(), codings);
                connector.answered(
                        status, closes, socket instanceof SSLSocket ? ((SSLSocket) socket).getSession() : null);
            }
            over(pool, call);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** Exchange.trackFailure begins: a connection of this call's has failed. */
    public static void failed(Object call) {
        Prewarm pool = prewarm;
        if (pool != null && call != null) {
            try {
                SPENT.put(call, true);
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    /**
     * RealConnection.trackFailure begins: answers the number of successes that the client's rule is to go by, which for a
     * warm connection that ended without a byte is that of a reused one, if what was sent may be sent again.
     */
    public static int successes(Socket raw, IOException failure, int successes) {
        Prewarm pool = prewarm;
        try {
            DIED.remove();
            OkHttpConnector connector = pool == null || failure == null ? null : connectorOf(raw);
            if (connector != null && connector.died(failure, (WarmSocket) raw)) {
                DIED.set(connector);
                return Math.max(1, successes);
            }
        } catch (Throwable t) {
            faulted(t);
        }
        return successes;
    }

    /** ExchangeFinder.retryCurrentRoute returns (OkHttp 4.4 to 4.7). */
    public static boolean retriesRoute(boolean retries, Object address) {
        return retries || takeDied(address) != null;
    }

    /** ExchangeFinder.retryRoute returns (OkHttp 4.8 to 4.12). */
    public static Object retryRoute(Object route, Object address) {
        OkHttpConnector died = route == null ? takeDied(address) : null;
        return died == null ? route : died.route();
    }

    private static OkHttpConnector takeDied(Object address) {
        try {
            OkHttpConnector died = DIED.get();
            DIED.remove();
            return died != null && died.address() == address ? died : null;
        } catch (Throwable t) {
            faulted(t);
            return null;
        }
    }

    private static OkHttpConnector connectorOver(Socket socket) {
        if (!(socket instanceof SSLSocket)) {
            return connectorOf(socket);
        }
        WeakReference<OkHttpConnector> connector = SECURED.get(socket);
        return connector == null ? null : connector.get();
    }

    private static OkHttpConnector connectorOf(Socket raw) {
        Connector connector = raw instanceof WarmSocket ? ((WarmSocket) raw).connector() : null;
        return connector instanceof OkHttpConnector ? (OkHttpConnector) connector : null;
    }
}
