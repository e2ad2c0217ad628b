package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import dev.prewarm.jfr.OpenEvent;
import dev.prewarm.pool.PoolEntry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One connection being opened ahead: TCP, then TLS if its key has a recipe, whose turns are made by task threads. The connect
 * timeout is for each of the two; waiting for a processor or a thread does not count against it, but against the whole.
 * Keeper thread only, but for {@link #connect} and {@link #breakOff}.
 */
final class Opening implements SelectorHandler {
    /** In connect timeouts. */
    private static final int WHOLE = 5;

    /** Between two looks at a turn that is under way. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(250);

    /** Looks that find it under way: a second. What this JVM stood still for is one look. */
    private static final int SLOW = 5;

    private final Openings openings;
    private final EventLoop loop;
    private final ParkedConnections parked;
    private final PoolEntry<WarmConnection> entry;
    private final OriginSettings settings;
    private final OpenEvent begun;
    private long startedAt = Clock.now();
    private boolean isHeld;
    private volatile SocketChannel channel;
    private boolean connected;
    private SelectionKey watch;
    private Handshake handshake;
    private HandshakeTurn turn;
    private int looks;
    private long connectedAt;
    private long waitedForThreads;
    private long deadline;
    private boolean over;

    Opening(
            Openings openings,
            EventLoop loop,
            ParkedConnections parked,
            PoolEntry<WarmConnection> entry,
            OriginSettings settings,
            OpenEvent begun) {
        this.openings = openings;
        this.loop = loop;
        this.parked = parked;
        this.entry = entry;
        this.settings = settings;
        this.begun = begun;
        this.deadline = startedAt + timeout();
    }

    private long timeout() {
        return settings.connectTimeout().toNanos();
    }

    /** Of the whole, whoever is to blame. */
    private long latest() {
        return startedAt + WHOLE * timeout();
    }

    /** Nothing is sent before {@link #begin}. */
    void hold() {
        isHeld = true;
        deadline = latest();
        loop.await(this);
    }

    boolean isOver() {
        return over;
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
            if (isHeld) {
                isHeld = false;
                startedAt = Clock.now();
                deadline = startedAt + timeout();
            }
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
                nextTurn();
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
        String obstacle = openings.obstacle(entry.key().recipe(), settings);
        if (obstacle != null) {
            giveUp(null, obstacle);
            return;
        }
        nextTurn();
    }

    private void nextTurn() {
        watch.interestOps(0);
        HandshakeTurn next =
                new HandshakeTurn(entry.key(), channel, handshake, startedAt, () -> loop.submit(this::turned));
        turn = next;
        looks = 0;
        deadline = Math.min(Clock.now() + LOOK, latest());
        openings.tasks().execute(next);
    }

    private void turned() {
        if (over) {
            return;
        }
        try {
            HandshakeTurn done = turn;
            turn = null;
            handshake = done.handshake();
            waitedForThreads += done.waited();
            if (done.failure() != null) {
                fail(done.failure());
            } else if (done.wants() == Handshake.Wants.NOTHING_MORE) {
                finished(done.tls(), done.shown());
            } else {
                watch.interestOps(done.wants() == Handshake.Wants.READ ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
                awaitPeer();
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Also one that never lets us wait has no more time than that. */
    private void awaitPeer() {
        deadline = Math.min(connectedAt + timeout() + waitedForThreads, latest());
        if (deadline <= Clock.now()) {
            expire();
        }
    }

    private void finished(TlsSession tls, Object shown) throws IOException {
        String obstacle = openings.obstacle(entry.key().recipe(), settings);
        if (obstacle != null) {
            giveUp(tls, obstacle);
            return;
        }
        String protocol = tls.applicationProtocol();
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
        openings.opened(entry, begun, warm, connectedAt - startedAt, Clock.now() - startedAt - waitedForThreads);
    }

    private void giveUp(TlsSession tls, String why) {
        end();
        if (tls == null) {
            abandonHandshake();
        }
        openings.unusable(entry, begun, why);
        new GracefulClose(loop, channel, watch, tls).begin();
    }

    void fail(Throwable e) {
        if (over) {
            throw e instanceof Error ? (Error) e : new Error("failed after its end", e);
        }
        end();
        try {
            close();
        } catch (RuntimeException | Error alsoFailed) {
            loop.closeQuietly(channel);
        }
        openings.failed(entry, begun, e);
    }

    private void close() {
        abandonHandshake();
        if (connectedAt > 0) {
            // Not at once: that would send RST behind the alert if anything were unread.
            new GracefulClose(loop, channel, watch, null).begin();
        } else {
            loop.closeQuietly(channel);
        }
    }

    private void abandonHandshake() {
        Handshake begun = turn == null ? handshake : turn.handshake();
        if (begun != null) {
            begun.abandon();
        }
    }

    /** From the thread that has called {@link #connect}, if that or what follows has failed. */
    void closeUnbegun() {
        loop.closeQuietly(channel);
    }

    /** Prewarm stops before it is open: nobody is waited for. */
    void abandon() {
        abandoned();
        openings.failed(entry, begun, new IOException("not needed any more"));
    }

    private void abandoned() {
        end();
        abandonHandshake();
        loop.closeQuietly(channel);
    }

    /** The pool wants it no more, as a client connects instead: nothing more is sent. Any thread. */
    void breakOff() {
        loop.closeQuietly(channel);
        loop.submit(() -> {
            if (!over) {
                abandoned();
                openings.brokenOff(entry, begun);
            }
        });
    }

    private void end() {
        over = true;
        openings.over(entry);
        loop.done(this);
        cancelTurn();
    }

    private void cancelTurn() {
        if (turn != null) {
            turn.cancel();
            openings.tasks().cancel(turn);
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        if (isHeld) {
            end();
            openings.delayed(entry, begun);
        } else if (turn == null) {
            fail(new SocketTimeoutException(connectedAt > 0 ? "the TLS handshake timed out" : "the connect timed out"));
        } else {
            look();
        }
    }

    /** At a turn that is under way. */
    private void look() {
        openings.tasks().startWhatMayRun();
        looks += turn.isBegun() ? 1 : 0;
        HandshakeRecipe recipe = (HandshakeRecipe) entry.key().recipe();
        if (tookTooLong(recipe)) {
            openings.slowRecipes().add(recipe);
        }
        if (openings.slowRecipes().contains(recipe)) {
            giveUp(null, SlowRecipes.OBSTACLE);
        } else if (Clock.now() >= latest()) {
            end();
            close();
            openings.delayed(entry, begun);
        } else {
            deadline = Math.min(Clock.now() + LOOK, latest());
        }
    }

    /**
     * Code of the application has had a turn for more than a second, or any for as long as an opening has in all. On a machine that is
     * busy a handshake takes as long where nobody is asked.
     */
    private boolean tookTooLong(HandshakeRecipe recipe) {
        return looks >= SLOW && recipe.asksTheApplication() || looks > 0 && Clock.now() >= latest();
    }

    @Override
    public void drop() {
        over = true;
        openings.over(entry);
        try {
            cancelTurn();
            abandonHandshake();
        } catch (RuntimeException | Error e) {
            // What matters is the channel.
        }
        loop.closeQuietly(channel);
    }
}
