package dev.prewarm.agent.apache;

import dev.prewarm.Failures;
import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.net.Proxy;
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

    /** The messages of a socket that this side has closed, or an interrupt of its virtual thread. */
    private static final Set<String> ENDED_HERE = Set.of("Socket closed", "Closed by interrupt");

    private static final Set<String> ENDED_BY_PEER = Set.of(
            "org.apache.hc.core5.http.NoHttpResponseException", "org.apache.hc.core5.http.ConnectionClosedException");

    /** By the SSLSocket that is about to make its handshake, or has made it ahead. */
    private static final WeakIdentityMap<ApacheConnector> SECURED = new WeakIdentityMap<>();

    private ApacheClassicSeam() {}

    /** Where a standard factory returns a new socket: answers the one the client is to have. */
    public static Socket socket(Socket own, Proxy socks) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null || socks != null || own == null) {
            return own;
        }
        try {
            ApacheFrame frame = ApacheSeam.currentFrame();
            if (frame == null
                    || frame.isCold()
                    || own.getClass() != Socket.class
                    || pool.leadsElsewhere(frame.target(pool))) {
                return own;
            }
            ApacheConnector connector = new ApacheConnector(frame);
            WarmSocket socket = new WarmSocket(connector);
            connector.socket(socket);
            return socket;
        } catch (Throwable t) {
            pool.faulted(t);
            return own;
        }
    }

    /** DefaultHttpClientConnectionOperator.connect returns: the connection is ready for its request, TLS included. */
    public static void connected() {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null) {
            return;
        }
        try {
            ApacheFrame frame = ApacheSeam.currentFrame();
            if (frame != null && frame.tracked() != null) {
                Socket socket = frame.socket();
                frame.tracked().established(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress(), socket);
                pool.connected(frame.tracked().attempt());
            }
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
        Prewarm pool = ApacheSeam.prewarm;
        ApacheConnector connector = null;
        boolean standard = false;
        try {
            connector = pool == null ? null : ApacheConnector.of(socket);
            if (connector != null) {
                connector.secures(source, host, port, autoClose);
                standard = STANDARD.contains(strategy.getClass().getName())
                        && factory.getClass().getName().equals("sun.security.ssl.SSLSocketFactoryImpl");
                SSLSocket ahead = connector.tracked().takeWarmSocket();
                if (ahead != null && connector.isSocketWarm()) {
                    if (standard && connector.isFollowedBy(ahead)) {
                        SECURED.put(ahead, connector);
                        connector.securedAhead(ahead);
                        return ahead;
                    }
                    // Another strategy than the last time: TLS was made in another way than is wanted now.
                    connector.reconnectCold(null);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            if (socket instanceof WarmSocket) {
                // TLS may have been made on it.
                ((WarmSocket) socket).reconnectCold(t);
            } else {
                pool.faulted(t);
            }
        }
        Socket own = factory.createSocket(socket, host, port, autoClose);
        if (connector != null) {
            try {
                if (standard) {
                    SECURED.put(own, connector);
                } else {
                    String name = strategy.getClass().getName();
                    connector.tracked().identified(() -> ApacheRecipes.unfollowed(name, factory));
                }
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
        return own;
    }

    /** In place of SSLSocket.startHandshake in the standard strategies. */
    public static void startHandshake(SSLSocket socket) throws IOException {
        ApacheConnector connector;
        try {
            connector = SECURED.remove(socket);
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
            // Whether its handshake was made ahead must be known: it must not be taken for one that was not.
            connector = SECURED.remove(socket);
        }
        boolean ahead = connector != null;
        Throwable why = null;
        try {
            ahead = ahead && connector.isTlsWarm();
            if (ahead && connector.isFollowedBy(socket)) {
                return;
            }
            if (connector != null && !ahead) {
                connector.identify(socket);
            }
        } catch (Throwable t) {
            why = t;
        }
        if (ahead) {
            // The strategy's arrays may have been written to since.
            connector.reconnectCold(why);
            throw new Reconnected();
        }
        if (why != null) {
            ApacheSeam.faulted(why);
        }
        socket.startHandshake();
    }

    /** A standard strategy fails to make TLS: whether it is to try once more, because the connection is another one now. */
    public static boolean makesTlsAgain(Throwable failure) {
        return failure instanceof Reconnected;
    }

    /** InternalExecRuntime.execute throws. */
    public static void failed(Object runtime, Throwable failure) {
        try {
            boolean byPeer = ENDED_BY_PEER.contains(failure.getClass().getName())
                    || failure instanceof SocketException && !ENDED_HERE.contains(String.valueOf(failure.getMessage()));
            ApacheTrackedConnection tracked = ApacheSeam.prewarm == null ? null : ApacheSeam.lastOf(runtime);
            if (tracked == null || !tracked.isUnanswered()) {
                return;
            }
            if (!byPeer) {
                tracked.failed(failure);
            } else if (!tracked.isWarm() && tracked.mayBeCutShort() && Failures.isOfWrite(failure)) {
                tracked.cutShort();
            } else {
                tracked.ended();
            }
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
        }
    }

    /** Ends a strategy's attempt at TLS: what the client has set up is a socket on a connection that is given up. */
    private static final class Reconnected extends SocketException {
        private static final long serialVersionUID = 1;

        Reconnected() {
            super("Connection reset");
        }
    }
}
