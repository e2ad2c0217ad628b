package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.PoolEntry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** One connection being opened ahead: TCP, then TLS if its key has a recipe. Keeper thread only, but for {@link #connect}. */
final class Opening implements SelectorHandler {
    private final Openings openings;
    private final EventLoop loop;
    private final ParkedConnections parked;
    private final PoolEntry<WarmConnection> entry;
    private final OriginSettings settings;
    private final long startedAt = Clock.now();
    private SocketChannel channel;
    private boolean connected;
    private SelectionKey watch;
    private Handshake handshake;
    private long connectedAt;
    private long deadline;
    private boolean over;

    Opening(
            Openings openings,
            EventLoop loop,
            ParkedConnections parked,
            PoolEntry<WarmConnection> entry,
            OriginSettings settings) {
        this.openings = openings;
        this.loop = loop;
        this.parked = parked;
        this.entry = entry;
        this.settings = settings;
        this.deadline = startedAt + settings.connectTimeout().toNanos();
    }

    /** Sends the first packet, and waits for nothing. Any thread, before {@link #begin}. */
    void connect() throws IOException {
        channel = newChannel();
        channel.configureBlocking(false);
        // A handshake's small records must not wait for acknowledgements.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connected = channel.connect(entry.key().endpoint());
    }

    private static SocketChannel newChannel() throws NoSocketException {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new NoSocketException(e);
        }
    }

    void begin() {
        try {
            if (channel == null) {
                connect();
            }
            watch = loop.register(channel, this, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            loop.await(this);
            if (connected) {
                connected();
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    @Override
    public void ready() {
        try {
            if (connectedAt > 0) {
                handshake();
            } else if (channel.finishConnect()) {
                connected();
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void connected() throws IOException {
        connectedAt = Clock.now();
        if (entry.key().recipe() == null) {
            park(null);
            return;
        }
        deadline = connectedAt + settings.connectTimeout().toNanos();
        HandshakeRecipe recipe = (HandshakeRecipe) entry.key().recipe();
        String obstacle = recipe.obstacle(settings);
        if (obstacle != null) {
            giveUp(null, obstacle);
            return;
        }
        handshake = recipe.begin(channel, entry.key().endpoint());
        handshake();
    }

    private void handshake() throws IOException {
        switch (handshake.advance()) {
            case READ:
                watch.interestOps(SelectionKey.OP_READ);
                return;
            case WRITE:
                watch.interestOps(SelectionKey.OP_WRITE);
                return;
            case TASKS:
                watch.interestOps(0);
                loop.runTasks(handshake, this::tasksDone);
                return;
            default:
                finished();
        }
    }

    private void tasksDone() {
        if (!over) {
            ready();
        }
    }

    private void finished() throws IOException {
        TlsSession tls = handshake.finished();
        String protocol = tls.applicationProtocol();
        Object shown = ClientCertificate.shownIn(tls.session());
        if (protocol != null && !protocol.isEmpty() && !protocol.equals("http/1.1")) {
            giveUp(tls, "the server chose " + protocol);
        } else if (shown != null && !settings.clientCertWarm()) {
            giveUp(tls, "a client certificate was presented, and client-cert=warm is not set");
        } else if (!Objects.equals(shown, entry.shownByClient())) {
            giveUp(tls, "another client certificate was presented than by the client itself, or none");
        } else {
            park(tls);
        }
    }

    private void park(TlsSession tls) throws IOException {
        WarmConnection warm = new WarmConnection(entry, channel, tls, watch, parked, loop);
        warm.watchForInput();
        end();
        openings.opened(entry, warm, connectedAt - startedAt, Clock.now() - startedAt);
    }

    private void giveUp(TlsSession tls, String why) {
        end();
        openings.unusable(entry, why);
        new GracefulClose(loop, channel, watch, tls).begin();
    }

    void fail(Throwable e) {
        if (over) {
            throw e instanceof Error ? (Error) e : new Error("failed after its end", e);
        }
        end();
        try {
            close(e);
        } catch (RuntimeException | Error alsoFailed) {
            loop.closeQuietly(channel);
        }
        openings.failed(entry, e);
    }

    private void close(Throwable why) {
        if (handshake != null) {
            handshake.abandon(why);
        }
        if (connectedAt > 0) {
            // Not at once: that would send RST behind the alert if anything were unread.
            new GracefulClose(loop, channel, watch, null).begin();
        } else {
            loop.closeQuietly(channel);
        }
    }

    /** From the thread that has called {@link #connect}, if that or what follows has failed. */
    void closeUnbegun() {
        loop.closeQuietly(channel);
    }

    /** Prewarm stops before it is open: nobody is waited for. */
    void abandon() {
        IOException why = new IOException("not needed any more");
        end();
        if (handshake != null) {
            handshake.abandon(why);
        }
        loop.closeQuietly(channel);
        openings.failed(entry, why);
    }

    private void end() {
        over = true;
        loop.done(this);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        fail(new SocketTimeoutException(connectedAt > 0 ? "the TLS handshake timed out" : "the connect timed out"));
    }

    @Override
    public void drop() {
        over = true;
        try {
            if (handshake != null) {
                handshake.abandon(null);
            }
        } catch (RuntimeException | Error e) {
            // What matters is the channel.
        }
        loop.closeQuietly(channel);
    }
}
