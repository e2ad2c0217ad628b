package dev.prewarm.agent.apache;

import dev.prewarm.Flight;
import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.config.Origin;
import dev.prewarm.pool.Recipe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSession;

/**
 * What the code woven into both Apache clients calls: static, with types of java.base only, visible from every class
 * loader. Whatever goes wrong in here, the connection is the client's own, and nothing is thrown but what its own rule for
 * lost connections is for. Thread-safe.
 */
public final class SharedSeam {
    private static final String STOCK_STRATEGY = "org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy";

    /** 429 Too Many Requests, 503 Service Unavailable: the stock strategy of all versions, each counts as a retry. */
    private static final Set<Integer> REPEATED_FOR = Set.of(429, 503);

    static final Flights FLIGHTS = new Flights();
    static final Recipes RECIPES = new Recipes();

    private static final WeakIdentityMap<Exchange> EXCHANGES = new WeakIdentityMap<>();

    /** By the context of a request, which is all that a retry strategy sees of it but the message. */
    private static final WeakIdentityMap<Exchange> CONTEXTS = new WeakIdentityMap<>();

    /** Contexts of requests that a client may repeat; true: it is known to go by the stock rule. */
    private static final WeakIdentityMap<Boolean> REPEATED = new WeakIdentityMap<>();

    /** Retry strategies that allow for none. */
    private static final WeakIdentityMap<Boolean> RETRYLESS = new WeakIdentityMap<>();

    private static final ThreadLocal<Exchange> CONNECTING = new ThreadLocal<>();
    private static final ThreadLocal<Frame> FRAME = new ThreadLocal<>();
    private static final ThreadLocal<String> STRATEGY = new ThreadLocal<>();
    private static volatile Woven woven;
    private static volatile Prewarm prewarm;

    private SharedSeam() {}

    /** Without a pool every connection is the client's own. */
    static void connectTo(Prewarm pool, Woven in) {
        woven = in;
        prewarm = pool;
    }

    /** The operator may be of a class derived from the client's, in another loader. */
    private static boolean isWoven(Object operator) {
        Class<?> type = operator.getClass();
        while (type != null && !type.getName().startsWith("org.apache.hc.client5.")) {
            type = type.getSuperclass();
        }
        return woven.in((type == null ? operator.getClass() : type).getClassLoader());
    }

    static Prewarm pool() {
        return prewarm;
    }

    /** DefaultHttpRequestRetryStrategy's constructor. */
    public static void strategy(Object strategy, int maxRetries) {
        if (maxRetries == 0) {
            RETRYLESS.put(strategy, true);
        }
    }

    /**
     * HttpRequestRetryExec or AsyncHttpRequestRetryExec.execute, which a client without retries does not have, for a request
     * whose body, if any, could be sent again.
     */
    public static void repeats(Object strategy, Object context) {
        if (prewarm != null && strategy != null && context != null && RETRYLESS.get(strategy) == null) {
            REPEATED.put(context, strategy.getClass().getName().equals(STOCK_STRATEGY));
        }
    }

    /** ConnectExec or AsyncConnectExec.execute: whatever that runtime connects from now on is for this request. */
    public static void exchange(Object runtime, Object context, String method, Object proxy) {
        Prewarm pool = prewarm;
        if (pool == null || runtime == null || context == null) {
            return;
        }
        try {
            Exchange before = EXCHANGES.get(runtime);
            boolean proxied = proxy != null;
            Boolean repeats = REPEATED.remove(context);
            boolean stock = Boolean.TRUE.equals(repeats);
            Exchange now = before == null
                    ? new Exchange(method, proxied, repeats != null, stock)
                    : before.next(method, proxied, repeats != null, stock);
            EXCHANGES.put(runtime, now);
            CONTEXTS.put(context, now);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** A runtime's connectEndpoint begins. */
    public static void connectBegins(Object runtime) {
        if (prewarm != null) {
            CONNECTING.set(EXCHANGES.get(runtime));
        }
    }

    /** A runtime's connectEndpoint ends, one way or the other. */
    public static void connectEnds() {
        CONNECTING.remove();
    }

    /** A connection operator's connect begins, in the overload with the most parameters. */
    public static void frame(Object operator, String scheme, String host, int port, Object attachment, Object path) {
        Prewarm pool = prewarm;
        if (pool == null || !isWoven(operator)) {
            return;
        }
        try {
            Frame frame = new Frame(operator, scheme, host, port, attachment, CONNECTING.get());
            if (path != null) {
                frame.special();
            }
            FRAME.set(frame);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** The same: the name that TLS is to be made for. */
    public static void frameName(String host, int port) {
        Frame frame = FRAME.get();
        if (frame != null) {
            frame.name(host, port);
        }
    }

    /** The same: what a TlsConfig, which has no equals, answers. */
    public static void frameTls(Object timeout, String[] protocols, String[] suites, Object versions) {
        Frame frame = FRAME.get();
        if (frame != null) {
            frame.config(Arrays.asList(
                    String.valueOf(timeout), asList(protocols), asList(suites), String.valueOf(versions)));
        }
    }

    private static List<String> asList(String[] names) {
        return names == null ? null : List.of(names.clone());
    }

    /** A connection operator's connect ends, one way or the other. */
    public static void frameEnds() {
        Frame frame = FRAME.get();
        FRAME.remove();
        if (frame != null) {
            // It may be remembered, and must not keep a connection.
            frame.opens(null, null);
        }
    }

    static Frame currentFrame() {
        return FRAME.get();
    }

    /** A stock strategy's upgrade begins. */
    public static void upgradeBegins(Object strategy) {
        STRATEGY.set(strategy.getClass().getName());
    }

    /** A stock strategy's upgrade ends, one way or the other. */
    public static void upgradeEnds() {
        STRATEGY.remove();
    }

    /** Whether TLS is being made by the library's own strategy: a subclass may do anything. */
    static boolean isStockStrategy() {
        return "org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy".equals(STRATEGY.get());
    }

    /** The last connection for the request that a runtime serves; null if there is none. */
    static Flown lastOf(Object runtime) {
        Exchange exchange = EXCHANGES.get(runtime);
        return exchange == null ? null : exchange.last();
    }

    /**
     * DefaultHttpRequestRetryStrategy.retryRequest: what it is to judge by. The end of a warm connection without an answer is
     * what it is on a connection that has served before: lost between two requests, as by a reset. The classic client tells
     * such an end from others (NoHttpResponseException), the async one does not, and would repeat nothing. The strategy's
     * own count, and its rule for idempotent methods, decide on.
     */
    public static IOException failure(IOException failure, Object context) {
        if (prewarm == null || context == null || !isTheServersEnd(failure)) {
            return failure;
        }
        Exchange exchange = CONTEXTS.get(context);
        Flown last = exchange == null ? null : exchange.last();
        return last == null || !last.isLost() ? failure : new SocketException("Connection reset");
    }

    /** Neither a timeout nor anything that was found out about the server. */
    private static boolean isTheServersEnd(IOException failure) {
        String name = failure.getClass().getName();
        return name.startsWith("org.apache.hc.core5.http.") || name.equals("javax.net.ssl.SSLException");
    }

    /**
     * Null if the connection is none of our business.
     *
     * @param recipe null if it is not known, or TLS is not to be done ahead
     */
    static Flown depart(Prewarm pool, Frame frame, InetSocketAddress address, Recipe recipe, boolean tlsAhead) {
        Exchange exchange = frame.exchange();
        boolean retry = exchange != null && exchange.isRetry();
        boolean repeatable = exchange != null && exchange.isRepeatable();
        Origin origin = origin(frame, address);
        Flight flight = tlsAhead && recipe == null
                ? pool.departUnidentified(origin, address)
                : pool.depart(origin, address, recipe, repeatable, retry);
        if (flight == null) {
            return null;
        }
        Flown flown = new Flown(flight, frame, recipe);
        if (exchange != null) {
            exchange.opened(flown);
        }
        return flown;
    }

    static Origin origin(Frame frame, InetSocketAddress address) {
        return Origin.of(frame.isTls(), frame.host(), address.getPort());
    }

    /** Whether TLS of that origin is to be done ahead. */
    static boolean isTlsAhead(Prewarm pool, Frame frame, InetSocketAddress address) {
        return pool.isTlsAhead(origin(frame, address));
    }

    /** The connection stands, as far as TCP goes. */
    static void established(SocketAddress local, SocketAddress remote, Object connection, Flown flown) {
        flown.established();
        FLIGHTS.put(local, remote, connection, flown);
    }

    /** The client makes its own handshake by this recipe; null: by none that could be followed ahead. */
    static void identified(Flown flown, Recipe own) {
        Prewarm pool = prewarm;
        if (pool == null || own == null) {
            return;
        }
        try {
            flown.offer(own);
            pool.identified(flown.flight(), own);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * DefaultConnectionReuseStrategy.keepAlive: the head of an answer, for a server's connections, too, which are unknown
     * here. If it answers nothing, what is thrown (a SocketException, that of a connection which was reset) fails the
     * attempt, and the client's own rule repeats it.
     */
    public static void answered(
            int status,
            Object version,
            Object[] connection,
            SocketAddress local,
            SocketAddress remote,
            SSLSession session) {
        Prewarm pool = prewarm;
        Flown flown = pool == null ? null : FLIGHTS.get(local, remote);
        if (flown == null) {
            return;
        }
        if (!isAnswer(pool, flown, status, version, connection, session)) {
            throw unchecked(new SocketException("Connection reset"));
        }
    }

    private static boolean isAnswer(
            Prewarm pool, Flown flown, int status, Object version, Object[] connection, SSLSession session) {
        try {
            boolean closes = Persistence.closes("HTTP/1.0".equals(String.valueOf(version)), values(connection));
            // A strategy of the application's own may not repeat what ends so: to it a 408 is to stay one.
            if (!pool.answered(flown.flight(), status, closes, session) && flown.isRepeatedIfLost()) {
                flown.endedByPeer();
                return false;
            }
            flown.answered(REPEATED_FOR.contains(status));
            Recipe offered = flown.offered();
            if (offered != null) {
                RECIPES.put(flown.frame(), offered);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        return true;
    }

    /** A reuse strategy may throw no IOException, but the clients' rule for ended connections is about such. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }

    /** A header's text is its line. */
    private static List<String> values(Object[] headers) {
        List<String> values = new ArrayList<>();
        for (Object header : headers) {
            String line = String.valueOf(header);
            values.add(line.substring(line.indexOf(':') + 1));
        }
        return values;
    }

    /** The connection was ended by its peer. */
    static void ended(Flown flown) {
        Prewarm pool = prewarm;
        if (pool == null || flown == null || flown.isEndedByClient()) {
            return;
        }
        try {
            flown.endedByPeer();
            pool.died(flown.flight());
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }
}
