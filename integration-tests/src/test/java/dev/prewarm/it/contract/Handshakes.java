package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;
import static dev.prewarm.it.contract.Transport.TLS;
import static dev.prewarm.it.contract.Transport.TLS12;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Whom a client trusts, what it checks, and what is agreed on. */
final class Handshakes {
    static final List<Scenario> ALL = List.of(
            over("no-alpn", () -> TestCertificates.GOOD, tls -> tls.alpn(Tls.Alpn.NONE))
                    .plays(Answers.GOOD),
            over("h2", () -> TestCertificates.GOOD, tls -> tls.alpn(Tls.Alpn.H2))
                    .needs(Ability.H2)
                    .hits(Hits.NONE)
                    .plays(stage -> stage.warmUp().play(4, stage.get("/bytes/100"))),
            over("client-auth-wanted", () -> TestCertificates.GOOD, tls -> tls.clientAuth(Tls.ClientAuth.WANT))
                    .plays(Answers.GOOD),
            over("client-auth-needed", () -> TestCertificates.GOOD, tls -> tls.clientAuth(Tls.ClientAuth.NEED))
                    .over(TLS12)
                    .sees("javax.net.ssl.SSL")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            over("untrusted", () -> TestCertificates.UNTRUSTED, tls -> tls)
                    .sees("PKIX path building failed")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            over("wrong-host", () -> TestCertificates.WRONG_HOST, tls -> tls)
                    .sees("javax.net.ssl.SSL")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            over("wrong-host-accepted", () -> TestCertificates.WRONG_HOST, tls -> tls)
                    // Where the JDK verifies the name as well, this does not help.
                    .with(Ability.HOSTNAME_VERIFIER, "true")
                    .sees("status=200|No subject alternative DNS name")
                    .hits(Hits.ANY)
                    .plays(Answers.GOOD),
            over("verifier-accepts", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.HOSTNAME_VERIFIER, "true")
                    .plays(Answers.GOOD),
            over("verifier-denies", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.HOSTNAME_VERIFIER, "false")
                    .sees("javax.net.ssl.SSL")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            over("verifier-denies-later", () -> TestCertificates.GOOD, tls -> tls)
                    .needs(Ability.CHANGED_VERIFIER)
                    .sees("not verified")
                    .plays(stage -> stage.warmUp()
                            .play(2, stage.get("/bytes/5"))
                            .but(Ability.CHANGED_VERIFIER, "false")
                            .subject(2, stage.get("/bytes/5"))),
            over("pinned", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.PINS, "right")
                    .plays(Answers.GOOD),
            over("pinned-wrongly", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.PINS, "wrong")
                    .sees("Certificate pinning failure")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            over("pinned-later", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.PINS, "right")
                    .sees("Certificate pinning failure")
                    .plays(stage -> stage.warmUp()
                            .play(2, stage.get("/bytes/5"))
                            .but(Ability.PINS, "wrong")
                            .subject(2, stage.get("/bytes/5"))),
            over("distrusted-later", () -> TestCertificates.GOOD, tls -> tls)
                    .needs(Ability.DISTRUST)
                    .sees("GET \\w+: javax.net.ssl.SSL")
                    .plays(stage -> stage.warmUp()
                            .subject(1, stage.get("/bytes/5"))
                            .but(Ability.DISTRUST, "")
                            .play(2, stage.get("/bytes/5"))),
            over("own-tls", () -> TestCertificates.GOOD, tls -> tls)
                    .with(Ability.OWN_TLS, "")
                    .hits(Hits.TCP_ONLY)
                    .plays(Answers.GOOD),
            named("close-after-handshake")
                    .over(TLS, TLS12)
                    .server(upstream -> upstream.mode(ServerMode.CLOSE_AFTER_HANDSHAKE))
                    .sees("Exception")
                    .hits(Hits.NONE)
                    .plays(Routes.ONLY_GET),
            named("silent-handshake")
                    .over(TLS)
                    .needs(Ability.HANDSHAKE_TIMEOUT)
                    .with(Ability.CONNECT_TIMEOUT, "800")
                    .with(Ability.RESPONSE_TIMEOUT, "800")
                    .server(upstream -> upstream.mode(ServerMode.STALL_AT_ACCEPT))
                    .sees("[Tt]imeout|timed out")
                    .hits(Hits.NONE)
                    .plays(stage -> stage.play(2, stage.get("/"))));

    private Handshakes() {}

    /** {@code certificate}: only asked for where the server is. */
    private static Scenario over(String name, Supplier<TestCertificates> certificate, UnaryOperator<Tls> how) {
        return named(name)
                .over(TLS)
                .at(transport -> Place.of(Upstream.https(how.apply(transport.tls(certificate.get())))));
    }
}
