package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Mode;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.kit.Workers;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Upstreams to which a silent connection does harm, and those that have no use for one. */
class HarmedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static Child requests(String origins, String origin, int count) {
        return Child.of(Jdks.youngest(), Requests.class)
                .agent()
                .property("prewarm.origins", origins)
                .args("url=" + origin + "/bytes/10", "trust=" + TestCertificates.trustStore())
                .args("version=1.1", "rate=20", "first=5", "n=" + count)
                .start();
    }

    private static RequestsRun finished(Child child, int count) {
        child.awaitSuccess(PATIENCE);
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.ok()).as(child.output()).hasSize(count);
        return run;
    }

    @Test
    void autoFindsOutByTwoTrialsThatAServerServesOneAtATime() {
        try (Upstream serial = Upstream.https().serial().start();
                Child child = requests("auto", serial.origin(), 200)) {
            RequestsRun run = finished(child, 200);
            assertThat(child.err())
                    .as(child.output())
                    .filteredOn(line -> line.contains(" WARN ") && line.contains("is suspended: two requests in a row"))
                    .hasSize(1);
            assertThat(run.pool("hits")).as(child.output()).hasValue(0);
            // Two that stall, and some that say nothing, as the request came first or the machine was busy.
            assertThat(run.pool("opened").getAsLong()).as(child.output()).isBetween(2L, 20L);
        }
    }

    @Test
    void autoOpensNothingToAServerThatKeepsItsConnections() {
        try (Upstream keeping = Upstream.https().mode(Mode.KEEP_ALIVE).start();
                Child child = requests("auto", keeping.origin(), 100)) {
            RequestsRun run = finished(child, 100);
            assertThat(run.pool("opened")).as(child.output()).hasValue(0);
            assertThat(keeping.accepted()).isEqualTo(1);
        }
    }

    @Test
    void autoWarmsAServerThatDoesNotMind() {
        try (Upstream closing = Upstream.https().start();
                Child child = requests("auto", closing.origin(), 200)) {
            RequestsRun run = finished(child, 200);
            assertThat(run.pool("hits").getAsLong()).as(child.output()).isGreaterThan(50);
        }
    }

    @Test
    void pythonsHttpServerIsSuspended() {
        Installed.assume("python3");
        suspended(Workers::python);
    }

    @Test
    void gunicornWithOneWorkerIsSuspended() {
        Installed.assume("gunicorn");
        suspended(() -> Workers.gunicorn(1));
    }

    /** Though it is named: by canaries. */
    private static void suspended(Supplier<Workers> server) {
        try (Workers workers = server.get();
                Child child = requests(workers.origin(), workers.origin(), 600)) {
            RequestsRun run = finished(child, 600);
            assertThat(child.err())
                    .as(child.output())
                    .anyMatch(line -> line.contains(" WARN ") && line.contains("is suspended: two requests in a row"));
            assertThat(run.pool("warm")).as(child.output()).hasValue(0);
        }
    }
}
