package dev.prewarm.wire;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * TCP keepalive while parked: it keeps the entries of NATs alive, and turns a connection that was dropped silently into
 * an eviction. What the channel had before is restored at hand-over.
 */
final class KeepAliveProbes {
    private static final int FIRST_AFTER_SECONDS = 2;
    private static final int EACH_SECONDS = 1;
    private static final int MOST = 2;

    private final Boolean enabled;
    private final Integer idle;
    private final Integer interval;
    private final Integer count;

    private KeepAliveProbes(Boolean enabled, Integer idle, Integer interval, Integer count) {
        this.enabled = enabled;
        this.idle = idle;
        this.interval = interval;
        this.count = count;
    }

    /** Switches the probes on as far as the platform lets us; answers what was there before. */
    static KeepAliveProbes on(SocketChannel channel) throws IOException {
        KeepAliveProbes before = new KeepAliveProbes(
                channel.getOption(StandardSocketOptions.SO_KEEPALIVE),
                exchange(channel, "TCP_KEEPIDLE", FIRST_AFTER_SECONDS),
                exchange(channel, "TCP_KEEPINTERVAL", EACH_SECONDS),
                exchange(channel, "TCP_KEEPCOUNT", MOST));
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return before;
    }

    void restore(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, enabled);
        exchange(channel, "TCP_KEEPIDLE", idle);
        exchange(channel, "TCP_KEEPINTERVAL", interval);
        exchange(channel, "TCP_KEEPCOUNT", count);
    }

    /** By name: the options stand in module jdk.net, which a runtime image may lack. */
    private static Integer exchange(SocketChannel channel, String name, Integer value) throws IOException {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(name) && option.type() == Integer.class && value != null) {
                @SuppressWarnings("unchecked")
                SocketOption<Integer> known = (SocketOption<Integer>) option;
                Integer before = channel.getOption(known);
                channel.setOption(known, value);
                return before;
            }
        }
        return null;
    }
}
