package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.Prewarm;
import dev.prewarm.config.Settings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** A warm connection whose server ends it around the moment at which the async client gets it. */
class AsyncSeamTest {
    private final IOException ended = new ConnectionClosedException();

    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final Object context = new Object();
    private ServerSocket listening;
    private Prewarm pool;
    private SocketChannel warm;
    private Socket server;

    private final Object strategy = new DefaultHttpRequestRetryStrategy();

    @BeforeEach
    void takeWarmConnection() throws Exception {
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread acceptor = new Thread(this::accept);
        acceptor.setDaemon(true);
        acceptor.start();
        String origin = "http://127.0.0.1:" + listening.getLocalPort();
        Settings settings =
                Settings.read("", Map.of("prewarm.origins", origin, "prewarm.non-idempotent", "cold"), Map.of());
        assertThat(settings.warnings()).isEmpty();
        pool = new Prewarm(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool.start();
        SharedSeam.connectTo(pool, loader -> true);
        try (SocketChannel cold = connect("GET")) {
            accepted.take().close();
            answered(cold, 200);
        }
        server = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(server).as("a connection opened ahead").isNotNull();
        awaitWarm();
        warm = connect("GET");
        assertThat(warm.socket().getLocalPort()).as("the warm one was taken").isEqualTo(server.getPort());
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

    private void accept() {
        try {
            while (true) {
                accepted.add(listening.accept());
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** As the client does. */
    private SocketChannel connect(String method) throws IOException {
        SharedSeam.repeats(strategy, context);
        return connectWithoutRetries(method);
    }

    private SocketChannel connectWithoutRetries(String method) throws IOException {
        Object runtime = new Object();
        Object request = new Object();
        SharedSeam.exchange(runtime, context, method, null);
        SharedSeam.connectBegins(runtime);
        SharedSeam.frame(this, "http", "127.0.0.1", listening.getLocalPort(), null, null);
        AsyncSeam.requested(request);
        SharedSeam.frameEnds();
        SharedSeam.connectEnds();
        SocketChannel channel =
                AsyncSeam.channel(SocketChannel.open(), request, null, listening.getLocalSocketAddress(), null);
        AsyncSeam.connect(channel, listening.getLocalSocketAddress());
        return channel;
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

    /** Another one, like the first; after a canary, should one be due. */
    private SocketChannel connectWarm(Object by, String method) throws Exception {
        long before = pool.read().hits();
        long canaries = pool.read().canaries();
        awaitWarm();
        SharedSeam.repeats(by, context);
        SocketChannel channel = connectWithoutRetries(method);
        if (pool.read().canaries() > canaries) {
            channel.close();
            awaitWarm();
            SharedSeam.repeats(by, context);
            channel = connectWithoutRetries(method);
        }
        assertThat(pool.read().hits()).isEqualTo(before + 1);
        return channel;
    }

    private void awaitWarm() throws InterruptedException {
        for (int i = 0; i < 30_000 && pool.read().warm() == 0; i++) {
            Thread.sleep(1);
        }
        assertThat(pool.read().warm()).as("parked").isPositive();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatComesBeforeTheFirstWriteIsTheEnd() throws Exception {
        serverSays("HTTP/1.1 408");

        assertThatThrownBy(() -> AsyncSeam.write(warm, bytes("GET"))).isInstanceOf(SocketException.class);
        assertThat(SharedSeam.failure(ended, context)).isInstanceOf(SocketException.class);
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
        assertThat(SharedSeam.failure(ended, context)).isSameAs(ended);
    }

    @Test
    void anEndWithoutAnAnswerIsJudgedAsAReset() throws Exception {
        AsyncSeam.write(warm, bytes("GET"));
        server.close();

        readToTheEnd();

        assertThat(SharedSeam.failure(ended, context)).isInstanceOf(SocketException.class);
        IOException timeout = new SocketTimeoutException();
        assertThat(SharedSeam.failure(timeout, context)).isSameAs(timeout);
        assertThat(SharedSeam.failure(ended, new Object())).isSameAs(ended);
    }

    @Test
    void anEndAfterTheAnswerIsNot() throws Exception {
        AsyncSeam.write(warm, bytes("GET"));
        answered(warm, 200);
        server.close();

        readToTheEnd();

        assertThat(SharedSeam.failure(ended, context)).isSameAs(ended);
    }

    @Test
    void a408ThatMayHaveMetTheRequestIsAReset() {
        assertThatThrownBy(() -> answered(warm, 408))
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
        assertThat(pool.read().staleHits()).isEqualTo(1);
        assertThat(SharedSeam.failure(ended, context)).isInstanceOf(SocketException.class);
    }

    /** It may have seen this very failure, and given up. */
    @Test
    void toAnotherStrategyThanTheStockOneItIsAnAnswer() throws Exception {
        try (SocketChannel other = connectWarm(new Object(), "GET")) {
            answered(other, 408);
            assertThat(pool.read().staleHits()).isEqualTo(1);
        }
        Object subclass = new DefaultHttpRequestRetryStrategy() {};
        try (SocketChannel other = connectWarm(subclass, "GET")) {
            answered(other, 408);
            assertThat(pool.read().staleHits()).isEqualTo(2);
        }
    }

    @Test
    void whatItsClientWillNotRepeatIsNoMoreThanAPost() throws Exception {
        awaitWarm();
        try (SocketChannel post = connect("POST");
                SocketChannel get = connectWithoutRetries("GET")) {
            assertThat(List.of(post, get)).allMatch(SocketChannel::isOpen);
            assertThat(pool.read().hits()).isEqualTo(1);
        }
        SharedSeam.strategy(strategy, 0);
        try (SocketChannel none = connect("GET")) {
            assertThat(none.isOpen()).isTrue();
            assertThat(pool.read().hits()).isEqualTo(1);
        }
        try (SocketChannel repeated = connectWarm(new Object(), "GET")) {
            assertThat(repeated.isOpen()).isTrue();
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
