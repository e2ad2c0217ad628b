package dev.prewarm.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * An orderly end: close_notify, FIN, then reading until the peer's own end, but no more than a peer that was asked nothing
 * has to say. A close with unread bytes, or before the peer's close_notify has come, would send RST instead. Keeper thread
 * only, but for {@link #atOnce}.
 */
final class GracefulClose implements SelectorHandler {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey watch;
    private final TlsSession tls;
    private final long deadline = Clock.now() + PATIENCE;
    private final ByteBuffer drain = ByteBuffer.allocate(1024);
    private final UnsolicitedInput unasked = new UnsolicitedInput();

    /** @param tls null if there is none, or no use in saying goodbye */
    GracefulClose(EventLoop loop, SocketChannel channel, SelectionKey watch, TlsSession tls) {
        this.loop = loop;
        this.channel = channel;
        this.watch = watch;
        this.tls = tls;
    }

    /** At once if as many others are about it as may be. */
    void begin() {
        if (!loop.awaitEnd(this)) {
            atOnce(true);
            return;
        }
        try {
            sayGoodbye();
            channel.shutdownOutput();
            watch.attach(this);
            watch.interestOps(SelectionKey.OP_READ);
        } catch (IOException | RuntimeException | Error e) {
            expire();
        }
    }

    /**
     * Without waiting for the peer. Any thread.
     *
     * @param drains whether to read what is there: else the FIN may be followed by RST
     */
    void atOnce(boolean drains) {
        try {
            sayGoodbye();
            channel.shutdownOutput();
            while (drains && drain() > 0 && !unasked.isUsedUp()) {
                // Unread it would turn the FIN into RST.
            }
        } catch (IOException | RuntimeException e) {
            // It is gone already.
        }
        loop.closeQuietly(channel);
    }

    private void sayGoodbye() {
        try {
            if (tls != null) {
                tls.closeNotify(channel);
            }
        } catch (IOException | RuntimeException | Error e) {
            // A courtesy: the FIN is what counts.
        }
    }

    /** Once at each turn: others wait, too. */
    @Override
    public void ready() {
        try {
            if (drain() < 0 || unasked.isUsedUp()) {
                expire();
            }
        } catch (IOException | RuntimeException | Error e) {
            expire();
        }
    }

    private int drain() throws IOException {
        drain.clear();
        return unasked.read(channel, drain);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        loop.done(this);
        loop.closeQuietly(channel);
    }

    @Override
    public void drop() {
        loop.closeQuietly(channel);
    }
}
