package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class OpeningFailuresTest {
    @Test
    void aRefusedConnectFailsAndBacksOff() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket listener = new ServerSocket(0, 1, LocalServer.loopback())) {
            nobody = new InetSocketAddress(LocalServer.loopback(), listener.getLocalPort());
        }
        try (Warmer warmer = Warmer.at("http://127.0.0.1:" + nobody.getPort(), nobody, null)) {
            warmer.demand();
            Eventually.until("a failure", () -> warmer.read().failed() > 0);
            assertThat(warmer.read().warm()).isZero();
            Warmer.assertAddsUp(warmer.read());
        }
    }

    @Test
    void aHandshakeThatStallsFailsAfterTheConnectTimeout() throws IOException {
        try (LocalServer server = LocalServer.plain(
                        socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting(), "prewarm.connect-timeout", "50ms")) {
            warmer.demand();
            Eventually.until("a failure", () -> warmer.read().failed() > 0);
            Eventually.until(
                    "its reason " + warmer, () -> warmer.read().reason().contains("the TLS handshake timed out"));
        }
    }

    @Test
    void aConnectThatNobodyAnswersFailsAfterTheConnectTimeout() throws IOException {
        try (DeafServer deaf = new DeafServer();
                Warmer warmer = Warmer.at(
                        "http://127.0.0.1:" + deaf.address().getPort(),
                        deaf.address(),
                        null,
                        "prewarm.connect-timeout",
                        "50ms")) {
            warmer.demand();
            // Told while it backs off, which another request's success may have ended: then it fails again.
            Eventually.until("a failure " + warmer, () -> warmer.read().reason().contains("the connect timed out"));
            Warmer.assertAddsUp(warmer.read());
        }
    }

    @Test
    void aCertificateThatIsNotTrustedFailsAndTheServerIsTold() throws IOException {
        AtomicReference<IOException> seen = new AtomicReference<>();
        for (SSLContext context : new SSLContext[] {LocalCertificates.suspicious(), LocalCertificates.trusting()}) {
            seen.set(null);
            try (LocalServer server = LocalServer.plain(socket -> {
                        try {
                            Socket tls =
                                    LocalCertificates.both().getSocketFactory().createSocket(socket, null, true);
                            tls.getInputStream().read();
                        } catch (IOException e) {
                            seen.set(e);
                        }
                    });
                    Warmer warmer = warmerByAnotherName(server, context)) {
                warmer.demand();
                Eventually.until("a failure", () -> warmer.read().failed() > 0);
                Eventually.until("the alert", () -> seen.get() != null);
                assertThat(seen.get()).isInstanceOf(SSLException.class).hasMessageContaining("certificate_unknown");
                assertThat(warmer.read().warm()).isZero();
            }
        }
    }

    /** A name that the certificate is not for. */
    private static Warmer warmerByAnotherName(LocalServer server, SSLContext context) throws IOException {
        SSLParameters parameters = Warmer.verifying();
        InetSocketAddress at = server.address();
        return Warmer.at(server.origin("https"), at, new TlsRecipe(context, "other.example", at.getPort(), parameters));
    }

    @Test
    void anErrorOfTheClientsTrustManagerIsAFailureAndNothingElse() throws IOException {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
        SSLContext context = LocalCertificates.trustingBy(new Broken());
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.at(
                        server.origin("https") + ";custom-trust=warm",
                        server.address(),
                        new TlsRecipe(context, "127.0.0.1", server.address().getPort(), Warmer.verifying()))) {
            warmer.demand();
            Eventually.until("a failure", () -> warmer.read().failed() > 0);
            Eventually.until(
                    "its reason " + warmer, () -> warmer.read().reason().contains("the client's own code failed"));
            assertThat(uncaught.get()).isNull();
            assertThat(context).isNotNull();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private static final class Broken extends OwnTrust {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("broken");
        }
    }
}
