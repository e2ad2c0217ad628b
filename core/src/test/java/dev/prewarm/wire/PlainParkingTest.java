package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.WeakIdentityMap;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainParkingTest {
    @Test
    void aTakeAfterDemandGetsAWarmConnectionThatWorks() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server).warmUp()) {
            long before = warmer.read().hits();
            WarmConnection warm = warmer.takeWarm();
            assertThat(warm.engine()).isNull();
            try (SocketChannel channel = warm.channel()) {
                assertThat(channel.isConnected()).isTrue();
                assertThat(channel.isBlocking()).isFalse();
                assertThat(channel.getRemoteAddress()).isEqualTo(server.address());
                assertThat(exchange(channel)).startsWith("HTTP/1.1 200 OK").endsWith("ok");
            }
            assertThat(warmer.read().hits()).isEqualTo(before + 1);
            Warmer.assertAddsUp(warmer.read());
        }
    }

    @Test
    void aWarmChannelHasTheOptionsOfANewOne() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server).warmUp();
                SocketChannel stranger = SocketChannel.open(server.address());
                SocketChannel warm = warmer.takeWarm().channel()) {
            assertThat(options(warm)).isEqualTo(options(stranger));
        }
    }

    @Test
    void probesAreOnWhileParked() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                SocketChannel channel = SocketChannel.open(server.address())) {
            Map<String, Object> before = options(channel);
            KeepAliveProbes probes = KeepAliveProbes.on(channel);
            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            probes.restore(channel);
            assertThat(options(channel)).isEqualTo(before);
        }
    }

    @Test
    void aFlightDoesNotKeepTheConnectionItBelongsTo() throws IOException {
        try (LocalServer server = LocalServer.plain(Socket::getInputStream);
                Warmer warmer = Warmer.plain(server).warmUp()) {
            WeakIdentityMap<ConnectionAttempt> attempts = new WeakIdentityMap<>();
            WeakReference<SocketChannel> dropped = dropOne(warmer, attempts);
            Eventually.until("the channel is collected", () -> {
                System.gc();
                return dropped.get() == null;
            });
        }
    }

    private static WeakReference<SocketChannel> dropOne(Warmer warmer, WeakIdentityMap<ConnectionAttempt> attempts)
            throws IOException {
        ConnectionAttempt[] hit = new ConnectionAttempt[1];
        Eventually.until("a hit " + warmer, () -> (hit[0] = warmer.attempt()).isHit());
        ConnectionAttempt attempt = hit[0];
        SocketChannel channel = attempt.claim().channel();
        assertThat(attempt.claim()).isNull();
        attempts.put(channel, attempt);
        channel.close();
        return new WeakReference<>(channel);
    }

    private static Map<String, Object> options(SocketChannel channel) throws IOException {
        Map<String, Object> options = new HashMap<>();
        for (SocketOption<?> option : channel.supportedOptions()) {
            // The kernel's own business, and changing.
            if (!Set.of("SO_SNDBUF", "SO_RCVBUF", "SO_INCOMING_NAPI_ID", "TCP_QUICKACK")
                    .contains(option.name())) {
                options.put(option.name(), channel.getOption(option));
            }
        }
        return options;
    }

    private static String exchange(SocketChannel channel) throws IOException {
        channel.configureBlocking(true);
        channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1000);
        while (channel.read(answer) >= 0) {
            assertThat(answer.hasRemaining()).isTrue();
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
