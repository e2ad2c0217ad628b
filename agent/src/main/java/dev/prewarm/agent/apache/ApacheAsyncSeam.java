package dev.prewarm.agent.apache;

import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.wire.WarmConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * What the code woven into the reactor of Apache HttpCore 5 calls; see {@link ApacheSeam} for the rules. A connection that
 * was not asked for by a client's connection operator (another use of the reactor, a server's) is passed on untouched.
 */
public final class ApacheAsyncSeam {
    private static final WeakIdentityMap<ApacheFrame> REQUESTS = new WeakIdentityMap<>();
    private static final WeakIdentityMap<ApacheTrackedConnection> CHANNELS = new WeakIdentityMap<>();

    /** Warm ones without TLS on which the client has written nothing yet: what comes from the peer is no answer. */
    private static final WeakIdentityMap<ApacheTrackedConnection> SILENT = new WeakIdentityMap<>();

    private static final SocketTimeoutException TIMED_OUT = new SocketTimeoutException("connect timed out");

    private ApacheAsyncSeam() {}

    /** The end of IOSessionRequest's constructor, in the thread of the operator's connect. */
    public static void requested(Object request) {
        try {
            ApacheFrame frame = ApacheSeam.currentFrame();
            if (frame != null) {
                REQUESTS.put(request, frame);
            }
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
        }
    }

    /**
     * SingleCoreIOReactor.processConnectionRequest begins: answers the channel that it is to go on with.
     *
     * @param own what its caller has opened, and closes should this fail
     */
    public static SocketChannel channel(
            SocketChannel own, Object request, SocketAddress local, SocketAddress remote, SocketAddress socks) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null || local != null || socks != null || !(remote instanceof InetSocketAddress)) {
            return own;
        }
        try {
            ApacheFrame frame = REQUESTS.get(request);
            return frame == null || frame.isCold() ? own : take(pool, own, frame, (InetSocketAddress) remote);
        } catch (Throwable t) {
            pool.faulted(t);
            return own;
        }
    }

    private static SocketChannel take(Prewarm pool, SocketChannel own, ApacheFrame frame, InetSocketAddress remote) {
        ApacheTrackedConnection tracked = ApacheTrackedConnection.take(pool, frame, frame.target(pool, remote), remote);
        if (tracked == null) {
            return own;
        }
        WarmConnection warm = null;
        try {
            warm = tracked.takeWarm();
            if (warm != null) {
                SocketChannel channel = warm.channel();
                CHANNELS.put(channel, tracked);
                if (!frame.isTls()) {
                    SILENT.put(channel, tracked);
                }
                established(channel, tracked);
                closeQuietly(own);
                return channel;
            }
        } catch (Throwable t) {
            if (warm != null) {
                warm.discard();
            }
            tracked.givenUp(t);
        }
        CHANNELS.put(own, tracked);
        return own;
    }

    /** SingleCoreIOReactor.processConnectionRequest fails: its caller closes the channel it opened, not another one. */
    public static void failed(SocketChannel channel) {
        closeQuietly(channel);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (Throwable t) {
            // It is gone either way.
        }
    }

    /** In place of SocketChannel.connect in SingleCoreIOReactor. */
    public static boolean connect(SocketChannel channel, SocketAddress address) throws IOException {
        if (channel.isConnected()) {
            return true;
        }
        boolean connected;
        try {
            connected = channel.connect(address);
        } catch (Throwable t) {
            connectFailed(channel, t);
            throw t;
        }
        if (connected) {
            connected(channel);
        }
        return connected;
    }

    /** In place of SocketChannel.finishConnect in InternalConnectChannel. */
    public static boolean finishConnect(SocketChannel channel) throws IOException {
        boolean connected;
        try {
            connected = channel.finishConnect();
        } catch (Throwable t) {
            connectFailed(channel, t);
            throw t;
        }
        if (connected) {
            connected(channel);
        }
        return connected;
    }

    /** InternalConnectChannel.onTimeout begins. */
    public static void connectTimedOut(SocketChannel channel) {
        connectFailed(channel, TIMED_OUT);
    }

    private static void connectFailed(SocketChannel channel, Throwable failure) {
        try {
            ApacheTrackedConnection tracked = ApacheSeam.prewarm == null ? null : CHANNELS.get(channel);
            if (tracked != null) {
                tracked.connectFailed(failure);
            }
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
        }
    }

    /** The client's own connection stands. */
    private static void connected(SocketChannel channel) {
        Prewarm pool = ApacheSeam.prewarm;
        if (pool == null) {
            return;
        }
        try {
            ApacheTrackedConnection tracked = CHANNELS.get(channel);
            if (tracked != null) {
                established(channel, tracked);
                if (!tracked.frame().isTls()) {
                    pool.connected(tracked.attempt());
                }
            }
        } catch (Throwable t) {
            pool.faulted(t);
        }
    }

    private static void established(SocketChannel channel, ApacheTrackedConnection tracked) throws IOException {
        tracked.established(channel.getLocalAddress(), channel.getRemoteAddress(), channel);
    }

    /** In place of SSLContext.createSSLEngine in SSLIOSession: the engine of a connection between these ends. */
    public static SSLEngine engine(
            SSLContext context, String host, int port, SocketAddress local, SocketAddress remote) {
        SSLEngine own = context.createSSLEngine(host, port);
        if (ApacheSeam.prewarm == null) {
            return own;
        }
        try {
            return engine(own, context, local, remote);
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
            // Whether TLS was made on it must be known: it is asked for a second time, rather than taken for one
            // without.
            return engine(own, context, local, remote);
        }
    }

    private static SSLEngine engine(SSLEngine own, SSLContext context, SocketAddress local, SocketAddress remote) {
        ApacheTrackedConnection tracked = ApacheSeam.CONNECTIONS.get(local, remote);
        if (tracked == null) {
            return own;
        }
        boolean standard = ApacheSeam.isStandardStrategy() && isOfTheJdk(own);
        if (standard || tracked.hasWarmEngine()) {
            return new ApacheEngine(own, context, tracked, standard);
        }
        tracked.identified(() -> ApacheRecipes.unfollowed(ApacheSeam.strategy(), own));
        return own;
    }

    private static boolean isOfTheJdk(SSLEngine engine) {
        return engine.getClass().getName().equals("sun.security.ssl.SSLEngineImpl");
    }

    /** In place of SocketChannel.read in IOSessionImpl. */
    public static int read(SocketChannel channel, ByteBuffer target) throws IOException {
        int read = -1;
        IOException failure = null;
        try {
            read = channel.read(target);
        } catch (IOException e) {
            failure = e;
        }
        // What the client has closed itself it gives up elsewhere.
        if (read != 0 && !(failure instanceof ClosedChannelException)) {
            try {
                ApacheTrackedConnection over = read < 0 ? CHANNELS.get(channel) : silent(channel);
                if (over != null) {
                    over.ended();
                    failure = read > 0 ? lost() : failure;
                }
            } catch (Throwable t) {
                ApacheSeam.faulted(t);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return read;
    }

    /** Once, the connection if it is silent. Looked up only while any is: most sessions are not ours. */
    private static ApacheTrackedConnection silent(SocketChannel channel) {
        return SILENT.isEmpty() ? null : SILENT.remove(channel);
    }

    /** In place of SocketChannel.write in IOSessionImpl. */
    public static int write(SocketChannel channel, ByteBuffer source) throws IOException {
        SocketException lost = null;
        try {
            ApacheTrackedConnection silent = silent(channel);
            if (silent != null && wasSpokenTo(channel)) {
                silent.ended();
                lost = lost();
            }
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
            // What comes from now on is an answer, which must not be taken for the end of one that is silent.
            SILENT.remove(channel);
        }
        if (lost != null) {
            throw lost;
        }
        try {
            return channel.write(source);
        } catch (IOException e) {
            cutShort(channel, e);
            throw e;
        }
    }

    private static void cutShort(SocketChannel channel, IOException failure) {
        try {
            ApacheTrackedConnection tracked = CHANNELS.get(channel);
            if (tracked != null && tracked.isUnanswered()) {
                if (tracked.mayBeCutShort()) {
                    tracked.cutShort();
                } else if (!(failure instanceof ClosedChannelException)) {
                    tracked.ended();
                }
            }
        } catch (Throwable t) {
            ApacheSeam.faulted(t);
        }
    }

    private static boolean wasSpokenTo(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Whatever a server says before a request begins (a 408, a 400, its FIN) is its end. To the client the connection was
     * reset, which its rule for those that served before heals.
     */
    private static SocketException lost() {
        return new SocketException("Connection reset");
    }
}
