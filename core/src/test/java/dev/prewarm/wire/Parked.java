package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.helpers.NOPLogger;

/** A warm connection without TLS, opened here and now and handed over. */
final class Parked {
    private Parked() {}

    static WarmConnection at(InetSocketAddress endpoint) throws IOException {
        SocketChannel channel = SocketChannel.open(endpoint);
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        SelectionKey watch = channel.register(selector, SelectionKey.OP_READ);
        WarmConnection warm = new WarmConnection(null, channel, null, watch, keeper());
        warm.handOver();
        selector.selectNow();
        return warm;
    }

    /** One that was handed over before. */
    static WarmConnection as(SocketChannel channel) throws IOException {
        return new WarmConnection(null, channel, null, null, keeper());
    }

    private static Keeper keeper() throws IOException {
        return new Keeper(
                new dev.prewarm.pool.Pool<>(1, origin -> null, new Random()),
                new ReentrantLock(),
                origin -> null,
                NOPLogger.NOP_LOGGER,
                () -> {});
    }
}
