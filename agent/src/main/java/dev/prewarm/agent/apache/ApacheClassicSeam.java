package dev.prewarm.agent.apache;

import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.SocketRecipe;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** What the code woven into the classic client calls; see {@link ApacheSeam} for the rules. */
public final class ApacheClassicSeam {
    /** The AWS SDK's adds logging to the first: looked at in apache5-client 2.41.0 to 2.57.8. */
    private static final Set<String> STANDARD = Set.of(
            "org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy",
            "org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory",
            "software.amazon.awssdk.http.apache5.internal.conn.SdkTlsSocketFactory");

    /** What a socket says that its own side has closed, or an interrupt of its virtual thread. */
    private static final Set<String> ENDED_HERE = Set.of("Socket closed", "Closed by interrupt");

    private static final Set<String> ENDED_BY_PEER = Set.of(
            "org.apache.hc.core5.http.NoHttpResponseException", "org.apache.hc.core5.http.ConnectionClosedException");

    /** By the client's WarmSocket. */
    private static final WeakIdentityMap<ApacheTrackedConnection> SOCKETS = new WeakIdentityMap<>();

    /** By the SSLSocket that is about to make its handshake, or has made it ahead. */
    private static final WeakIdentityMap<Upgrade> UPGRADES = new WeakIdentityMap<>();

    private ApacheClassicSeam() {}

    /** Where a standard factory returns a new socket: answers the one the client is to have. */
    public static Socket socket(Socket own, Proxy socks) {
        Prewarm pool = ApacheSeam.pool();
        ApacheFrame frame = pool == null ? null : ApacheSeam.currentFrame();
        if (frame == null || socks != null || own == null || own.getClass() != Socket.class) {
            return own;
        }
        try {
            if (frame.isCold() || mayBeProxied()) {
                return own;
            }
            ApacheConnector dial = new ApacheConnector(frame);
            WarmSocket socket = new WarmSocket(dial);
            dial.socket(socket);
            return socket;
        } catch (Throwable t) {
            pool.faulted(t);
            return own;
        }
    }

    /** Whether a java.net.Socket might go through SOCKS on its own account. */
    private static boolean mayBeProxied() {
        ProxySelector selector = ProxySelector.getDefault();
        return System.getProperty("socksProxyHost") != null
                || selector != null && !selector.getClass().getName().equals("sun.net.spi.DefaultProxySelector");
    }

    /** The socket is told to connect: null leaves that to itself. */
    static WarmConnection take(ApacheFrame frame, WarmSocket socket, InetSocketAddress endpoint) {
        Prewarm pool = ApacheSeam.pool();
        if (pool == null) {
            return null;
        }
        try {
            boolean ahead = ApacheSeam.isTlsAhead(pool, frame, endpoint);
            Recipe recipe = ahead ? ApacheSeam.RECIPES.get(frame) : null;
            ApacheTrackedConnection tracked = ApacheSeam.take(pool, frame, endpoint, recipe, ahead);
            if (tracked == null) {
                return null;
            }
            SOCKETS.put(socket, tracked);
            frame.opens(socket, tracked);
            return tracked.takeWarm();
        } catch (Throwable t) {
            pool.faulted(t);
            return null;
        }
    }

    /** What {@link #take} answered is given up: the socket connects itself. */
    static void givenUp(WarmSocket socket, Throwable why) {
        ApacheTrackedConnection tracked = SOCKETS.get(socket);
        if (tracked != null) {
            ApacheSeam.givenUp(tracked, why);
        }
    }

    /** A warm connection ended before its handshake was answered. */
    static void lost(WarmSocket socket) {
        Prewarm pool = ApacheSeam.pool();
        ApacheTrackedConnection tracked = pool == null ? null : SOCKETS.get(socket);
        if (tracked == null) {
            return;
        }
        try {
            pool.died(tracked.attempt());
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** DefaultHttpClientConnectionOperator.connect returns: the connection is ready for its request, TLS included. */
    public static void connected() {
        Prewarm pool = ApacheSeam.pool();
        ApacheFrame frame = pool == null ? null : ApacheSeam.currentFrame();
        if (frame == null || frame.tracked() == null) {
            return;
        }
        try {
            Socket socket = frame.socket();
            ApacheSeam.established(
                    socket.getLocalSocketAddress(), socket.getRemoteSocketAddress(), socket, frame.tracked());
            pool.connected(frame.tracked().attempt());
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /**
     * In place of SSLSocketFactory.createSocket in the standard strategies.
     *
     * @param source the SSLContext that has made this factory just now; or the factory, if it is kept
     */
    public static Socket secure(
            SSLSocketFactory factory,
            Socket socket,
            String host,
            int port,
            boolean autoClose,
            Object source,
            Object strategy)
            throws IOException {
        Prewarm pool = ApacheSeam.pool();
        ApacheTrackedConnection tracked = pool != null && socket instanceof WarmSocket ? SOCKETS.get(socket) : null;
        if (tracked == null) {
            return factory.createSocket(socket, host, port, autoClose);
        }
        boolean standard = STANDARD.contains(strategy.getClass().getName())
                && factory.getClass().getName().equals("sun.security.ssl.SSLSocketFactoryImpl");
        WarmSocket raw = (WarmSocket) socket;
        SSLSocket ahead = tracked.takeWarmSocket();
        if (ahead != null && raw.isWarm()) {
            Throwable why = null;
            try {
                Upgrade upgrade = new Upgrade(raw, tracked, source, host, port, autoClose);
                if (standard && upgrade.isFollowedBy(ahead)) {
                    UPGRADES.put(ahead, upgrade);
                    // Up to 5.3 this is all that the client keeps: it was made on another socket than the one given
                    // here.
                    tracked.frame().opens(ahead, tracked);
                    return ahead;
                }
            } catch (Throwable t) {
                why = t;
            }
            // Another strategy than the last time: TLS was made on this connection in another way than is wanted now.
            raw.reconnectCold(why);
        }
        Socket own = factory.createSocket(socket, host, port, autoClose);
        if (standard) {
            try {
                UPGRADES.put(own, new Upgrade(raw, tracked, source, host, port, autoClose));
            } catch (Throwable t) {
                pool.faulted(t);
            }
        } else {
            ApacheSeam.identified(
                    tracked, () -> ApacheSeam.unfollowed(strategy.getClass().getName(), factory));
        }
        return own;
    }

    /** In place of SSLSocket.startHandshake in the standard strategies. */
    public static void startHandshake(SSLSocket socket) throws IOException {
        Upgrade upgrade = UPGRADES.get(socket);
        if (upgrade != null && upgrade.isWarm()) {
            Throwable why = null;
            try {
                if (upgrade.isFollowedBy(socket)) {
                    return;
                }
            } catch (Throwable t) {
                why = t;
            }
            // Arrays of the strategy were written to since, say.
            upgrade.raw.reconnectCold(why);
            throw new Reconnected();
        }
        if (upgrade != null) {
            upgrade.identify(socket);
        }
        socket.startHandshake();
    }

    /** A standard strategy fails to make TLS: whether it is to do it once more, for the connection is another one now. */
    public static boolean makesTlsAgain(Throwable failure) {
        return failure instanceof Reconnected;
    }

    /** InternalExecRuntime.execute throws. */
    public static void failed(Object runtime, Throwable failure) {
        boolean byPeer = ENDED_BY_PEER.contains(failure.getClass().getName())
                || failure instanceof SocketException && !ENDED_HERE.contains(String.valueOf(failure.getMessage()));
        ApacheTrackedConnection tracked = byPeer ? ApacheSeam.lastOf(runtime) : null;
        if (tracked != null && tracked.isUnanswered()) {
            ApacheSeam.ended(tracked);
        }
    }

    /** Ends a strategy's attempt at TLS: what the client has set up is a socket on a connection that is given up. */
    private static final class Reconnected extends SocketException {
        private static final long serialVersionUID = 1;

        Reconnected() {
            super("Connection reset");
        }
    }

    /** TLS about to be made on a connection. */
    private static final class Upgrade {
        private final WarmSocket raw;
        private final ApacheTrackedConnection tracked;
        private final WeakReference<Object> source;
        private final String host;
        private final int port;
        private final boolean autoClose;

        Upgrade(
                WarmSocket raw,
                ApacheTrackedConnection tracked,
                Object source,
                String host,
                int port,
                boolean autoClose) {
            this.raw = raw;
            this.tracked = tracked;
            this.source = new WeakReference<>(source);
            this.host = host;
            this.port = port;
            this.autoClose = autoClose;
        }

        boolean isWarm() {
            return tracked.attempt().isHit() && tracked.recipe() != null;
        }

        /** Whether that socket's handshake was the very one that would be made now. */
        boolean isFollowedBy(SSLSocket warm) {
            Recipe now = recipe(warm);
            return now != null && now.equals(tracked.recipe());
        }

        void identify(SSLSocket own) {
            ApacheSeam.identified(tracked, () -> recipe(own));
        }

        private Recipe recipe(SSLSocket socket) {
            Object live = source.get();
            return live == null ? null : SocketRecipe.of(socket, live, host, port, autoClose);
        }
    }
}
