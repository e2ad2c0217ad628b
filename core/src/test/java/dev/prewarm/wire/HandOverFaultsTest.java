package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Repetition;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hand-over to a blocking client, each step of which fails once: the request succeeds on a connection of the client's own,
 * with all that was set, what was warm is closed, and counted as what it is.
 */
class HandOverFaultsTest {
    private LocalServer server;
    private Warmer warmer;

    @BeforeEach
    void serve() throws IOException {
        server = LocalServer.plain(LocalServer::answerAndClose);
        warmer = Warmer.plain(server, "prewarm.min", "2").warmUp();
    }

    @AfterEach
    void close() throws Exception {
        warmer.close();
        server.close();
    }

    /** What a step may fail with. */
    static List<Supplier<Throwable>> faults() {
        return List.of(
                () -> new IOException("Too many open files"),
                () -> new SocketException("Invalid argument"),
                () -> new IllegalStateException("planted"),
                () -> new OutOfMemoryError("planted"),
                () -> new StackOverflowError("planted"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whateverFailsTheRequestGoesCold(Supplier<Throwable> fault) throws Exception {
        int steps = 0;
        while (true) {
            FaultyConnector connector = new FaultyConnector(steps, fault.get());
            Snapshot before = warmer.read();
            try (WarmSocket socket = new WarmSocket(connector)) {
                set(socket);
                assertThatCode(() -> socket.connect(server.address(), 5_000))
                        .as("step %s", steps)
                        .doesNotThrowAnyException();
                if (!connector.channel.hasFailed()) {
                    assertThat(socket.isWarm()).isTrue();
                    assertThat(connector.givenUp).isEmpty();
                    connector.channel.arm(0, null);
                    break;
                }
                assertThat(socket.isWarm()).as("after step %s", steps).isFalse();
                assertThat(connector.channel.isOpen()).isFalse();
                assertThat(connector.givenUp).hasSize(1);
                assertThat(connector.attempt.isHit()).isFalse();
                assertIsSet(socket);
                assertThat(ask(socket)).startsWith("HTTP/1.1 200");
            }
            assertIsNoHit(before);
            steps++;
        }
        // The local address, and what was set.
        assertThat(steps).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatIsSetWhileItIsWarmIsSetOnTheColdOneToo() throws Exception {
        FaultyConnector connector = new FaultyConnector(Integer.MAX_VALUE, null);
        try (WarmSocket socket = new WarmSocket(connector)) {
            socket.connect(server.address(), 5_000);
            assertThat(socket.isWarm()).isTrue();
            Snapshot before = warmer.read();
            set(socket);
            socket.reconnectCold(null);
            assertThat(connector.channel.isOpen()).isFalse();
            assertThat(connector.givenUp).hasSize(1);
            assertThat(connector.connected).as("the client's own is ready").isEqualTo(1);
            assertIsSet(socket);
            assertThat(ask(socket)).startsWith("HTTP/1.1 200");
            assertThat(warmer.read().staleHits()).isEqualTo(before.staleHits());
            assertThat(warmer.read().hits()).isEqualTo(before.hits() - 1);
        }
    }

    @Test
    void oneThatItsClientHasClosedConnectsNoMore() throws Exception {
        WarmSocket socket = new WarmSocket(new FaultyConnector(Integer.MAX_VALUE, null));
        socket.connect(server.address(), 5_000);
        socket.close();
        assertThatThrownBy(() -> socket.reconnectCold(null))
                .isInstanceOf(SocketException.class)
                .hasMessage("Socket closed");
    }

    @Test
    void anAttemptIsGivenUpOnce() {
        ConnectionAttempt attempt = warmer.hit(Repetition.HARMLESS);
        Snapshot before = warmer.read();
        for (int i = 0; i < 2; i++) {
            warmer.prewarm().givenUp(attempt, null);
        }
        ConnectionAttempt cold = warmer.cold();
        warmer.prewarm().givenUp(cold, null);
        warmer.prewarm().died(attempt);
        assertThat(warmer.read().hits()).isEqualTo(before.hits() - 1);
        assertThat(warmer.read().misses()).isEqualTo(before.misses() + 1);
        assertThat(warmer.evicted("flushed")).isEqualTo(1);
        assertThat(warmer.read().staleHits()).isZero();
        Warmer.assertAddsUp(warmer.read());
    }

    @Test
    void whatNobodyHasClaimedIsClosedWithItsAttempt() {
        ConnectionAttempt[] attempt = new ConnectionAttempt[1];
        Eventually.until("a hit", () -> (attempt[0] = warmer.attempt()).isHit());
        warmer.prewarm().givenUp(attempt[0], new OutOfMemoryError("planted"));
        assertThat(attempt[0].claim()).isNull();
        Eventually.until("closed", () -> {
            warmer.read();
            return server.accepted().stream().anyMatch(HandOverFaultsTest::hasEnded);
        });
        Warmer.assertAddsUp(warmer.read());
    }

    private static boolean hasEnded(Socket accepted) {
        return accepted.isClosed();
    }

    private void assertIsNoHit(Snapshot before) {
        Snapshot now = warmer.read();
        assertThat(now.hits()).isEqualTo(before.hits());
        assertThat(now.staleHits()).isZero();
        Warmer.assertAddsUp(now);
    }

    private static void set(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setOption(StandardSocketOptions.SO_LINGER, 3);
        socket.setOOBInline(true);
        socket.setSoTimeout(4_321);
    }

    private static void assertIsSet(Socket socket) throws IOException {
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getKeepAlive()).isTrue();
        assertThat(socket.getSoLinger()).isEqualTo(3);
        assertThat(socket.getOOBInline()).isTrue();
        assertThat(socket.getSoTimeout()).isEqualTo(4_321);
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
        return new String(socket.getInputStream().readAllBytes());
    }

    /** Hands over what the pool has, in a channel that fails. */
    private final class FaultyConnector implements Connector {
        final List<Throwable> givenUp = new ArrayList<>();
        int connected;
        ConnectionAttempt attempt;
        FaultyChannel channel;
        private final int steps;
        private final Throwable fault;

        FaultyConnector(int steps, Throwable fault) {
            this.steps = steps;
            this.fault = fault;
        }

        @Override
        public WarmConnection take(InetSocketAddress endpoint) {
            try {
                WarmConnection[] real = new WarmConnection[1];
                Eventually.until("a hit " + warmer, () -> {
                    attempt = warmer.attempt();
                    warmer.prewarm().connected(attempt);
                    return (real[0] = attempt.claim()) != null;
                });
                channel = new FaultyChannel(real[0].channel());
                WarmConnection faulty = Parked.as(channel);
                channel.arm(steps, fault);
                return faulty;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void givenUp(Throwable why) {
            givenUp.add(why);
            warmer.prewarm().givenUp(attempt, why);
        }

        @Override
        public void connected() {
            connected++;
            warmer.prewarm().connected(attempt);
        }
    }
}
