package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** SIGTERM to a program with parked connections: each ends with FIN, none with RST. */
class ShutdownIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void endsWhatIsParkedWithFin(Jdk jdk) {
        for (Upstream fresh : new Upstream[] {Upstream.http(), Upstream.https()}) {
            try (Upstream upstream = fresh.start();
                    Child child = Child.of(jdk, Requests.class)
                            .agent("min=10")
                            .property("prewarm.origins", upstream.origin())
                            .args("url=" + upstream.url("/bytes/100"), "n=5", "hold=true")
                            .args("version=1.1", "trust=" + TestCertificates.trustStore())
                            .start()) {
                child.awaitLine("phase 1 done");
                Await.until(
                        "ten are parked and none is under way",
                        () -> upstream.openNow() >= 10 && upstream.handshakes() == upstream.accepted());
                int parked = upstream.openNow();
                child.terminate();
                child.awaitExit(Duration.ofSeconds(20));
                Await.untilEqual(
                        "each has ended by FIN", parked, () -> upstream.silentEndedBy(Connection.End.CLIENT_FIN));
                assertThat(upstream.silentEndedBy(Connection.End.CLIENT_RST)).isZero();
            }
        }
    }
}
