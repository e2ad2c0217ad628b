package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Flight;
import dev.prewarm.Prewarm;
import dev.prewarm.agent.jdk.Attempt.Secure;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Reading;
import dev.prewarm.wire.Eventually;
import dev.prewarm.wire.LocalServer;
import dev.prewarm.wire.TestCertificates;
import dev.prewarm.wire.TlsRecipe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final SSLContext context = TestCertificates.trusting();
    private final List<Integer> ended = new CopyOnWriteArrayList<>();
    private LocalServer server;
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
        pool = new Prewarm(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool.start();
    }

    @AfterEach
    void close() throws IOException {
        pool.stop(0);
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

    private Flight hit() {
        // Twice, for a key earns its stock so; then again whenever there is some: it may be a canary's turn.
        for (int i = 0; i < 2; i++) {
            Flight flight = depart();
            if (flight.isHit()) {
                return flight;
            }
        }
        Flight[] hit = new Flight[1];
        Eventually.until("a hit", () -> pool.read().warm() > 0 && (hit[0] = depart()).isHit());
        return hit[0];
    }

    private Flight depart() {
        Flight flight = pool.depart(origin, address, recipe, true, false);
        if (!flight.isHit()) {
            pool.connected(flight);
            pool.answered(flight, 200, true, engine().getSession());
        }
        return flight;
    }

    @Test
    void theWarmOneIsClosedAndTheClientsEngineIsUntouched() throws Exception {
        Flight flight = hit();
        Reading before = pool.read();
        SSLEngine own = engine();
        // No face to put over the warm engine.
        assertThat(JdkSeam.handOver(pool, flight, new Secure(address, own, recipe)))
                .isNull();
        assertThat(flight.isHit()).isFalse();
        assertThat(own.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING);
        Eventually.until("the server sees its end", () -> ended.size() == 1);
        Reading now = pool.read();
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
