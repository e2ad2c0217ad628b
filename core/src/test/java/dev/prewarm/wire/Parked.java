package dev.prewarm.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.slf4j.helpers.NOPLogger;

/** A warm connection without TLS, opened here and now and handed over. */
final class Parked {
    private Parked() {}

    static WarmConnection at(InetSocketAddress endpoint) throws IOException {
        SocketChannel channel = SocketChannel.open(endpoint);
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        SelectionKey watch = channel.register(selector, SelectionKey.OP_READ);
        WarmConnection warm = warm(channel, watch);
        warm.handOver();
        selector.selectNow();
        return warm;
    }

    /** Not connected yet; adopts such a connection when it is told to connect. */
    static WarmSocket socket() {
        return new WarmSocket(endpoint -> {
            try {
                return at(endpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** One that was handed over before. */
    static WarmConnection as(SocketChannel channel) throws IOException {
        return warm(channel, null);
    }

    private static WarmConnection warm(SocketChannel channel, SelectionKey watch) throws IOException {
        EventLoop loop = new EventLoop(1, NOPLogger.NOP_LOGGER);
        return new WarmConnection(null, channel, null, watch, null, loop);
    }
}
