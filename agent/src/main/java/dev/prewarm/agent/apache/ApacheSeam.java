package dev.prewarm.agent.apache;

import dev.prewarm.Persistence;
import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.Woven;
import dev.prewarm.pool.Recipe;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * What the code woven into both Apache clients calls: static, with types of java.base only, visible from every class loader.
 * Whatever goes wrong in here, the connection is the client's own, and the only thing thrown is a reset, for the client's
 * own rule for lost connections. Thread-safe.
 */
public final class ApacheSeam {
    static final ApacheTrackedConnections CONNECTIONS = new ApacheTrackedConnections();
    static final ApacheRecipes RECIPES = new ApacheRecipes();

    private static final WeakIdentityMap<ApacheExchange> EXCHANGES = new WeakIdentityMap<>();

    private static final ApacheRetryRule RETRY_RULE = new ApacheRetryRule();

    /** By the runtime of a request, as a retry exec has them. */
    private static final WeakIdentityMap<ApacheRequestAttempts> ATTEMPTS = new WeakIdentityMap<>();

    /** By the message, which is what a retry strategy sees; a context may be shared by several at once. */
    private static final WeakIdentityMap<ApacheRequestAttempts> REQUESTS = new WeakIdentityMap<>();

    /** By the message, as it is written: contexts may be shared, and tell of another request's connection. */
    private static final WeakIdentityMap<ApacheSentRequest> SENT = new WeakIdentityMap<>();

    private static final ThreadLocal<ApacheExchange> CONNECTING = new ThreadLocal<>();
    private static final ThreadLocal<ApacheFrame> FRAME = new ThreadLocal<>();
    private static final ThreadLocal<String> STRATEGY = new ThreadLocal<>();
    private static volatile Woven woven;

    /** Null until it is there. Read without a call, which near the end of a stack could fail. */
    static volatile Prewarm prewarm;

    private ApacheSeam() {}

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

    /** Whether that strategy may be asked beforehand what it will make of {@link #lost}. */
    public static boolean isStandard(Object strategy) {
        Prewarm pool = prewarm;
        if (pool == null || strategy == null) {
            return false;
        }
        try {
            return RETRY_RULE.isStandard(strategy.getClass());
        } catch (Throwable t) {
            pool.faulted(t);
            return false;
        }
    }

    /** What a standard retry strategy is asked about. */
    public static IOException lost() {
        return ApacheRetryRule.LOST;
    }

    /**
     * HttpRequestRetryExec or AsyncHttpRequestRetryExec.execute, which a client without retries does not have.
     *
     * @param count 1, unless it is entered for each retry
     * @param repeated whether its strategy and the request's body certainly let it repeat the request
     * @param conditional whether the request is conditional
     */
    public static void attempts(Object runtime, Object request, int count, boolean repeated, boolean conditional) {
        Prewarm pool = prewarm;
        if (pool == null || runtime == null) {
            return;
        }
        try {
            ApacheRequestAttempts attempts = new ApacheRequestAttempts(count - 1, repeated, conditional);
            ATTEMPTS.put(runtime, attempts);
            REQUESTS.put(request, attempts);
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** A retry exec sends the request, for the first time or again. */
    public static void attempt(Object runtime) {
        Prewarm pool = prewarm;
        if (pool == null || runtime == null) {
            return;
        }
        ApacheRequestAttempts attempts = null;
        try {
            attempts = ATTEMPTS.get(runtime);
            if (attempts != null) {
                attempts.begin();
            }
        } catch (Throwable t) {
            pool.faulted(t);
            if (attempts != null) {
                attempts.uncounted();
            }
        }
    }

    /** ConnectExec or AsyncConnectExec.execute: whatever that runtime connects from now on is for this request. */
    public static void exchange(Object runtime, String method, Object proxy, boolean conditional) {
        Prewarm pool = prewarm;
        if (pool == null || runtime == null) {
            return;
        }
        try {
            ApacheExchange before = EXCHANGES.get(runtime);
            ApacheRequestAttempts attempts = ATTEMPTS.get(runtime);
            boolean proxied = proxy != null;
            ApacheExchange now = before == null
                    ? new ApacheExchange(method, proxied, attempts, conditional)
                    : before.next(method, proxied, attempts, conditional);
            EXCHANGES.put(runtime, now);
            if (attempts != null) {
                attempts.exchange(now);
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** A runtime's connectEndpoint begins. */
    public static void connectBegins(Object runtime) {
        Prewarm pool = prewarm;
        if (pool != null) {
            try {
                CONNECTING.set(EXCHANGES.get(runtime));
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
    }

    /** A runtime's connectEndpoint ends, one way or the other. */
    public static void connectEnds() {
        try {
            CONNECTING.remove();
        } catch (Throwable t) {
            faulted(t);
        }
    }

    static void faulted(Throwable fault) {
        Prewarm pool = prewarm;
        if (pool != null) {
            pool.faulted(fault);
        }
    }

    /** A connection operator's connect begins, in the overload with the most parameters. */
    public static void frame(Object operator, String scheme, String host, int port, Object attachment, Object path) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            if (!isWoven(operator)) {
                return;
            }
            ApacheFrame frame = new ApacheFrame(operator, scheme, host, port, attachment, CONNECTING.get());
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
        ApacheFrame frame = null;
        try {
            frame = FRAME.get();
            if (frame != null) {
                frame.name(host, port);
            }
        } catch (Throwable t) {
            unknown(frame, t);
        }
    }

    /** What it is for can't be told: it stays cold. */
    private static void unknown(ApacheFrame frame, Throwable why) {
        if (frame == null) {
            FRAME.remove();
        } else {
            frame.special();
        }
        faulted(why);
    }

    /** The same: what a TlsConfig, which has no equals, answers. */
    public static void frameTls(Object timeout, String[] protocols, String[] suites, Object versions) {
        ApacheFrame frame = null;
        try {
            frame = FRAME.get();
            if (frame != null) {
                frame.config(Arrays.asList(
                        String.valueOf(timeout), asList(protocols), asList(suites), String.valueOf(versions)));
            }
        } catch (Throwable t) {
            unknown(frame, t);
        }
    }

    private static List<String> asList(String[] names) {
        return names == null ? null : Arrays.asList(names.clone());
    }

    /** A connection operator's connect ends, one way or the other. */
    public static void frameEnds() {
        try {
            ApacheFrame frame = FRAME.get();
            FRAME.remove();
            if (frame != null) {
                // It may be remembered, and must not keep a connection.
                frame.opens(null, null);
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /** A connection operator's connect throws: of the async client's, nothing was opened yet. */
    public static void frameFails(Throwable failure) {
        try {
            ApacheFrame frame = FRAME.get();
            ApacheTrackedConnection tracked = frame == null ? null : frame.tracked();
            if (tracked != null) {
                tracked.failed(failure);
            }
        } catch (Throwable t) {
            faulted(t);
        }
        frameEnds();
    }

    /** A runtime's discardEndpoint begins: its connection is not used any more, answered or not. */
    public static void discarded(Object runtime) {
        try {
            ApacheTrackedConnection last = prewarm == null ? null : lastOf(runtime);
            if (last != null) {
                last.discarded();
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    static ApacheFrame currentFrame() {
        return FRAME.get();
    }

    /** A standard strategy's upgrade begins. */
    public static void upgradeBegins(Object strategy) {
        try {
            STRATEGY.set(strategy.getClass().getName());
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /** A standard strategy's upgrade ends, one way or the other. */
    public static void upgradeEnds() {
        try {
            STRATEGY.remove();
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /** Whether TLS is being made by the library's own strategy: a subclass may do anything. */
    static boolean isStandardStrategy() {
        return "org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy".equals(STRATEGY.get());
    }

    /** Null if it is not one of the library's. */
    static String strategy() {
        return STRATEGY.get();
    }

    /** The last connection for the request that a runtime serves; null if there is none. */
    static ApacheTrackedConnection lastOf(Object runtime) {
        ApacheExchange exchange = EXCHANGES.get(runtime);
        return exchange == null ? null : exchange.last();
    }

    /**
     * DefaultHttpRequestRetryStrategy.retryRequest: answers the failure that it is to judge. A warm connection may end
     * without an answer so early that the server may not have had the request. To the client that is to be what it is on a
     * connection that has served before: a reset between two requests. The classic client has an exception of its own for
     * such an end (NoHttpResponseException); the async one has not, and would repeat nothing. How often to repeat, and which
     * methods, remains the strategy's decision.
     */
    public static IOException failure(IOException failure, Object request) {
        Prewarm pool = prewarm;
        if (pool == null || request == null) {
            return failure;
        }
        try {
            ApacheRequestAttempts attempts = isTheServersEnd(failure) ? REQUESTS.get(request) : null;
            ApacheTrackedConnection last = attempts == null ? null : attempts.last();
            return last == null || !last.isLost() ? failure : new SocketException("Connection reset");
        } catch (Throwable t) {
            pool.faulted(t);
            return failure;
        }
    }

    /** Not a timeout, nor a check of the server that failed. */
    private static boolean isTheServersEnd(IOException failure) {
        String name = failure.getClass().getName();
        return name.startsWith("org.apache.hc.core5.http.") || name.equals("javax.net.ssl.SSLException");
    }

    /**
     * HttpRequestExecutor.execute begins, or a ClientHttp1StreamDuplexer has written the head of a request: on which
     * connection.
     *
     * @param connection its headers of that name
     * @param session null without TLS
     */
    public static void sends(
            Object request,
            String method,
            Object[] connection,
            SocketAddress local,
            SocketAddress remote,
            SSLSession session) {
        Prewarm pool = prewarm;
        if (pool == null) {
            return;
        }
        try {
            ApacheTrackedConnection tracked = CONNECTIONS.get(local, remote);
            if (tracked != null) {
                SENT.put(
                        request,
                        new ApacheSentRequest(tracked, method, Persistence.closes(false, values(connection)), session));
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * MainClientExec or ClientHttp1StreamHandler asks its ConnectionReuseStrategy: the head of an answer. If this is no
     * answer (a 408 that crossed the request), a SocketException, as of a reset, fails the attempt, and the client's own
     * rule repeats it.
     *
     * @param connection its headers of that name; those of Content-Length and Transfer-Encoding follow
     */
    public static void answered(
            Object request, int status, Object version, Object[] connection, Object[] length, Object[] codings) {
        Prewarm pool = prewarm;
        SocketException end = null;
        try {
            ApacheSentRequest sent = pool == null ? null : SENT.get(request);
            if (sent != null
                    && !isAnswer(pool, sent, status, closes(sent, status, version, connection, length, codings))) {
                end = new SocketException("Connection reset");
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
        if (end != null) {
            throw unchecked(end);
        }
    }

    private static boolean closes(
            ApacheSentRequest sent,
            int status,
            Object version,
            Object[] connection,
            Object[] length,
            Object[] codings) {
        return Persistence.closes("HTTP/1.0".equals(String.valueOf(version)), values(connection))
                || Persistence.isEndedByClose(sent.method(), status, length.length > 0, values(codings));
    }

    private static boolean isAnswer(Prewarm pool, ApacheSentRequest sent, int status, boolean closes) {
        ApacheTrackedConnection tracked = sent.connection();
        SSLSession session = sent.session();
        if (!pool.answered(tracked.attempt(), status, closes, session)) {
            tracked.crossedByItsEnd();
            return false;
        }
        tracked.answered();
        if (sent.asksToClose()) {
            tracked.endedByClient();
        }
        Recipe offered = tracked.offered();
        if (offered != null) {
            RECIPES.put(tracked.frame(), offered);
        } else if (session != null && tracked.recipe() == null) {
            RECIPES.put(tracked.frame(), ApacheRecipes.UNSEEN);
        }
        return true;
    }

    /** A reuse strategy may throw no IOException, but the clients' rule for ended connections is about such. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }

    /** The text of a header is its whole line. */
    private static List<String> values(Object[] headers) {
        List<String> values = new ArrayList<>();
        for (Object header : headers) {
            String line = String.valueOf(header);
            values.add(line.substring(line.indexOf(':') + 1));
        }
        return values;
    }
}
