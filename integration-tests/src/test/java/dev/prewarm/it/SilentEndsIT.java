package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.HaProxy;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.SilentEnd;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;

/** Servers that end a connection on which no request came in time, each in its way, between bursts of requests. */
@Tag("long")
@Isolated("a 408 that is read 50 ms late for want of a processor is an answer")
class SilentEndsIT {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final int REQUESTS = 80;

    /** What was opened after one burst is ended while the next one is served. */
    private static final Duration AS_THEY_END = SILENCE.plusMillis(10);

    @Test
    void nginxClosesThem() {
        Nginx.assumeInstalled();
        try (Nginx nginx = new Nginx().clientHeaderTimeout(SILENCE).start()) {
            RequestsRun run = isLearntAndHarmsNobody(nginx.http());
            assertThat(run.pool("evicted.closed-by-server").getAsLong()).isPositive();
        }
    }

    /** Not by nginx, whose {@code reset_timedout_connection} is for those that have sent something. */
    @Test
    void theyAreReset() {
        try (Upstream server = Upstream.http().silence(SILENCE, SilentEnd.RST).start()) {
            RequestsRun run = isLearntAndHarmsNobody(server.origin());
            assertThat(run.pool("evicted.closed-by-server").getAsLong()).isPositive();
        }
    }

    @TestFactory
    Stream<DynamicTest> haproxyAnswersWithoutARequest() {
        Installed.assume("haproxy");
        return Stream.of("jdk", "okhttp", "apache-classic", "apache-async")
                .map(client -> DynamicTest.dynamicTest(client, () -> {
                    try (Upstream server = Upstream.http().start();
                            HaProxy haproxy = new HaProxy(server.port(), SILENCE)) {
                        RequestsRun run = isLearntAndHarmsNobody(client, haproxy.origin());
                        assertThat(run.pool("evicted.unexpected-data").getAsLong())
                                .isPositive();
                    }
                }));
    }

    private static RequestsRun isLearntAndHarmsNobody(String origin) {
        return isLearntAndHarmsNobody("jdk", origin);
    }

    private static RequestsRun isLearntAndHarmsNobody(String client, String origin) {
        try (Child child = ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(Jdks.youngest(), Requests.class), OkHttpJars.newest()))
                .agent()
                .property("prewarm.origins", origin)
                .args("client=" + client, "url=" + origin + "/", "version=1.1", "first=3", "hold=true")
                .args("trust=" + TestCertificates.trustStore())
                .args("n=" + REQUESTS, "burst=20", "every=" + AS_THEY_END.toMillis())
                .start()) {
            // Seen while it lasts: where many then reach it alive, a longer one is tried again.
            Await.until("the limit is learnt", () -> isLearnt(child, origin), child::output);
            child.awaitLine("phase 1 done");
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(REQUESTS).allMatch(line -> line.contains(" status=200 "));
            return run;
        }
    }

    private static boolean isLearnt(Child child, String origin) throws Exception {
        return StatusReader.of(child, origin)
                .filter(status -> status.getLong("idleMillis") < SILENCE.toMillis())
                .isPresent();
    }
}
