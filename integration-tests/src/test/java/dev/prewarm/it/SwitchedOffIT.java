package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Attaching;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The agent is switched off and on again and again while requests are under way: none fails, and none is sent twice. */
@Tag("long")
class SwitchedOffIT {
    private static final int REQUESTS = 120;
    private static final int SWITCHES = 6;

    @TestFactory
    Stream<DynamicTest> whileRequestsAreUnderWay() {
        return Stream.of("jdk", "okhttp", "apache-classic", "apache-async").flatMap(client -> Jdks.all().stream()
                .map(jdk -> DynamicTest.dynamicTest(client + ", " + jdk, () -> underWay(client, jdk))));
    }

    private static void underWay(String client, Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, Requests.class), OkHttpJars.newest()))
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .args("client=" + client, "url=" + upstream.url("/bytes/10"), "method=mix")
                        .args("first=5", "n=" + REQUESTS, "rate=20", "phases=2")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            for (int i = 1; i <= SWITCHES; i++) {
                child.awaitLines("req ", i * REQUESTS / (SWITCHES + 1));
                Attaching.to(child, "enabled=" + (i % 2 == 0));
            }
            child.awaitLine("phase 1 done");
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(2 * REQUESTS);
            assertThat(upstream.requests()).isEqualTo(2 * REQUESTS);
            assertThat(child.err()).as(child.output()).noneMatch(line -> line.contains(" WARN "));
            assertThat(child.err())
                    .filteredOn(line -> line.contains("Prewarm is disabled by attach"))
                    .hasSize(SWITCHES / 2);
            assertThat(run.pool("hits").orElse(0)).as(child.output()).isPositive();
            assertThat(run.pool("opened").orElse(0))
                    .as("the counters add up")
                    .isEqualTo(run.pool("hits").orElse(0)
                            + run.pool("unused").orElse(0)
                            + run.pool("failed").orElse(0)
                            + run.pool("warm").orElse(0)
                            + run.pool("opening").orElse(0));
        }
    }
}
