package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.CrossingRelay;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Crossings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A connection that was opened ahead without TLS ends in the moment of the hand-over: no request fails by that. */
class CrossingIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache", "apache-async");
    private static final int ROUNDS = 4;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void noGetFailsWhoseHandshakeCrossesTheServersEnd(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                CrossingRelay fin = new CrossingRelay(upstream, false);
                CrossingRelay rst = new CrossingRelay(upstream, true);
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, Crossings.class), OkHttpJars.newest()))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property("prewarm.origins", fin.origin() + "," + rst.origin())
                        .property("prewarm.tls", "false")
                        .args("origins=" + fin.origin() + "," + rst.origin(), "rounds=" + ROUNDS)
                        .start()) {
            for (int i = 0; i < 2 * CLIENTS.size() * ROUNDS; i++) {
                child.awaitLine("parked " + i);
                fin.endSilent();
                rst.endSilent();
                child.send("go");
            }
            child.awaitSuccess(Duration.ofSeconds(60));
            assertThat(child.out()).noneMatch(line -> line.startsWith("failure"));
            for (CrossingRelay relay : List.of(fin, rst)) {
                assertThat(relay.ended()).as(child.output()).isPositive();
                for (String client : CLIENTS) {
                    assertThat(child.awaitLine(relay.origin() + " " + client)).matches(".* stale=[1-9]\\d*");
                }
            }
            assertThat(upstream.requests()).isEqualTo(2 * CLIENTS.size() * (1 + ROUNDS));
        }
    }
}
