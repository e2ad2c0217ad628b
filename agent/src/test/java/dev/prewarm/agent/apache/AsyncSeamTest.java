package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prewarm.Flight;
import dev.prewarm.Prewarm;
import dev.prewarm.config.Settings;
import dev.prewarm.wire.Eventually;
import dev.prewarm.wire.LocalServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** A warm connection whose server ends it around the moment at which the async client gets it. */
class AsyncSeamTest {
    private final IOException ended = new ConnectionClosedException();

    private final Object request = new Object();
    private LocalServer listening;
    private Prewarm pool;
    private SocketChannel warm;
    private Socket server;

    @BeforeEach
    void takeWarmConnection() throws Exception {
        listening = LocalServer.plain(socket -> {});
        String origin = listening.origin("http");
        Settings settings =
                Settings.read("", Map.of("prewarm.origins", origin, "prewarm.non-idempotent", "cold"), Map.of());
        assertThat(settings.warnings()).isEmpty();
        pool = new Prewarm(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool.start();
        SharedSeam.connectTo(pool, loader -> true);
        warm = connect("GET");
        for (int i = 0; i < 100 && pool.read().hits() == 0; i++) {
            answered(warm, 200);
            warm.close();
            awaitWarm();
            warm = connect("GET");
        }
        assertThat(pool.read().hits()).isEqualTo(1);
        Eventually.until("accepted", () -> (server = accepted(warm.socket().getLocalPort())) != null);
    }

    /** The server's end of the client's connection from this port; null if it is not accepted yet. */
    private Socket accepted(int port) {
        return listening.accepted().stream()
                .filter(socket -> socket.getPort() == port)
                .findFirst()
                .orElse(null);
    }

    @AfterEach
    void close() throws IOException {
        SharedSeam.connectTo(null, null);
        pool.stop(0);
        warm.close();
        server.close();
        listening.close();
    }

    /** An application that is stopped: what is remembered of its connections must not hold its class loader. */
    @Test
    void whatATlsConfigAnswersIsNotHeld() throws Exception {
        SharedSeam.frame(this, "https", "a.example", 443, null, null);
        WeakReference<Object> versions = new WeakReference<>(new Object());
        SharedSeam.frameTls("1 s", null, null, versions.get());
        Frame remembered = SharedSeam.currentFrame();
        SharedSeam.frameEnds();
        for (int i = 0; i < 200 && versions.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(versions.get()).isNull();
        assertThat(remembered.isTls()).isTrue();
    }

    /** As the client does. */
    private SocketChannel connect(String method) throws IOException {
        return connect(method, true);
    }

    private SocketChannel connect(String method, boolean repeated) throws IOException {
        Object runtime = new Object();
        SharedSeam.attempts(runtime, request, 1, repeated, false);
        SharedSeam.attempt(runtime);
        return connect(runtime, method);
    }

    private SocketChannel connect(Object runtime, String method) throws IOException {
        Object connecting = new Object();
        SharedSeam.exchange(runtime, method, null, false);
        SharedSeam.connectBegins(runtime);
        SharedSeam.frame(this, "http", "127.0.0.1", listening.address().getPort(), null, null);
        AsyncSeam.requested(connecting);
        SharedSeam.frameEnds();
        SharedSeam.connectEnds();
        SocketChannel channel = AsyncSeam.channel(SocketChannel.open(), connecting, null, listening.address(), null);
        AsyncSeam.connect(channel, listening.address());
        return channel;
    }

    private Flight flight() throws IOException {
        return SharedSeam.FLIGHTS
                .get(warm.getLocalAddress(), warm.getRemoteAddress())
                .flight();
    }

    private void serverSays(String text) throws IOException {
        server.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        warm.configureBlocking(true);
        while (warm.socket().getInputStream().available() == 0) {
            Thread.onSpinWait();
        }
        warm.configureBlocking(false);
    }

    private static void answered(SocketChannel on, int status) throws IOException {
        Object[] close = {"Connection: close"};
        SharedSeam.answered(status, "HTTP/1.1", close, on.getLocalAddress(), on.getRemoteAddress(), null);
    }

    private void awaitWarm() {
        Eventually.until("parked", () -> pool.read().warm() > 0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatComesBeforeTheFirstWriteIsTheEnd() throws Exception {
        serverSays("HTTP/1.1 408");

        assertThatThrownBy(() -> AsyncSeam.write(warm, bytes("GET"))).isInstanceOf(SocketException.class);
        assertThat(SharedSeam.failure(ended, request)).isInstanceOf(SocketException.class);
    }

    @Test
    void soItIsWhenTheClientReadsFirst() throws Exception {
        serverSays("HTTP/1.1 408");

        assertThatThrownBy(() -> AsyncSeam.read(warm, ByteBuffer.allocate(99))).isInstanceOf(SocketException.class);
    }

    @Test
    void whatComesAfterItIsAnAnswer() throws Exception {
        assertThat(AsyncSeam.write(warm, bytes("GET"))).isEqualTo(3);
        serverSays("HTTP/1.1 408");

        assertThat(AsyncSeam.write(warm, bytes(" more"))).isEqualTo(5);
        assertThat(AsyncSeam.read(warm, ByteBuffer.allocate(99))).isEqualTo(12);
        assertThat(SharedSeam.failure(ended, request)).isSameAs(ended);
    }

    @Test
    void anEndWithoutAnAnswerIsJudgedAsAReset() throws Exception {
        AsyncSeam.write(warm, bytes("GET"));
        server.close();

        readToTheEnd();

        assumeTrue(pool.mayHaveCrossed(flight()), "a machine that is not too busy for this");
        assertThat(SharedSeam.failure(ended, request)).isInstanceOf(SocketException.class);
        IOException timeout = new SocketTimeoutException();
        assertThat(SharedSeam.failure(timeout, request)).isSameAs(timeout);
        assertThat(SharedSeam.failure(ended, new Object())).isSameAs(ended);
    }

    /** The server had the request by then, and may have acted on it. */
    @Test
    void anEndThatCanNotHaveCrossedTheRequestIsTheClientsToJudge() throws Exception {
        AsyncSeam.write(warm, bytes("GET"));
        for (int i = 0; i < 30_000 && pool.mayHaveCrossed(flight()); i++) {
            Thread.sleep(1);
        }
        server.close();

        readToTheEnd();

        assertThat(SharedSeam.failure(ended, request)).isSameAs(ended);
        assertThat(pool.read().staleHits()).isEqualTo(1);
    }

    @Test
    void anEndAfterTheAnswerIsNot() throws Exception {
        AsyncSeam.write(warm, bytes("GET"));
        answered(warm, 200);
        server.close();

        readToTheEnd();

        assertThat(SharedSeam.failure(ended, request)).isSameAs(ended);
    }

    @Test
    void a408ThatMayHaveMetTheRequestIsAReset() {
        assertThatThrownBy(() -> answered(warm, 408))
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
        assertThat(pool.read().staleHits()).isEqualTo(1);
        assertThat(SharedSeam.failure(ended, request)).isInstanceOf(SocketException.class);
    }

    @Test
    void whatItsClientWillNotRepeatIsNoMoreThanAPost() throws Exception {
        awaitWarm();
        try (SocketChannel post = connect("POST");
                SocketChannel get = connect("GET", false);
                SocketChannel withoutRetries = connect(new Object(), "GET")) {
            assertThat(List.of(post, get, withoutRetries)).allMatch(SocketChannel::isOpen);
            assertThat(pool.read().hits()).isEqualTo(1);
        }
    }

    /** The first attempt may have been made on a connection of the client's own that served before. */
    @Test
    void aRetryIsTheClientsOwn() throws Exception {
        awaitWarm();
        Object runtime = new Object();
        SharedSeam.attempts(runtime, request, 1, true, false);
        SharedSeam.attempt(runtime);
        SharedSeam.attempt(runtime);
        try (SocketChannel again = connect(runtime, "GET")) {
            assertThat(again.isOpen()).isTrue();
            assertThat(pool.read().hits()).isEqualTo(1);
        }
    }

    private void readToTheEnd() {
        ByteBuffer target = ByteBuffer.allocate(99);
        try {
            while (AsyncSeam.read(warm, target) >= 0) {
                target.clear();
            }
        } catch (IOException reset) {
            // The request had not been read: an end as well.
        }
    }
}
