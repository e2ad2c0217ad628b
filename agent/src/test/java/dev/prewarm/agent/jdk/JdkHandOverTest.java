package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.agent.jdk.JdkRequestAttempt.Secure;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.wire.TlsRecipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What fails after the take and before the client has the channel. */
class JdkHandOverTest {
    private static final HeldCertificate SERVER =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

    private final SSLContext context = new HandshakeCertificates.Builder()
            .addTrustedCertificate(SERVER.certificate())
            .build()
            .sslContext();
    private final List<Integer> ended = new CopyOnWriteArrayList<>();
    private SSLServerSocket listening;
    private PrewarmRuntime ours;
    private Prewarm pool;
    private Origin origin;
    private InetSocketAddress address;
    private TlsRecipe recipe;

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
        origin = Origin.of(true, "localhost", listening.getLocalPort());
        address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), listening.getLocalPort());
        recipe = new TlsRecipe(context, "localhost", address.getPort(), new SSLParameters());
        Settings settings = Settings.read("", Map.of("prewarm.origins", origin + ";idle=60s"), Map.of());
        ours = new PrewarmRuntime(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool = ours.prewarm();
        ours.start();
    }

    @AfterEach
    void close() throws IOException {
        ours.stop(0);
        listening.close();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listening.accept();
                new Thread(() -> readToTheEnd(socket)).start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void readToTheEnd(SSLSocket socket) {
        int port = socket.getPort();
        try {
            socket.startHandshake();
            socket.getInputStream().read();
        } catch (IOException e) {
            // Ended without a close_notify.
        }
        ended.add(port);
    }

    private SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine("localhost", address.getPort());
        engine.setUseClientMode(true);
        return engine;
    }

    private ConnectionAttempt hit() throws Exception {
        for (int i = 0; i < 30_000; i++) {
            // Twice, for a key earns its stock so; then again whenever there is some: it may be a canary's turn.
            if (i < 2 || ours.snapshots().read().warm() > 0) {
                ConnectionAttempt attempt = pool.take(origin, address, recipe, true, false);
                if (attempt.isHit()) {
                    return attempt;
                }
                pool.connected(attempt);
                pool.answered(attempt, 200, true, engine().getSession());
            }
            Thread.sleep(1);
        }
        throw new AssertionError("no hit");
    }

    @Test
    void theWarmOneIsClosedAndTheClientsEngineIsUntouched() throws Exception {
        ConnectionAttempt attempt = hit();
        Snapshot before = ours.snapshots().read();
        SSLEngine own = engine();
        // No face to put over the warm engine.
        assertThat(JdkSeam.handOver(pool, attempt, new Secure(address, own, recipe)))
                .isNull();
        assertThat(attempt.isHit()).isFalse();
        assertThat(own.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING);
        for (int i = 0; i < 30_000 && ended.isEmpty(); i++) {
            Thread.sleep(1);
        }
        assertThat(ended).as("the server sees its end").hasSize(1);
        Snapshot now = ours.snapshots().read();
        assertThat(now.hits()).isEqualTo(before.hits() - 1);
        assertThat(now.misses()).isEqualTo(before.misses() + 1);
        assertThat(now.evicted().get("flushed")).isEqualTo(1);
        assertThat(now.opened()).isEqualTo(now.hits() + now.unused() + now.failed() + now.warm() + now.opening());
    }

    @Test
    void theClientsEngineBecomesAFaceOfTheWarmOne() throws Exception {
        JdkEngine face = new JdkEngine(engine());
        try (SocketChannel channel = JdkSeam.handOver(pool, hit(), new Secure(address, face, recipe))) {
            assertThat(channel.isConnected()).isTrue();
            assertThat(face.getSession().getPeerCertificates()).hasSize(1);
        }
    }
}
