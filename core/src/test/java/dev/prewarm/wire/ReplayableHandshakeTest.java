package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.config.Origin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warm connection without TLS that ends when its client begins the handshake. */
class ReplayableHandshakeTest {
    private static final byte[] HELLO = {22, 3, 1, 0, 3, 7, 8, 9};
    private static final byte[] REQUEST = "POST / HTTP/1.1\r\n\r\n".getBytes();

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();

    /** The first that is spoken to ends, each other one says the same back. */
    private LocalServer server(boolean reset, byte... answer) throws IOException {
        AtomicInteger number = new AtomicInteger();
        return LocalServer.plain(socket -> {
            byte[] said = new byte[100];
            int read = socket.getInputStream().read(said);
            if (read > 0 && number.getAndIncrement() == 0) {
                socket.getOutputStream().write(answer);
                socket.setSoLinger(reset, 0);
            } else if (read > 0) {
                served.incrementAndGet();
                socket.getOutputStream().write(said, 0, read);
            }
            socket.close();
        });
    }

    private WarmSocket connect(Warmer warmer, LocalServer server) throws IOException {
        WarmConnection[] warm = {warmer.takeWarm()};
        WarmSocket socket = new WarmSocket(new Connector() {
            @Override
            public WarmConnection take(InetSocketAddress endpoint) {
                return warm[0];
            }

            @Override
            public boolean isForTls() {
                return true;
            }

            @Override
            public void lost() {
                lost.incrementAndGet();
            }
        });
        socket.setSoTimeout(5_000);
        socket.connect(server.address(), 5_000);
        assertThat(socket.isWarm()).isTrue();
        return socket;
    }

    private static Warmer warmer(LocalServer server) throws IOException {
        String https = Origin.of(true, "127.0.0.1", server.address().getPort()).toString();
        return Warmer.at(https, server.address(), null, "prewarm.tls", "false", "prewarm.max", "1")
                .warmUp();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void beginsAgainOnAConnectionOfItsOwn(boolean reset) throws IOException {
        try (LocalServer server = server(reset);
                Warmer warmer = warmer(server);
                Socket socket = connect(warmer, server)) {
            socket.getOutputStream().write(HELLO);
            assertThat(socket.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            assertThat(lost).hasValue(1);
            assertThat(served).hasValue(1);
            assertThat(socket.getSoTimeout()).isEqualTo(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void streamsThatWereAskedForBeforeGoOn() throws IOException {
        try (LocalServer server = server(false);
                Warmer warmer = warmer(server);
                WarmSocket socket = connect(warmer, server)) {
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            out.write(HELLO, 0, 4);
            out.write(HELLO, 4, HELLO.length - 4);
            assertThat(in.readNBytes(HELLO.length)).isEqualTo(HELLO);
            assertThat(socket.isWarm()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNoHandshakeIsNotSaidTwice(boolean reset) throws IOException {
        try (LocalServer server = server(reset);
                Warmer warmer = warmer(server);
                Socket socket = connect(warmer, server)) {
            socket.getOutputStream().write(REQUEST);
            if (reset) {
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            } else {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(lost).hasValue(0);
            assertThat(served).hasValue(0);
        }
    }

    @Test
    void whatFollowsAHandshakeIsNotSaidTwice() throws IOException {
        try (LocalServer server = server(false);
                Warmer warmer = warmer(server);
                Socket socket = connect(warmer, server)) {
            byte[] both = new byte[2 * HELLO.length];
            System.arraycopy(HELLO, 0, both, 0, HELLO.length);
            System.arraycopy(HELLO, 0, both, HELLO.length, HELLO.length);
            both[HELLO.length] = 23;
            socket.getOutputStream().write(both);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(served).hasValue(0);
        }
    }

    @Test
    void onceTheServerHasAnsweredItsEndIsTheClientsToSee() throws IOException {
        try (LocalServer server = server(false, (byte) 42);
                Warmer warmer = warmer(server);
                Socket socket = connect(warmer, server)) {
            socket.getOutputStream().write(HELLO);
            assertThat(socket.getInputStream().read()).isEqualTo(42);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(lost).hasValue(0);
        }
    }

    @Test
    void aSocketThatItsClientHasClosedStaysClosed() throws IOException {
        try (LocalServer server = server(false);
                Warmer warmer = warmer(server)) {
            Socket socket = connect(warmer, server);
            var in = socket.getInputStream();
            socket.getOutputStream().write(HELLO);
            socket.close();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessage("Socket closed");
            assertThat(lost).hasValue(0);
        }
    }
}
