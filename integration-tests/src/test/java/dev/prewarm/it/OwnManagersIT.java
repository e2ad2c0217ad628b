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
import dev.prewarm.it.programs.OwnManagers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Managers of the application's own are asked by its clients' threads alone, unless the user says that it doesn't matter. */
class OwnManagersIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache", "apache-async");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void areAskedByTheirClientsAlone(Jdk jdk) {
        try (Upstream tcp = upstream();
                Upstream half = upstream();
                Upstream tls = upstream();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, OwnManagers.class), OkHttpJars.newest()))
                        .agent()
                        .property(
                                "prewarm.origins",
                                tcp.origin() + "," + half.origin() + ";client-cert=warm," + tls.origin()
                                        + ";client-cert=warm;custom-trust=warm")
                        .args("trust=" + TestCertificates.trustStore())
                        .args("tcp=" + tcp.origin(), "half=" + half.origin(), "tls=" + tls.origin())
                        .start()) {
            child.awaitSuccess();
            for (String client : CLIENTS) {
                assertThat(child.awaitLine("tcp " + client)).matches(".* hits=([1-9]\\d*) hitsTcp=\\1");
                assertThat(child.awaitLine("half " + client)).matches(".* hits=([1-9]\\d*) hitsTcp=\\1");
                assertThat(child.awaitLine("tls " + client)).matches(".* hits=[1-9]\\d* hitsTcp=0");
            }
            assertThat(child.awaitLine("tcp asked")).isEqualTo("tcp asked=0 as=[]");
            assertThat(child.awaitLine("half asked")).isEqualTo("half asked=0 as=[]");
            assertThat(child.awaitLine("tls asked")).matches("tls asked=[1-9]\\d* as=\\[nobody]");
            for (Upstream own : List.of(tcp, half)) {
                assertThat(own.handshakes()).as(child.output()).isEqualTo(own.requests());
            }
            assertThat(child.err())
                    .filteredOn(
                            line -> line.contains("TCP only for a client whose SSLContext has a trust manager of the"
                                    + " application's own (" + OwnManagers.class.getName() + "$Trust)"))
                    .as("each of the two says why, once")
                    .hasSize(2);
        }
    }

    private static Upstream upstream() {
        return Upstream.https(new Tls(TestCertificates.GOOD).clientAuth(Tls.ClientAuth.WANT))
                .start();
    }
}
