package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** TLS made ahead that is of no use to the client when it comes to it: the client goes on with a connection of its own. */
class OkHttpSeamTest {
    private static final int DIGEST_MILLIS = 500;

    private static final HeldCertificate SERVER =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

    private final SSLSocketFactory factory = new HandshakeCertificates.Builder()
            .addTrustedCertificate(SERVER.certificate())
            .build()
            .sslContext()
            .getSocketFactory();
    private final List<String> protocols = List.of("http/1.1");
    private final List<Object> specs = List.of(new Object());
    private final BlockingQueue<SSLSocket> accepted = new LinkedBlockingQueue<>();
    private SSLServerSocket listening;
    private PrewarmRuntime ours;
    private Prewarm pool;
    private Object call;

    @BeforeEach
    void serve() throws Exception {
        listening = (SSLServerSocket) new HandshakeCertificates.Builder()
                .heldCertificate(SERVER)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread acceptor = new Thread(this::accept);
        acceptor.setDaemon(true);
        acceptor.start();
        Settings settings = Settings.read(
                "", Map.of("prewarm.origins", "https://localhost:" + listening.getLocalPort() + ";idle=60s"), Map.of());
        ours = new PrewarmRuntime(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool = ours.prewarm();
        ours.start();
        OkHttpSeam.connectTo(pool, loader -> true);
    }

    @AfterEach
    void close() throws IOException {
        OkHttpSeam.connectTo(null, null);
        ours.stop(0);
        listening.close();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listening.accept();
                accepted.add(socket);
                new Thread(() -> handshake(socket)).start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void handshake(SSLSocket socket) {
        try {
            socket.startHandshake();
            socket.getOutputStream().write(socket.getInputStream().read());
        } catch (IOException e) {
            // Of a client that did not want it.
        }
    }

    /** As the client does; answers the socket it goes on with. */
    private SSLSocket connect(String enabled) throws IOException {
        call = new Object();
        OkHttpSeam.request(call, "GET", null, true);
        WarmSocket raw = (WarmSocket) OkHttpSeam.createSocket(
                SocketFactory.getDefault(),
                Proxy.NO_PROXY,
                factory,
                protocols,
                specs,
                "localhost",
                listening.getLocalPort(),
                this,
                new Object(),
                call);
        raw.setSoTimeout(5_000);
        raw.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), listening.getLocalPort()), 5_000);
        raw.setTcpNoDelay(true);
        SSLSocket socket = (SSLSocket) OkHttpSeam.secure(factory, raw, "localhost", listening.getLocalPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {enabled});
        socket.setSSLParameters(parameters);
        return OkHttpSeam.startHandshake(socket);
    }

    private void answered(SSLSocket socket) {
        OkHttpSeam.answered(200, "http/1.1", List.of("close"), socket, call);
    }

    private void awaitWarm() throws InterruptedException {
        for (int i = 0; i < 30_000 && ours.snapshots().read().warm() == 0; i++) {
            Thread.sleep(1);
        }
        assertThat(ours.snapshots().read().warm()).as("parked").isPositive();
        // For the tickets behind the handshake: one that the keeper just looks at is nobody's.
        Thread.sleep(DIGEST_MILLIS);
    }

    @Test
    void configuredInAnotherWayItIsMadeAnew() throws Exception {
        for (int i = 0; i < 2; i++) {
            answered(connect("TLSv1.3"));
        }
        awaitWarm();
        long hits = ours.snapshots().read().hits();
        SSLSocket socket = connect("TLSv1.2");
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getSoTimeout()).isEqualTo(5_000);
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
        answered(socket);
        Snapshot now = ours.snapshots().read();
        assertThat(now.hits()).isEqualTo(hits);
        assertThat(now.staleHits()).isZero();
        assertThat(now.evicted().get("flushed")).isEqualTo(1);
        socket.close();
    }

    @Test
    void configuredAsEverItIsUsed() throws Exception {
        for (int i = 0; i < 2; i++) {
            answered(connect("TLSv1.3"));
        }
        awaitWarm();
        long hits = ours.snapshots().read().hits();
        SSLSocket socket = connect("TLSv1.3");
        assertThat(ours.snapshots().read().hits()).isEqualTo(hits + 1);
        assertThat(ours.snapshots().read().evicted().get("flushed")).isZero();
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        socket.close();
    }
}
