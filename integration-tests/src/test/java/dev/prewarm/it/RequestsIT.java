package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The kit itself: the program sends what it is told, and without the agent each request has its own connection. */
class RequestsIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void sendsPhasesBurstsAndBothMethods(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = Child.of(jdk, Requests.class)
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .args("url=" + upstream.url("/echo"), "n=8", "burst=4", "every=100")
                        .args("phases=2", "method=mix", "async=true", "version=1.1", "headers=x-method")
                        .start()) {
            child.awaitLine("phase 1 done");
            assertThat(upstream.requests()).isEqualTo(8);
            child.send("go on");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).isEmpty();
            assertThat(run.ok()).hasSize(16);
            assertThat(run.ok().stream().filter(line -> line.contains("x-method=[POST]")))
                    .hasSize(8);
            assertThat(run.hasCounters()).isFalse();
            assertThat(upstream.accepted()).isEqualTo(16);
            assertThat(upstream.connections()).extracting(Connection::requests).containsOnly(1);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void reportsFailuresWithTheirCauses(Jdk jdk) {
        Upstream gone = Upstream.http().start();
        gone.close();
        try (Child child = Child.of(jdk, Requests.class)
                .args("url=" + gone.url("/"), "n=2")
                .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).isEmpty();
            assertThat(run.failed())
                    .hasSize(2)
                    .allMatch(line -> line.contains("java.net.ConnectException: ") && line.contains(" <- "));
        }
    }
}
