package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A connected channel as a java.net.Socket. States, complaints, streams and their JFR events are java.net.Socket's own;
 * {@link ChannelSocketImpl} does what the JDK's own implementation behind it would do.
 */
final class ChannelSocket extends Socket {
    private final ChannelSocketImpl impl;

    ChannelSocket(BlockingChannel channel, InetSocketAddress remote) throws IOException {
        this(new ChannelSocketImpl(channel), remote);
    }

    private ChannelSocket(ChannelSocketImpl impl, InetSocketAddress remote) throws IOException {
        super(impl);
        this.impl = impl;
        connect(remote);
    }

    BlockingChannel channel() {
        return impl.channel();
    }

    /** From now on its peer has the name by which its client knows it. */
    void name(InetSocketAddress remote) {
        impl.name(remote);
    }

    /** Also when what it shares with others was closed by them. */
    @Override
    public boolean isClosed() {
        return super.isClosed() || impl.channel().isClosed();
    }
}
