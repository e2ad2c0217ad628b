package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does to a parked connection, and what becomes of it. */
class ServerEndsTest {
    private final CountDownLatch now = new CountDownLatch(1);

    @Test
    void fin() throws IOException {
        try (LocalServer server = LocalServer.plain(when(Socket::close));
                Warmer warmer = Warmer.plain(server)) {
            assertEvicted(warmer, "closed-by-server");
        }
    }

    @Test
    void rst() throws IOException {
        try (LocalServer server = LocalServer.plain(when(socket -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }));
                Warmer warmer = Warmer.plain(server)) {
            assertEvicted(warmer, "closed-by-server");
        }
    }

    @Test
    void aPage() throws IOException {
        try (LocalServer server = LocalServer.plain(when(ServerEndsTest::sendPage));
                Warmer warmer = Warmer.plain(server)) {
            assertEvicted(warmer, "unexpected-data");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotify(String protocol) throws IOException {
        try (LocalServer server = LocalServer.tls(protocol, when(Socket::close));
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting())) {
            assertEvicted(warmer, "closed-by-server");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPageByTls(String protocol) throws IOException {
        try (LocalServer server = LocalServer.tls(protocol, when(ServerEndsTest::sendPage));
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting())) {
            assertEvicted(warmer, "unexpected-data");
        }
    }

    private LocalServer.Handler when(LocalServer.Handler then) {
        return socket -> {
            try {
                now.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            then.handle(socket);
        };
    }

    private static void sendPage(Socket socket) throws IOException {
        socket.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n".getBytes());
        socket.close();
    }

    private void assertEvicted(Warmer warmer, String reason) {
        long hits = warmer.warmUp().read().hits();
        now.countDown();
        Eventually.until("evicted " + warmer, () -> warmer.evicted(reason) > 0);
        // One snapshot: more may be opened, and end, at any moment.
        Snapshot ended = warmer.read();
        Warmer.assertAddsUp(ended);
        assertThat(ended.unused()).isEqualTo(ended.evicted().get(reason));
        assertThat(ended.hits()).isEqualTo(hits);
    }
}
