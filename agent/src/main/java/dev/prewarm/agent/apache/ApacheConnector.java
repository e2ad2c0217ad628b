package dev.prewarm.agent.apache;

import dev.prewarm.Prewarm;
import dev.prewarm.Target;
import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.Connector;
import dev.prewarm.wire.SocketRecipe;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;

/**
 * One socket of the classic client: what it is for, and the TLS that is made on it. It travels on the socket, which it holds
 * weakly: by the TLS of a connection it leads to the application. Thread-safe.
 */
final class ApacheConnector implements Connector {
    private final ApacheFrame frame;
    private volatile WeakReference<WarmSocket> socket;
    private volatile ApacheTrackedConnection tracked;
    private volatile WeakReference<Object> source;
    private volatile String host;
    private volatile int port;
    private volatile boolean autoClose;

    ApacheConnector(ApacheFrame frame) {
        this.frame = frame;
    }

    void socket(WarmSocket its) {
        socket = new WeakReference<>(its);
    }

    /** That of a socket which has been told to connect; null if its connection is none of our business. */
    static ApacheConnector of(Socket socket) {
        Connector connector = socket instanceof WarmSocket ? ((WarmSocket) socket).connector() : null;
        boolean ours = connector instanceof ApacheConnector && ((ApacheConnector) connector).tracked != null;
        return ours ? (ApacheConnector) connector : null;
    }

    ApacheTrackedConnection tracked() {
        return tracked;
    }

    @Override
    public WarmConnection take(InetSocketAddress endpoint) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null) {
            return null;
        }
        WarmConnection warm = null;
        try {
            Target target = frame.target(pool, endpoint);
            tracked = pool.leadsElsewhere(target) ? null : ApacheTrackedConnection.take(pool, frame, target, endpoint);
            if (tracked != null) {
                warm = tracked.takeWarm();
                tracked.shownBy(socket.get());
                frame.opens(socket.get(), tracked);
            }
            return warm;
        } catch (Throwable t) {
            if (warm != null) {
                warm.discard();
            }
            if (tracked == null) {
                pool.faulted(t);
            } else {
                tracked.givenUp(t);
            }
            return null;
        }
    }

    @Override
    public void givenUp(Throwable why) {
        if (tracked != null) {
            tracked.givenUp(why);
        }
    }

    @Override
    public void connectFailed(Throwable failure) {
        ApacheTrackedConnection its = tracked;
        if (its != null) {
            its.connectFailed(failure);
        }
    }

    @Override
    public boolean isForTls() {
        return frame.isTls();
    }

    /** It ended before its handshake was answered. */
    @Override
    public void lost() {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null || tracked == null) {
            return;
        }
        try {
            pool.died(tracked.attempt());
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    /** Whether its socket has adopted a warm connection. */
    boolean isSocketWarm() {
        WarmSocket live = socket.get();
        return live != null && live.isWarm();
    }

    /** Its connection is of no use for the TLS that is wanted: the socket connects itself. */
    void reconnectCold(Throwable why) throws IOException {
        WarmSocket live = socket.get();
        if (live == null) {
            throw new SocketException("Connection reset");
        }
        live.reconnectCold(why);
    }

    /**
     * TLS is about to be made on it.
     *
     * @param from the SSLContext that has made the factory just now; or the factory, if it is kept
     */
    void secures(Object from, String itsHost, int itsPort, boolean closes) {
        source = new WeakReference<>(from);
        host = itsHost;
        port = itsPort;
        autoClose = closes;
    }

    /** The client goes on with that one, whose handshake is done. Up to 5.3 it keeps nothing else: not its own socket. */
    void securedAhead(SSLSocket ahead) {
        frame.opens(ahead, tracked);
    }

    /** Whether its TLS was made ahead. */
    boolean isTlsWarm() {
        return tracked.attempt().isHit() && tracked.recipe() != null;
    }

    /** Whether that socket's handshake was the very one that would be made now. */
    boolean isFollowedBy(SSLSocket warm) {
        Recipe now = recipe(warm);
        return now != null && now.equals(tracked.recipe());
    }

    /** The client makes its own handshake with that socket. */
    void identify(SSLSocket own) {
        tracked.identified(() -> recipe(own));
    }

    private Recipe recipe(SSLSocket secure) {
        Object live = source.get();
        return live == null ? null : SocketRecipe.of(secure, live, host, port, autoClose);
    }
}
