package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** Whose handshakes are made ahead, and who the server may take us for. */
class WhoseTrustTest {
    private static final Certificate ANOTHER =
            new HeldCertificate.Builder().commonName("another").build().certificate();

    private final OwnTrust own = new OwnTrust();
    private final SSLContext trusting = LocalCertificates.trustingBy(own);

    @Test
    void withATrustManagerOfTheApplicationsThereIsTcpOnly() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, trusting).warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNull();
            assertThat(own.asked.get()).isZero();
            assertThat(warmer.read().hitsTcp()).isEqualTo(warmer.read().hits()).isPositive();
            assertThat(warmer.read().reason())
                    .isEqualTo("named; TCP only for a client whose SSLContext has a trust"
                            + " manager of the application's own (" + OwnTrust.class.getName()
                            + "); custom-trust=warm warms TLS, too");
        }
    }

    @Test
    void itsHandshakesAreMadeAheadIfTheUserSaysThatItAnswersTheSameAlways() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = warmer(server, trusting, ";custom-trust=warm").warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNotNull();
            assertThat(own.asked.get()).isPositive();
            assertThat(warmer.read().hitsTcp()).isZero();
            assertThat(warmer.read().reason()).isEqualTo("named");
        }
    }

    @Test
    void aContextThatIsGivenAnotherTrustManagerIsNotFollowedAnyMore() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, context).warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNotNull();
            context.init(null, new TrustManager[] {new OwnTrust()}, null);
            for (int i = 0; i < 3; i++) {
                assertThat(warmer.takeWarm().engine()).isNull();
            }
        }
    }

    @Test
    void whatTheClientMakesWithoutKnowingItsRecipeBeforeIsNotFollowedEither() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, trusting)) {
            for (int i = 0; i < 3; i++) {
                ConnectionAttempt attempt = warmer.takeUnidentified();
                warmer.prewarm().identified(attempt, warmer.recipe());
                warmer.prewarm().connected(attempt);
                warmer.prewarm().answered(attempt, 200, true, Warmer.sessionShowing(null));
                assertThat(attempt.isByRecipe()).isFalse();
            }
            assertThat(warmer.read().reason()).contains("TCP only");
            warmer.prewarm().connected(warmer.attempt());
            Eventually.until("TCP is parked", () -> warmer.read().warm() > 0);
            assertThat(own.asked.get()).isZero();
        }
    }

    @Test
    void whoeverIsNotFollowedIsGivenTcp() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.at(
                                server.origin("https"), server.address(), new TcpOnlyRecipe("TCP only: a test"))
                        .warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNull();
            assertThat(warmer.read().reason()).endsWith("; TCP only: a test");
        }
    }

    @Test
    void aConnectionThatPresentsTheClientsCertificateIsUsedIfTheUserSaysSo() throws IOException {
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), clientAuth(), LocalServer::answerAndClose);
                Warmer warmer = warmer(server, LocalCertificates.both(), ";client-cert=warm")) {
            warmer.demand(certificate());
            Eventually.until("parked " + warmer, () -> warmer.read().warm() > 0);
            assertThat(warmer.takeWarm().engine().getSession().getLocalCertificates())
                    .startsWith(certificate());
        }
    }

    @Test
    void aConnectionThatPresentedAnotherCertificateThanTheClientIsNotUsed() throws IOException {
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), clientAuth(), LocalServer::answerAndClose);
                Warmer warmer = warmer(server, LocalCertificates.both(), ";client-cert=warm")) {
            warmer.demand(ANOTHER);
            Eventually.until("given up", () -> warmer.read().failed() > 0);
            assertThat(warmer.read().warm()).isZero();
        }
    }

    @Test
    void aConnectionThatPresentedNoneIsNotUsedWhereTheClientDid() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = warmer(server, LocalCertificates.trusting(), ";client-cert=warm")) {
            warmer.demand(certificate());
            Eventually.until("given up", () -> warmer.read().failed() > 0);
            assertThat(warmer.read().warm()).isZero();
        }
    }

    @Test
    void whatIsParkedIsNotUsedOnceTheClientPresentsAnotherCertificate() throws IOException {
        try (LocalServer server = LocalServer.tls(LocalCertificates.both(), clientAuth(), LocalServer::answerAndClose);
                Warmer warmer = warmer(server, LocalCertificates.both(), ";client-cert=warm")) {
            warmer.demand(certificate());
            Eventually.until("parked " + warmer, () -> warmer.read().warm() > 0);
            warmer.prewarm().answered(warmer.cold(), 200, true, Warmer.sessionShowing(ANOTHER));
            Eventually.until("given up " + warmer, () -> {
                assertThat(warmer.take()).isNull();
                return warmer.evicted("flushed") > 0;
            });
        }
    }

    private static Warmer warmer(LocalServer server, SSLContext context, String options) throws IOException {
        int port = server.address().getPort();
        return Warmer.at(
                server.origin("https") + options,
                server.address(),
                new TlsRecipe(context, "127.0.0.1", port, Warmer.verifying()));
    }

    private static SSLParameters clientAuth() {
        SSLParameters parameters = new SSLParameters();
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    private static Certificate certificate() {
        try {
            return LocalCertificates.store().getCertificate("test");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager[] trust() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(LocalCertificates.store());
        return factory.getTrustManagers();
    }
}
