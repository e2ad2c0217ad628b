package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.pool.Recipe;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.AlgorithmConstraints;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose handshakes are made ahead, and who the server may take us for. */
class WhoseTrustTest {
    private static final Certificate ANOTHER =
            new HeldCertificate.Builder().commonName("another").build().certificate();

    private final OwnTrust own = new OwnTrust();
    private final SSLContext trusting = LocalCertificates.trustingBy(own);

    /** Recipes hold them weakly. */
    private final List<Object> kept = new ArrayList<>();

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

    /** With managers of the JDK's, before and after. */
    @Test
    void whatWasMadeBeforeAContextIsInitialisedAgainIsThrownAway() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        TrustManager[] trust = trust();
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = warmer(server, context, ";min=3").warmUp()) {
            Eventually.until("stock " + warmer, () -> warmer.read().warm() == 3);
            context.init(null, trust, null);
            assertThat(warmer.attempt().isByRecipe())
                    .as("by the recipe before it")
                    .isFalse();
            Eventually.until("thrown away " + warmer, () -> warmer.evicted("surplus") == 3);
            assertThat(recipe(server, context)).isNotEqualTo(warmer.recipe());
        }
    }

    @Test
    void soIsWhatWasUnderWay() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        context.init(
                null,
                new TrustManager[] {
                    new OwnTrust() {
                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {
                            isAsked.countDown();
                            try {
                                goOn.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        }
                    }
                },
                null);
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = warmer(server, context, ";custom-trust=warm")) {
            warmer.demand();
            isAsked.await();
            context.init(null, new TrustManager[] {own}, null);
            goOn.countDown();
            Eventually.until("given up " + warmer, () -> warmer.read().failed() > 0);
            assertThat(warmer.read().warm()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noSessionIsResumedOrKeptWhereAManagerIsTheApplications(String protocol) throws Exception {
        try (LocalServer server = LocalServer.tls(protocol, LocalServer::answerAndClose)) {
            int port = server.address().getPort();
            try (SSLSocket client =
                    (SSLSocket) trusting.getSocketFactory().createSocket(LocalServer.loopback(), port)) {
                client.startHandshake();
                client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
                client.getInputStream().readAllBytes();
            }
            List<String> before = sessions();
            assertThat(before).as("the client's own").isNotEmpty();
            for (Recipe recipe : List.of(recipe(server, trusting), socketRecipe(server))) {
                own.asked.set(0);
                try (Warmer warmer =
                        Warmer.at(server.origin("https") + ";custom-trust=warm;min=2", server.address(), recipe)) {
                    for (int i = 0; i < 5; i++) {
                        warmer.warmUp().takeWarm().channel().close();
                    }
                    Eventually.until("stock " + warmer, () -> warmer.read().opening() == 0);
                    assertThat(own.asked.get()).isEqualTo((int) warmer.read().opened());
                    assertThat(sessions()).isEqualTo(before);
                }
            }
        }
    }

    private List<String> sessions() {
        return Collections.list(trusting.getClientSessionContext().getIds()).stream()
                .map(Arrays::toString)
                .sorted()
                .collect(Collectors.toList());
    }

    @Test
    void withASecureRandomOfTheApplicationsThereIsTcpOnly() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), new SecureRandom() {});
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = warmer(server, context, ";custom-trust=warm;client-cert=warm")
                        .warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNull();
            assertThat(warmer.read().reason())
                    .contains("; TCP only for a client whose SSLContext has a SecureRandom of");
        }
    }

    @Test
    void soThereIsWithAlgorithmConstraintsOfTheApplications() throws Exception {
        SSLParameters parameters = Warmer.verifying();
        parameters.setAlgorithmConstraints((AlgorithmConstraints) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AlgorithmConstraints.class}, (p, m, a) -> true));
        try (LocalServer server = LocalServer.tls("TLSv1.3", LocalServer::answerAndClose);
                Warmer warmer = Warmer.tls(server, LocalCertificates.trusting(), parameters)
                        .warmUp()) {
            assertThat(warmer.takeWarm().engine()).isNull();
            assertThat(warmer.read().reason()).contains("AlgorithmConstraints of the application's own");
        }
    }

    private static TlsRecipe recipe(LocalServer server, SSLContext context) {
        return new TlsRecipe(context, "127.0.0.1", server.address().getPort(), Warmer.verifying());
    }

    private SocketRecipe socketRecipe(LocalServer server) throws IOException {
        SSLSocketFactory factory = trusting.getSocketFactory();
        kept.add(factory);
        try (SSLSocket socket = (SSLSocket) factory.createSocket()) {
            return SocketRecipe.of(
                    socket, factory, "127.0.0.1", server.address().getPort(), true);
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
        return Warmer.at(server.origin("https") + options, server.address(), recipe(server, context));
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
