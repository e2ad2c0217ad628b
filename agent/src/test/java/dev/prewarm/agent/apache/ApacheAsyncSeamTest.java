package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.wire.Eventually;
import dev.prewarm.wire.LocalServer;
import dev.prewarm.wire.ProvenEndpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
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
class ApacheAsyncSeamTest {
    private final IOException ended = new ConnectionClosedException();

    private static final int READS = 10_000;

    private final Object request = new Object();
    private LocalServer listening;
    private PrewarmRuntime ours;
    private Prewarm pool;
    private SocketChannel warm;
    private Object runtime;
    private Socket server;

    @BeforeEach
    void takeWarmConnection() throws Exception {
        listening = LocalServer.plain(socket -> {});
        String origin = listening.origin("http");
        Settings settings =
                Settings.read("", Map.of("prewarm.origins", origin, "prewarm.non-idempotent", "cold"), Map.of());
        assertThat(settings.warnings()).isEmpty();
        ours = new PrewarmRuntime(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool = ours.prewarm();
        ours.start();
        ProvenEndpoint.of(ours, new Key(Origin.parse(origin), listening.address(), null));
        ApacheSeam.connectTo(pool, loader -> true);
        warm = connect("GET");
        for (int i = 0; i < 100 && ours.snapshots().read().hits() == 0; i++) {
            answered(warm, 200);
            warm.close();
            awaitWarm();
            warm = connect("GET");
        }
        assertThat(ours.snapshots().read().hits()).isEqualTo(1);
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
        ApacheSeam.connectTo(null, null);
        ours.stop(0);
        warm.close();
        server.close();
        listening.close();
    }

    /** An application that is stopped: what is remembered of its connections must not hold its class loader. */
    @Test
    void whatATlsConfigAnswersIsNotHeld() throws Exception {
        ApacheSeam.frame(this, "https", "a.example", 443, null, null);
        WeakReference<Object> versions = new WeakReference<>(new Object());
        ApacheSeam.frameTls("1 s", null, null, versions.get());
        ApacheFrame remembered = ApacheSeam.currentFrame();
        ApacheSeam.frameEnds();
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
        runtime = new Object();
        ApacheSeam.attempts(runtime, request, 1, repeated, false);
        ApacheSeam.attempt(runtime);
        return connect(runtime, method);
    }

    private SocketChannel connect(Object by, String method) throws IOException {
        Object connecting = new Object();
        ApacheSeam.exchange(by, method, null, false);
        ApacheSeam.connectBegins(by);
        ApacheSeam.frame(this, "http", "127.0.0.1", listening.address().getPort(), null, null);
        ApacheAsyncSeam.requested(connecting);
        ApacheSeam.frameEnds();
        ApacheSeam.connectEnds();
        SocketChannel channel =
                ApacheAsyncSeam.channel(SocketChannel.open(), connecting, null, listening.address(), null);
        ApacheAsyncSeam.connect(channel, listening.address());
        return channel;
    }

    private ConnectionAttempt attempt() throws IOException {
        return ApacheSeam.CONNECTIONS
                .get(warm.getLocalAddress(), warm.getRemoteAddress())
                .attempt();
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
        Object message = new Object();
        sends(message, on);
        answered(message, status);
    }

    private static void sends(Object message, SocketChannel on) throws IOException {
        ApacheSeam.sends(message, "GET", new Object[0], on.getLocalAddress(), on.getRemoteAddress(), null);
    }

    private static void answered(Object message, int status) {
        ApacheSeam.answered(
                message,
                status,
                "HTTP/1.1",
                new Object[] {"Connection: close"},
                new Object[] {"Content-Length: 0"},
                new Object[0]);
    }

    private void keptAlive(SocketChannel on, String asked) throws IOException {
        Object message = new Object();
        Object[] connection = asked.isEmpty() ? new Object[0] : new Object[] {"Connection: " + asked};
        ApacheSeam.sends(message, "GET", connection, on.getLocalAddress(), on.getRemoteAddress(), null);
        ApacheSeam.answered(message, 200, "HTTP/1.1", new Object[0], new Object[] {"Content-Length: 0"}, new Object[0]);
    }

    /** Answered, and ended by the server right after it. */
    private void keptInVain(int times, String asked) throws Exception {
        for (int i = 0; i < times; i++) {
            SocketChannel channel = connect("POST");
            keptAlive(channel, asked);
            int port = channel.socket().getLocalPort();
            Eventually.until("accepted", () -> accepted(port) != null);
            accepted(port).shutdownOutput();
            Eventually.until("it has ended", () -> isEnded(channel));
            channel.close();
        }
    }

    private static boolean isEnded(SocketChannel channel) {
        try {
            return ApacheAsyncSeam.read(channel, ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String reason() {
        return ours.snapshots().readEach().get(0).reason();
    }

    @Test
    void aServerThatEndsWhatItPromisesToKeepCloses() throws Exception {
        for (int i = 0; i < 3; i++) {
            keptAlive(warm, "");
        }
        assertThat(reason()).isEqualTo("nothing to gain");
        keptInVain(2, "");
        assertThat(reason()).isEqualTo("nothing to gain");
        keptInVain(1, "");
        assertThat(reason()).isEqualTo("named, closes every connection");
    }

    @Test
    void whereTheClientAsksItToCloseThatTellsNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            keptAlive(warm, "");
        }
        keptInVain(4, "close");
        assertThat(reason()).isEqualTo("nothing to gain");
    }

    private void awaitWarm() {
        Eventually.until("parked", () -> ours.snapshots().read().warm() > 0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatComesBeforeTheFirstWriteIsTheEnd() throws Exception {
        serverSays("HTTP/1.1 408");

        assertThatThrownBy(() -> ApacheAsyncSeam.write(warm, bytes("GET"))).isInstanceOf(SocketException.class);
        assertThat(ApacheSeam.failure(ended, request)).isInstanceOf(SocketException.class);
    }

    @Test
    void soItIsWhenTheClientReadsFirst() throws Exception {
        serverSays("HTTP/1.1 408");

        assertThatThrownBy(() -> ApacheAsyncSeam.read(warm, ByteBuffer.allocate(99)))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void whatComesAfterItIsAnAnswer() throws Exception {
        assertThat(ApacheAsyncSeam.write(warm, bytes("GET"))).isEqualTo(3);
        serverSays("HTTP/1.1 408");

        assertThat(ApacheAsyncSeam.write(warm, bytes(" more"))).isEqualTo(5);
        assertThat(ApacheAsyncSeam.read(warm, ByteBuffer.allocate(99))).isEqualTo(12);
        assertThat(ApacheSeam.failure(ended, request)).isSameAs(ended);
    }

    @Test
    void anEndWithoutAnAnswerIsJudgedAsAReset() throws Exception {
        ApacheAsyncSeam.write(warm, bytes("GET"));
        server.close();

        readToTheEnd();

        assumeTrue(pool.mayHaveCrossed(attempt()), "a machine that is not too busy for this");
        assertThat(ApacheSeam.failure(ended, request)).isInstanceOf(SocketException.class);
        IOException timeout = new SocketTimeoutException();
        assertThat(ApacheSeam.failure(timeout, request)).isSameAs(timeout);
        assertThat(ApacheSeam.failure(ended, new Object())).isSameAs(ended);
    }

    /** The server had the request by then, and may have acted on it. */
    @Test
    void anEndThatCanNotHaveCrossedTheRequestIsTheClientsToJudge() throws Exception {
        ApacheAsyncSeam.write(warm, bytes("GET"));
        for (int i = 0; i < 30_000 && pool.mayHaveCrossed(attempt()); i++) {
            Thread.sleep(1);
        }
        server.close();

        readToTheEnd();

        assertThat(ApacheSeam.failure(ended, request)).isSameAs(ended);
        assertThat(ours.snapshots().read().staleHits()).isEqualTo(1);
    }

    @Test
    void anEndAfterTheAnswerIsNot() throws Exception {
        ApacheAsyncSeam.write(warm, bytes("GET"));
        answered(warm, 200);
        server.close();

        readToTheEnd();

        assertThat(ApacheSeam.failure(ended, request)).isSameAs(ended);
    }

    /** Whatever the context says that they may share. */
    @Test
    void anAnswerIsThatOfItsOwnRequest() throws Exception {
        awaitWarm();
        Object first = new Object();
        Object second = new Object();
        try (SocketChannel other = connect(new Object(), "POST")) {
            sends(first, warm);
            sends(second, other);
            answered(second, 200);
        }
        server.close();
        readToTheEnd();
        assertThat(ours.snapshots().read().staleHits())
                .as("ended without an answer")
                .isEqualTo(1);
    }

    /** A server's, say: there are many more of them than of ours. */
    @Test
    void aSessionThatIsNotOursPaysNoLookUp() throws Exception {
        ApacheAsyncSeam.write(warm, bytes("GET"));
        try (SocketChannel other = SocketChannel.open(listening.address())) {
            other.configureBlocking(false);
            ByteBuffer target = ByteBuffer.allocateDirect(9);
            read(other, target, READS);
            long before = allocated();
            read(other, target, READS);
            assertThat(allocated() - before).as("bytes on the heap").isLessThan(READS);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer target, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            ApacheAsyncSeam.read(channel, target);
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Its runtime discards it, and what its server does after that is nothing to it. */
    @Test
    void whatTheClientGivesUpIsNotTheServersEnd() throws Exception {
        ApacheAsyncSeam.write(warm, bytes("GET"));
        ApacheSeam.discarded(runtime);
        server.close();
        readToTheEnd();
        assertThat(ours.snapshots().read().staleHits()).isZero();
    }

    @Test
    void aConnectThatFailsIsToldAndThrownOn() throws Exception {
        listening.refuse();
        Object connecting = new Object();
        ApacheSeam.frame(this, "http", "127.0.0.1", listening.address().getPort(), null, null);
        ApacheAsyncSeam.requested(connecting);
        ApacheSeam.frameEnds();
        try (SocketChannel own = SocketChannel.open()) {
            SocketChannel channel = ApacheAsyncSeam.channel(own, connecting, null, listening.address(), null);
            assertThat(channel).isSameAs(own);
            assertThatThrownBy(() -> ApacheAsyncSeam.connect(channel, listening.address()))
                    .isInstanceOf(ConnectException.class);
            ApacheAsyncSeam.connectTimedOut(channel);
        }
    }

    @Test
    void a408ThatMayHaveMetTheRequestIsAReset() {
        assertThatThrownBy(() -> answered(warm, 408))
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
        assertThat(ours.snapshots().read().staleHits()).isEqualTo(1);
        assertThat(ApacheSeam.failure(ended, request)).isInstanceOf(SocketException.class);
    }

    @Test
    void whatItsClientWillNotRepeatIsNoMoreThanAPost() throws Exception {
        awaitWarm();
        try (SocketChannel post = connect("POST");
                SocketChannel get = connect("GET", false);
                SocketChannel withoutRetries = connect(new Object(), "GET")) {
            assertThat(List.of(post, get, withoutRetries)).allMatch(SocketChannel::isOpen);
            assertThat(ours.snapshots().read().hits()).isEqualTo(1);
        }
    }

    /** The first attempt may have been made on a connection of the client's own that served before. */
    @Test
    void aRetryIsTheClientsOwn() throws Exception {
        awaitWarm();
        Object retrying = new Object();
        ApacheSeam.attempts(retrying, request, 1, true, false);
        ApacheSeam.attempt(retrying);
        ApacheSeam.attempt(retrying);
        try (SocketChannel again = connect(retrying, "GET")) {
            assertThat(again.isOpen()).isTrue();
            assertThat(ours.snapshots().read().hits()).isEqualTo(1);
        }
    }

    private void readToTheEnd() {
        ByteBuffer target = ByteBuffer.allocate(99);
        try {
            while (ApacheAsyncSeam.read(warm, target) >= 0) {
                target.clear();
            }
        } catch (IOException reset) {
            // The request had not been read: an end as well.
        }
    }
}
