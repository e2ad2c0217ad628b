package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ChangingTrust;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What decides about trust changes its mind: from then on no request reaches the server, whatever was opened ahead; for each client and
 * each kind of manager. With the user's word that it doesn't matter, TLS is done ahead.
 */
@Tag("slow")
class ChangingTrustIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache", "apache-async");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void isHeededAtOnce(Jdk jdk) {
        try (Upstream plain = upstream();
                Upstream warm = upstream();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, ChangingTrust.class), OkHttpJars.newest()))
                        .agent()
                        .property(
                                "prewarm.origins",
                                plain.origin() + "," + warm.origin() + ";client-cert=warm;custom-trust=warm")
                        .args("trust=" + TestCertificates.trustStore(), "keys=" + TestCertificates.CLIENT.keyStore())
                        .args("plain=" + plain.origin(), "warm=" + warm.origin())
                        .start()) {
            child.awaitSuccess();
            for (String client : CLIENTS) {
                for (String kind : List.of("TIME", "RELOAD", "PATH")) {
                    assertThat(child.awaitLine("plain " + kind + " " + client + " "))
                            .matches(".* hits=([1-9]\\d*) hitsTcp=\\1 asked=0 then=refused");
                    assertThat(child.awaitLine("warm " + kind + " " + client + " "))
                            .matches(".* hits=[1-9]\\d* hitsTcp=0 asked=[1-9]\\d* then=");
                }
                assertThat(child.awaitLine("plain KEYS " + client + " "))
                        .matches(".* hits=([1-9]\\d*) hitsTcp=\\1 asked=0 then=");
                assertThat(child.awaitLine("warm KEYS " + client + " "))
                        .matches(".* hits=[1-9]\\d* hitsTcp=0 asked=\\d+ then=");
                for (String origin : List.of("plain", "warm")) {
                    assertThat(child.awaitLine(origin + " INIT " + client + " "))
                            .matches(".* hits=[1-9]\\d* hitsTcp=0 asked=\\d+ then="
                                    + (origin.equals("plain") ? "refused" : ""));
                }
            }
        }
    }

    private static Upstream upstream() {
        return Upstream.https(new Tls(TestCertificates.GOOD).clientAuth(Tls.ClientAuth.WANT))
                .start();
    }
}
