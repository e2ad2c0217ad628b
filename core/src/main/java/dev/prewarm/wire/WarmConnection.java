package dev.prewarm.wire;

import dev.prewarm.pool.PoolEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * A connection that is open and has never been used. The pool's entry says who may touch it: the keeper, a taker, or the
 * client it was handed to.
 */
public final class WarmConnection implements SelectorHandler {
    private final PoolEntry<WarmConnection> entry;
    private final SocketChannel channel;
    private final TlsSession tls;
    private final KeepAliveProbes before;
    private final SelectionKey watch;
    private final ParkedConnections parked;
    private final EventLoop loop;
    private final long parkedAt;
    private boolean floods;

    WarmConnection(
            PoolEntry<WarmConnection> entry,
            SocketChannel channel,
            TlsSession tls,
            SelectionKey watch,
            ParkedConnections parked,
            EventLoop loop)
            throws IOException {
        this.entry = entry;
        this.channel = channel;
        this.tls = tls;
        this.watch = watch;
        this.parked = parked;
        this.loop = loop;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, false);
        this.before = KeepAliveProbes.on(channel);
        this.parkedAt = Clock.now();
    }

    /** Connected and non-blocking; a look at it with the client's own eyes shows a new one. */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Null without TLS, or if it was done for a client that does it with sockets. Its handshake is done, and nothing else
     * has passed through it.
     */
    public SSLEngine engine() {
        return tls instanceof EngineSession ? ((EngineSession) tls).engine() : null;
    }

    /** The same, for a client that does its TLS with sockets. */
    public SSLSocket sslSocket() {
        return tls instanceof SocketSession ? ((SocketSession) tls).socket() : null;
    }

    /** What a blocking client reads and writes, or what its TLS was made over. */
    ChannelSocket socket(InetSocketAddress remote) throws IOException {
        if (!(tls instanceof SocketSession)) {
            return new ChannelSocket(new BlockingChannel(channel), remote);
        }
        ChannelSocket ground = ((SocketSession) tls).ground();
        ground.name(remote);
        return ground;
    }

    /** Nanoseconds since it was parked. */
    public long age() {
        return Clock.now() - parkedAt;
    }

    Liveness look(LookBuffers scratch) {
        if (tls != null) {
            Liveness look = tls.look(channel, scratch);
            floods |= look == Liveness.FLOOD;
            return look;
        }
        try {
            ByteBuffer one = scratch.net(1);
            int read = channel.read(one.limit(1));
            return read == 0 ? Liveness.LIVE : read < 0 ? Liveness.CLOSED : Liveness.DATA;
        } catch (IOException | RuntimeException e) {
            return Liveness.CLOSED;
        }
    }

    /** The last look, in the taker's thread. */
    Liveness lastLook() {
        Liveness look = look(new LookBuffers());
        return look == Liveness.LIVE && !isShownAsClient() ? Liveness.OUTDATED : look;
    }

    /** Whether the server took us for whom it takes the client itself for. */
    private boolean isShownAsClient() {
        return tls == null || Objects.equals(ClientCertificate.shownIn(tls.session()), entry.shownByClient());
    }

    /**
     * Lets go of it. The keeper's selector forgets it at its next turn, for which it is woken: until then a close by the
     * client would not reach the peer.
     */
    public void handOver() {
        try {
            before.restore(channel);
        } catch (IOException | RuntimeException e) {
            // Reset since the last look: the client will notice, as with any reused connection.
        }
        watch.cancel();
        loop.wakeUp();
    }

    /** Closes it, of which the pool has let go and which nobody has used. Never throws. */
    public void discard() {
        loop.closeQuietly(channel);
        loop.wakeUp();
    }

    @Override
    public void ready() {
        parked.look(entry, this);
    }

    @Override
    public long deadline() {
        return Long.MAX_VALUE;
    }

    @Override
    public void expire() {
        throw new IllegalStateException("a parked connection's time is the pool's business");
    }

    void watchForInput() {
        watch.attach(this);
        watch.interestOps(SelectionKey.OP_READ);
    }

    /** The pool's lock is held: whose it is and whether it is watched change together. */
    void setWatched(boolean watched) {
        try {
            watch.interestOps(watched ? SelectionKey.OP_READ : 0);
        } catch (CancelledKeyException e) {
            // Handed over, or closed.
        }
    }

    @Override
    public void drop() {
        parked.drop(entry, this);
    }

    /**
     * Goodbye to the peer, which gets its time to say its own: that is {@link GracefulClose}'s. Whoever floods is neither heard out
     * nor waited for. Keeper thread only.
     */
    void close(LookBuffers scratch) {
        GracefulClose closing = closing(scratch);
        if (floods) {
            closing.atOnce(false);
        } else {
            closing.begin();
        }
    }

    /** Goodbye to the peer, which is not waited for. Whichever thread has it. */
    void closeAtOnce(LookBuffers scratch) {
        closing(scratch).atOnce(!floods);
    }

    private GracefulClose closing(LookBuffers scratch) {
        boolean speaks = !floods && isSpeakable(scratch) && !floods;
        return new GracefulClose(loop, channel, watch, speaks ? tls : null);
    }

    private boolean isSpeakable(LookBuffers scratch) {
        try {
            return look(scratch) != Liveness.CLOSED;
        } catch (Error e) {
            return false;
        }
    }
}
