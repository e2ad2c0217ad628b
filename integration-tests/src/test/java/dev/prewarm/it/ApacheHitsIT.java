package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ApacheRequests;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every version of Apache HttpClient 5, classic and async, over http, TLS 1.3 and 1.2, on each JDK: nearly all are hits. */
class ApacheHitsIT {
    private static final int FIRST = 5;
    private static final int IN_TURN = 100;
    private static final int BURST = 50;
    private static final int BURSTS = 4;
    private static final double MOST = 0.98;

    private static final Map<String, Supplier<Upstream>> TRANSPORTS = new LinkedHashMap<>();

    static {
        TRANSPORTS.put("http", Upstream::http);
        TRANSPORTS.put("TLS 1.3", Upstream::https);
        TRANSPORTS.put("TLS 1.2", () -> Upstream.https(new Tls(TestCertificates.GOOD).protocols("TLSv1.2")));
    }

    @TestFactory
    Stream<DynamicTest> oneAfterTheOther() {
        return eachOf(ApacheVersion.all().stream(), (jdk, version, async, transport) -> {
            try (Upstream upstream = TRANSPORTS.get(transport).get().start();
                    Child child = launch(jdk, version, async, upstream)
                            .args("first=" + FIRST, "pause=1200", "n=" + IN_TURN, "gap=25")
                            .start()) {
                RequestsRun run = finish(child);
                assertThat(run.ok()).hasSize(FIRST + IN_TURN);
                assertThat(upstream.requests()).isEqualTo(FIRST + IN_TURN);
                assertThat(run.pool("hits").orElse(0)).isGreaterThanOrEqualTo((long) (MOST * IN_TURN));
                assertThat(run.pool("hitsTcp").orElse(-1)).isZero();
            }
        });
    }

    /** The first burst buys nothing, the second one is worth having, so the last two are hits. */
    @TestFactory
    Stream<DynamicTest> manyAtOnce() {
        return eachOf(Stream.of(ApacheVersion.newest()), (jdk, version, async, transport) -> {
            try (Upstream upstream = TRANSPORTS.get(transport).get().start();
                    Child child = launch(jdk, version, async, upstream)
                            .args("first=" + FIRST, "pause=2000", "n=0", "bursts=" + BURSTS, "burst=" + BURST)
                            .start()) {
                RequestsRun run = finish(child);
                assertThat(run.ok()).hasSize(FIRST + BURSTS * BURST);
                assertThat(run.pool("hits").orElse(0)).isGreaterThanOrEqualTo((long) (MOST * (BURSTS - 2) * BURST));
            }
        });
    }

    private static Child.Launch launch(Jdk jdk, ApacheVersion version, boolean async, Upstream upstream) {
        return version.on(Child.of(jdk, ApacheRequests.class))
                .agent()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.origins", upstream.origin())
                .property("prewarm.non-idempotent", "warm")
                .args("url=" + upstream.url("/echo"), "async=" + async);
    }

    private static RequestsRun finish(Child child) {
        child.awaitSuccess(Duration.ofSeconds(60));
        assertThat(child.err()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.failed()).isEmpty();
        return run;
    }

    private static Stream<DynamicTest> eachOf(Stream<ApacheVersion> versions, Check check) {
        return versions.flatMap(version -> Jdks.all().stream()
                .flatMap(jdk -> Stream.of(false, true).flatMap(async -> TRANSPORTS.keySet().stream()
                        .map(transport -> DynamicTest.dynamicTest(
                                version + (async ? " async, " : " classic, ") + transport + ", " + jdk,
                                () -> BusyMachine.oneOfThree(() -> check.of(jdk, version, async, transport)))))));
    }

    private interface Check {
        void of(Jdk jdk, ApacheVersion version, boolean async, String transport);
    }
}
