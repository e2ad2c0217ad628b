package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsParkingTest {
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTakeGetsAFinishedHandshakeThatWorks(String protocol) throws IOException {
        try (LocalServer server = LocalServer.tls(protocol, LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting()).warmUp()) {
            WarmConnection warm = warmer.takeWarm();
            assertThat(warm.engine().getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
            assertThat(warm.engine().getSession().getProtocol()).isEqualTo(protocol);
            assertThat(exchange(warm)).startsWith("HTTP/1.1 200 OK").endsWith("ok");
            assertThat(warmer.read().hits()).isEqualTo(1);
            assertThat(warmer.read().hitsTcp()).isZero();
        }
    }

    @Test
    void withoutTlsAheadThereIsTcpOnly() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.at(server.origin("https"), server.address(), null, "prewarm.tls", "false")
                        .warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNull();
            assertThat(warmer.read().hitsTcp()).isEqualTo(warmer.read().hits()).isPositive();
        }
    }

    @Test
    void aServerThatChoosesHttp2IsNotWarmedForThatClient() throws IOException {
        SSLParameters h2 = new SSLParameters();
        h2.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), h2, socket -> socket.getInputStream()
                        .read());
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting(), h2)) {
            warmer.demand();
            Eventually.until("given up", () -> warmer.read().failed() > 0);
            assertNothingMoreIsOpened(warmer);
        }
    }

    @Test
    void http11ByAlpnIsAsGoodAsNone() throws IOException {
        SSLParameters http11 = new SSLParameters();
        http11.setApplicationProtocols(new String[] {"http/1.1"});
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), http11, LocalServer::answerAndClose);
                Warmer warmer =
                        Warmer.tls(server, LocalCertificates.trusting(), http11).warmUp()) {
            assertThat(warmer.takeWarm().engine().getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void aConnectionThatPresentedACertificateIsNotUsed() throws IOException {
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), clientAuth(), LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, LocalCertificates.both())) {
            warmer.demand();
            Eventually.until("given up", () -> warmer.read().failed() > 0);
            assertNothingMoreIsOpened(warmer);
        }
    }

    @Test
    void nothingIsHandedOverInMidRecord() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                TicketGate gate = new TicketGate(server);
                Warmer warmer = Warmer.at(
                        gate.origin(),
                        gate.address(),
                        new TlsRecipe(
                                LocalCertificates.trusting(),
                                "127.0.0.1",
                                gate.address().getPort(),
                                Warmer.verifying()),
                        "prewarm.max",
                        "1")) {
            warmer.warmUp();
            Eventually.until("half of a ticket is on its way", gate::hasSentHalf);
            assertThat(warmer.take()).isNull();
            assertThat(warmer.read().warm()).isEqualTo(1);
            gate.sendRest();
            assertThat(exchange(warmer.takeWarm())).endsWith("ok");
        }
    }

    /** Demand as before, and a connection to be expected if there could be any. */
    private static void assertNothingMoreIsOpened(Warmer warmer) {
        warmer.demand();
        warmer.stop();
        assertThat(warmer.read().opened()).isEqualTo(warmer.read().failed());
        assertThat(warmer.read().hits()).isZero();
    }

    private static SSLParameters clientAuth() {
        SSLParameters parameters = new SSLParameters();
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** As a client would use it. */
    private static String exchange(WarmConnection warm) throws IOException {
        SSLEngine engine = warm.engine();
        warm.channel().configureBlocking(true);
        ByteBuffer net = ByteBuffer.allocate(40_000);
        engine.wrap(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), net);
        warm.channel().write(net.flip());
        net.clear();
        ByteBuffer answer = ByteBuffer.allocate(40_000);
        while (warm.channel().read(net) >= 0) {
            net.flip();
            SSLEngineResult result;
            do {
                result = engine.unwrap(net, answer);
            } while (result.getStatus() == SSLEngineResult.Status.OK && net.hasRemaining());
            net.compact();
        }
        warm.channel().close();
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
