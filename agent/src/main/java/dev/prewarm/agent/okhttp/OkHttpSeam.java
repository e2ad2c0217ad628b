package dev.prewarm.agent.okhttp;

import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.config.Origin;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
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
    /** Subclasses and delegates may configure each socket as they like. */
    private static final String STOCK_FACTORY = "sun.security.ssl.SSLSocketFactoryImpl";

    private static final String PRIOR_KNOWLEDGE = "h2_prior_knowledge";

    private static final Recipes RECIPES = new Recipes();

    /** By call: whether its request, as interceptors have left it, may be sent twice. */
    private static final WeakIdentityMap<Boolean> REPEATS = new WeakIdentityMap<>();

    /** By the SSLSocket that the client uses. */
    private static final WeakIdentityMap<OkHttpDial> SECURED = new WeakIdentityMap<>();

    /** By Address, of which each request has its own: what is tried again after a failure goes cold. */
    private static final WeakIdentityMap<Boolean> SPENT = new WeakIdentityMap<>();

    /** The warm connection whose end this thread has just seen. */
    private static final ThreadLocal<OkHttpDial> DIED = new ThreadLocal<>();

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
     * @param retries whether the client is set to retry at all
     */
    public static void request(Object call, String method, boolean retries) {
        if (prewarm != null) {
            REPEATS.put(call, RetryRule.repeats(method, retries));
        }
    }

    /** Whether the request of a call may be sent twice. */
    public static boolean repeats(Object call) {
        return Boolean.TRUE.equals(REPEATS.get(call));
    }

    /** The same where only that is known of the method, whether it is another than GET. */
    public static boolean repeatsGet(boolean anotherMethod, boolean retries) {
        return !anotherMethod && retries;
    }

    /**
     * In the place of SocketFactory.createSocket() where a connection is made.
     *
     * @param tls null for http
     * @param repeats whether the request may be sent twice
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
            boolean repeats)
            throws IOException {
        DIED.remove();
        Prewarm pool = prewarm;
        // Anybody else's factory may make sockets of its own kind.
        if (pool == null || factory != SocketFactory.getDefault() || proxy.type() != Proxy.Type.DIRECT) {
            return factory.createSocket();
        }
        try {
            Origin origin = Origin.of(tls != null, host, port);
            boolean ours =
                    !pool.leavesAlone(origin) && woven.in(route.getClass().getClassLoader());
            if (!ours || speaksOnlyHttp2(protocols)) {
                return factory.createSocket();
            }
            boolean stock = tls != null && tls.getClass().getName().equals(STOCK_FACTORY);
            Profile profile = stock ? new Profile(host, port, protocols, specs) : null;
            boolean cold = SPENT.get(address) != null;
            return new WarmSocket(new OkHttpDial(pool, RECIPES, origin, address, route, tls, profile, repeats, cold));
        } catch (RuntimeException | LinkageError e) {
            pool.faulted(e);
            return factory.createSocket();
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
        OkHttpDial dial = dialOf(raw);
        if (dial == null) {
            return factory.createSocket(raw, host, port, autoClose);
        }
        Socket ahead = dial.takeSecure();
        Socket socket = ahead == null ? factory.createSocket(raw, host, port, autoClose) : ahead;
        SECURED.put(socket, dial);
        return socket;
    }

    /** In the place of SSLSocket.startHandshake, when the client has configured the socket. */
    public static void startHandshake(SSLSocket socket) throws IOException {
        OkHttpDial dial = SECURED.get(socket);
        Prewarm pool = prewarm;
        if (dial == null || pool == null) {
            socket.startHandshake();
            return;
        }
        try {
            dial.configured(socket);
        } catch (Throwable t) {
            pool.faulted(t);
        }
        if (dial.isSecuredAhead()) {
            return;
        }
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            // The client may fall back to another connection spec, whose handshake is another one.
            spend(dial);
            throw e;
        }
        try {
            dial.secured();
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * CallServerInterceptor.intercept returns.
     *
     * @param protocol of the answer
     * @param connection the values of its Connection header
     */
    public static void answered(int status, Object protocol, List<String> connection, Socket socket) {
        OkHttpDial dial = socket instanceof SSLSocket ? SECURED.get(socket) : dialOf(socket);
        Prewarm pool = prewarm;
        if (dial == null || pool == null) {
            return;
        }
        try {
            String version = protocol.toString();
            if (version.startsWith("http/1.")) {
                boolean closes = Persistence.closes(version.equals("http/1.0"), connection);
                dial.answered(status, closes, socket instanceof SSLSocket ? ((SSLSocket) socket).getSession() : null);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * RealConnection.trackFailure begins: answers the number of successes that the client's rule is to go by, which for a
     * warm connection that ended without a byte is that of a reused one.
     */
    public static int successes(Socket raw, IOException failure, int successes) {
        DIED.remove();
        OkHttpDial dial = dialOf(raw);
        Prewarm pool = prewarm;
        if (dial == null || pool == null || failure == null || ((WarmSocket) raw).isClosedByClient()) {
            return successes;
        }
        try {
            if (dial.died(failure)) {
                spend(dial);
                DIED.set(dial);
                return Math.max(1, successes);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return successes;
    }

    /** ExchangeFinder.retryCurrentRoute returns (OkHttp 4.4 to 4.7). */
    public static boolean retriesRoute(boolean retries, Object address) {
        return retries || takeDied(address) != null;
    }

    /** ExchangeFinder.retryRoute returns (OkHttp 4.8 to 4.12). */
    public static Object retryRoute(Object route, Object address) {
        OkHttpDial died = route == null ? takeDied(address) : null;
        return died == null ? route : died.route();
    }

    private static OkHttpDial takeDied(Object address) {
        OkHttpDial died = DIED.get();
        DIED.remove();
        return died != null && died.address() == address ? died : null;
    }

    private static void spend(OkHttpDial dial) {
        Object address = dial.address();
        if (address != null) {
            SPENT.put(address, true);
        }
    }

    private static OkHttpDial dialOf(Socket raw) {
        Object dial = raw instanceof WarmSocket ? ((WarmSocket) raw).dial() : null;
        return dial instanceof OkHttpDial ? (OkHttpDial) dial : null;
    }
}
