package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** Of a connection whose peer never stops talking. */
@Timeout(60)
class GracefulCloseTest {
    private static final int MOST = 16 * 1024;

    private EventLoop loop;

    @BeforeEach
    void loop() throws IOException {
        loop = new EventLoop(1, NOPLogger.NOP_LOGGER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void readsALittleEachTurnAndThenNoMore(int piece) {
        ScriptedChannel channel = new ScriptedChannel(() -> new byte[piece]);
        GracefulClose closing = new GracefulClose(loop, channel, null, null);
        int before = -1;
        while (channel.isOpen()) {
            closing.ready();
            assertThat(channel.bytesRead()).isBetween(before + 1, before + 1025);
            before = channel.bytesRead();
        }
        assertThat(channel.bytesRead()).isEqualTo(MOST);
    }

    @Test
    void atOnceReadsWhatIsThereAndNoMore() {
        ScriptedChannel channel = new ScriptedChannel(() -> new byte[100]);
        new GracefulClose(loop, channel, null, null).atOnce(true);
        assertThat(channel.bytesRead()).isEqualTo(MOST);
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFloodIsNotReadOn() {
        ScriptedChannel channel = new ScriptedChannel(() -> new byte[100]);
        new GracefulClose(loop, channel, null, null).atOnce(false);
        assertThat(channel.bytesRead()).isZero();
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whereManyWaitForTheirPeersTheNextOneDoesNot() throws IOException {
        try (LocalServer server =
                LocalServer.plain(socket -> socket.getOutputStream().write('x'))) {
            SocketChannel first = close(server);
            SocketChannel second = close(server);
            assertThat(first.isOpen()).isTrue();
            assertThat(second.isOpen()).isFalse();
            loop.timed().forEach(SelectorHandler::expire);
            assertThat(first.isOpen()).isFalse();
            assertThat(close(server).isOpen()).isTrue();
        }
    }

    private SocketChannel close(LocalServer server) throws IOException {
        SocketChannel channel = SocketChannel.open(server.address());
        channel.configureBlocking(false);
        GracefulClose closing = new GracefulClose(loop, channel, loop.register(channel, null, 0), null);
        closing.begin();
        return channel;
    }
}
