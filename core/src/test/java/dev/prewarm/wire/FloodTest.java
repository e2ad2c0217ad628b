package dev.prewarm.wire;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** One upstream never stops talking, on connections on which it was asked nothing; the keeper serves the other all the while. */
@Timeout(120)
class FloodTest {
    private static final byte[] EMPTY_RECORD = {0x16, 3, 3, 0, 0};

    private LocalServer good;
    private PrewarmRuntime runtime;
    private Origin goodOrigin;
    private Origin bad;

    @BeforeEach
    void serveWell() throws IOException {
        good = LocalServer.plain(socket -> socket.getInputStream().read());
        goodOrigin = Origin.parse(good.origin("http"));
    }

    @AfterEach
    void stop() throws IOException {
        runtime.stop(5_000);
        good.close();
    }

    private void warm(String flooding) throws IOException {
        bad = Origin.parse(flooding);
        String origins = goodOrigin + ";idle=100ms," + bad;
        runtime = new PrewarmRuntime(
                Settings.read(null, Map.of("prewarm.origins", origins, "prewarm.connect-timeout", "300ms"), Map.of()),
                NOPLogger.NOP_LOGGER,
                () -> false);
        runtime.start();
    }

    private void demand(Origin origin, InetSocketAddress endpoint, Recipe recipe) {
        ProvenEndpoint.of(runtime, new Key(origin, endpoint, null));
        for (int i = 0; i < 2; i++) {
            ConnectionAttempt attempt =
                    runtime.prewarm().take(runtime.prewarm().target(origin), endpoint, recipe, Repetition.HARMLESS);
            runtime.prewarm().connected(attempt);
            runtime.prewarm().answered(attempt, 200, true, recipe == null ? null : Warmer.sessionShowing(null));
            attempt.claim();
        }
    }

    private Snapshot read(Origin origin) {
        return runtime.snapshots().read(origin);
    }

    /** Some are opened, grow too old, and are closed in good order: all of that the keeper does. */
    private void assertTheOtherIsServed() {
        demand(goodOrigin, good.address(), null);
        long before = read(goodOrigin).evicted().get("idle");
        Eventually.until(
                "the keeper serves the other", () -> read(goodOrigin).evicted().get("idle") > before + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void withoutTls(int piece) throws IOException {
        try (LocalServer server = LocalServer.plain(socket -> flood(socket, new byte[piece], 0))) {
            warm(server.origin("http"));
            demand(bad, server.address(), null);
            Eventually.until("evicted", () -> read(bad).evicted().get("unexpected-data") > 0);
            assertTheOtherIsServed();
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    enum Kind {
        ENGINE {
            @Override
            Recipe recipe(SSLContext context, int port) {
                return new TlsRecipe(context, "127.0.0.1", port, new SSLParameters());
            }
        },
        SOCKET {
            @Override
            Recipe recipe(SSLContext context, int port) throws IOException {
                try (SSLSocket own = (SSLSocket) context.getSocketFactory().createSocket()) {
                    return SocketRecipe.of(own, context, "127.0.0.1", port, true);
                }
            }
        };

        abstract Recipe recipe(SSLContext context, int port) throws IOException;
    }

    /** Records that the JDK's TLS passes over, for as long as they come. */
    @ParameterizedTest
    @MethodSource("kinds")
    void inAHandshake(Kind kind) throws IOException {
        byte[] many = new byte[EMPTY_RECORD.length * 1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = EMPTY_RECORD[i % EMPTY_RECORD.length];
        }
        assertEndsWithItsTimeout(kind, many, 0);
    }

    /** One byte at a time, each long before a read would time out. */
    @ParameterizedTest
    @MethodSource("kinds")
    void inAHandshakeByteByByte(Kind kind) throws IOException {
        assertEndsWithItsTimeout(kind, new byte[] {0x16, 3, 3, 0x40, 0}, 20);
    }

    private void assertEndsWithItsTimeout(Kind kind, byte[] said, int pauseMillis) throws IOException {
        try (LocalServer server = LocalServer.plain(socket -> flood(socket, said, pauseMillis))) {
            warm(server.origin("https"));
            demand(
                    bad,
                    server.address(),
                    kind.recipe(LocalCertificates.trusting(), server.address().getPort()));
            Eventually.until("opened", () -> read(bad).opened() > 0);
            assertTheOtherIsServed();
            Eventually.until(
                    "timed out",
                    () -> read(bad).failed() > 1 || read(bad).reason().contains("the TLS handshake timed out"));
        }
    }

    /** @param pauseMillis 0: all the time; else what is said first goes out at once, and then a byte after each pause */
    private static void flood(Socket socket, byte[] said, int pauseMillis) throws IOException {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        out.write(said);
        while (!socket.isClosed()) {
            if (pauseMillis == 0) {
                out.write(said);
            } else {
                LockSupport.parkNanos(pauseMillis * 1_000_000L);
                out.write(0);
            }
        }
    }
}
