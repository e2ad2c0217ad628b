package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.agent.jdk.JdkRequestAttempt.Secure;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.wire.Eventually;
import dev.prewarm.wire.LocalCertificates;
import dev.prewarm.wire.LocalServer;
import dev.prewarm.wire.ProvenEndpoint;
import dev.prewarm.wire.TlsRecipe;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What fails after the take and before the client has the channel. */
class JdkHandOverTest {
    private final SSLContext context = LocalCertificates.trusting();
    private final List<Integer> ended = new CopyOnWriteArrayList<>();
    private LocalServer server;
    private PrewarmRuntime ours;
    private Prewarm pool;
    private Origin origin;
    private InetSocketAddress address;
    private TlsRecipe recipe;

    @BeforeEach
    void serve() throws Exception {
        server = LocalServer.tls("TLSv1.3", this::readToTheEnd);
        address = server.address();
        origin = Origin.parse(server.origin("https"));
        recipe = new TlsRecipe(context, origin.host(), address.getPort(), new SSLParameters());
        Settings settings = Settings.read("", Map.of("prewarm.origins", origin + ";idle=60s"), Map.of());
        ours = new PrewarmRuntime(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool = ours.prewarm();
        ours.start();
        ProvenEndpoint.of(ours, new Key(origin, address, null));
    }

    @AfterEach
    void close() throws IOException {
        ours.stop(0);
        server.close();
    }

    private void readToTheEnd(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException e) {
            // Ended without a close_notify.
        }
        ended.add(socket.getPort());
    }

    private SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine(origin.host(), address.getPort());
        engine.setUseClientMode(true);
        return engine;
    }

    private ConnectionAttempt hit() {
        // Twice, for a key earns its stock so; then again whenever there is some: it may be a canary's turn.
        for (int i = 0; i < 2; i++) {
            ConnectionAttempt attempt = attempt();
            if (attempt.isHit()) {
                return attempt;
            }
        }
        ConnectionAttempt[] hit = new ConnectionAttempt[1];
        Eventually.until("a hit", () -> ours.snapshots().read().warm() > 0 && (hit[0] = attempt()).isHit());
        return hit[0];
    }

    private ConnectionAttempt attempt() {
        ConnectionAttempt attempt = pool.take(pool.target(origin), address, recipe, Repetition.HARMLESS);
        if (!attempt.isHit()) {
            pool.connected(attempt);
            pool.answered(attempt, 200, true, engine().getSession());
        }
        return attempt;
    }

    @Test
    void theWarmOneIsClosedAndTheClientsEngineIsUntouched() throws Exception {
        ConnectionAttempt attempt = hit();
        Snapshot before = ours.snapshots().read();
        SSLEngine own = engine();
        // No face to put over the warm engine.
        assertThat(JdkSeam.handOver(pool, attempt, new Secure(address, pool.target(origin), own, recipe)))
                .isNull();
        assertThat(attempt.isHit()).isFalse();
        assertThat(own.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING);
        Eventually.until("the server sees its end", () -> ended.size() == 1);
        Snapshot now = ours.snapshots().read();
        assertThat(now.hits()).isEqualTo(before.hits() - 1);
        assertThat(now.misses()).isEqualTo(before.misses() + 1);
        assertThat(now.evicted().get("flushed")).isEqualTo(1);
        assertThat(now.opened()).isEqualTo(now.hits() + now.unused() + now.failed() + now.warm() + now.opening());
    }

    @Test
    void theClientsEngineBecomesAFaceOfTheWarmOne() throws Exception {
        JdkEngine face = new JdkEngine(engine());
        try (SocketChannel channel =
                JdkSeam.handOver(pool, hit(), new Secure(address, pool.target(origin), face, recipe))) {
            assertThat(channel.isConnected()).isTrue();
            assertThat(face.getSession().getPeerCertificates()).hasSize(1);
        }
    }

    /** The client allows few attempts, for redirects and all: what a warm connection's end took is none of them. */
    @Test
    void whatMetTheEndIsNoAttempt() throws Exception {
        Object exchange = new Object();
        JdkSeam.connectTo(pool, loader -> true);
        JdkEngine face = new JdkEngine(engine());
        try (SocketChannel channel =
                JdkSeam.handOver(pool, hit(), new Secure(address, pool.target(origin), face, recipe))) {
            Throwable end = catchThrowable(() -> JdkSeam.answered("HTTP/1.1 408 Timed out", Map.of(), channel, "GET"));
            assertThat(end).isInstanceOf(EOFException.class);
            assertThat(JdkSeam.failed(exchange, end, channel, null, false)).isTrue();
            AtomicInteger attempts = new AtomicInteger(1);
            JdkSeam.attemptBegins(exchange, attempts, end, "GET", null);
            assertThat(attempts).hasValue(0);
            JdkSeam.attemptBegins(exchange, attempts, end, "GET", null);
            assertThat(attempts).as("once").hasValue(0);
        } finally {
            JdkSeam.attemptEnds();
            JdkSeam.connectTo(null, null);
        }
    }
}
