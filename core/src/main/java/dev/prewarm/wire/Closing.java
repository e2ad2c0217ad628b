package dev.prewarm.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * An orderly end: close_notify, FIN, then reading until the peer's own end. A close with unread bytes, or before the peer's
 * close_notify has come, would send RST instead. Keeper thread only.
 */
final class Closing implements Watched {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final Keeper keeper;
    private final SocketChannel channel;
    private final SelectionKey watch;
    private final TlsSession tls;
    private final long deadline = Clock.now() + PATIENCE;
    private final ByteBuffer drain = ByteBuffer.allocate(512);

    /** @param tls null if there is none, or no use in saying goodbye */
    Closing(Keeper keeper, SocketChannel channel, SelectionKey watch, TlsSession tls) {
        this.keeper = keeper;
        this.channel = channel;
        this.watch = watch;
        this.tls = tls;
    }

    void begin() {
        try {
            sayGoodbye();
            channel.shutdownOutput();
            watch.attach(this);
            watch.interestOps(SelectionKey.OP_READ);
            keeper.await(this);
        } catch (IOException | RuntimeException | Error e) {
            expire();
        }
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

    @Override
    public void ready() {
        try {
            int read;
            do {
                drain.clear();
                read = channel.read(drain);
            } while (read > 0);
            if (read < 0) {
                expire();
            }
        } catch (IOException | RuntimeException | Error e) {
            expire();
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        keeper.done(this);
        keeper.closeQuietly(channel);
    }

    @Override
    public void drop() {
        keeper.closeQuietly(channel);
    }
}
