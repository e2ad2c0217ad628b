package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.kit.Workers;
import dev.prewarm.it.programs.Requests;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Upstreams to which a silent connection does harm, and those that have no use for one. */
@Tag("slow")
@Isolated("what takes 200 ms for want of a processor looks like harm")
class HarmedIT {

    private static Child requests(String origins, String origin, int count) {
        return Child.of(Jdks.youngest(), Requests.class)
                .agent()
                .property("prewarm.origins", origins)
                .args("url=" + origin + "/bytes/10", "trust=" + TestCertificates.trustStore())
                .args("version=1.1", "rate=20", "first=5", "n=" + count)
                .start();
    }

    /** When it has ended, and none of its requests has failed. */
    private static Child ended(String origins, String origin, int count) {
        try (Child child = requests(origins, origin, count)) {
            child.awaitSuccess();
            assertThat(RequestsRun.of(child).ok()).as(child.output()).hasSize(count);
            return child;
        }
    }

    private static List<String> suspensions(Child child) {
        return child.err().stream()
                .filter(line -> line.contains(" WARN ")
                        && line.contains("is suspended for ")
                        && line.contains(": idle pre-warmed connections seem to block the server"))
                .collect(Collectors.toList());
    }

    private static long hits(Child child) {
        return RequestsRun.of(child).pool("hits").getAsLong();
    }

    @Test
    void autoFindsOutByTwoTrialsThatAServerServesOneAtATime() {
        try (Upstream serial = Upstream.https().serial().start()) {
            Child child = ended("auto", serial.origin(), 200);
            assertThat(suspensions(child)).as(child.output()).hasSize(1);
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.pool("hits")).as(child.output()).hasValue(0);
            // Two that stall, and some that say nothing, as the request came first or the machine was busy.
            assertThat(run.pool("opened").getAsLong()).as(child.output()).isBetween(2L, 20L);
        }
    }

    @Test
    void autoOpensNothingToAServerThatKeepsItsConnections() {
        try (Upstream keeping = Upstream.https().mode(ServerMode.KEEP_ALIVE).start()) {
            Child child = ended("auto", keeping.origin(), 100);
            assertThat(RequestsRun.of(child).pool("opened")).as(child.output()).hasValue(0);
            assertThat(keeping.accepted()).isEqualTo(1);
        }
    }

    @Test
    void autoWarmsAServerThatDoesNotMind() {
        try (Upstream closing = Upstream.https().start()) {
            BusyMachine.enoughHits(
                    "auto, closing upstream", 51, () -> ended("auto", closing.origin(), 200), HarmedIT::hits);
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
        try (Workers workers = server.get()) {
            Child child = suspendedOrEnded(workers.origin());
            assertThat(suspensions(child)).as(child.output()).isNotEmpty();
        }
    }

    /** Until then, none of its requests has failed; and a suspended origin is told to have nothing parked. */
    private static Child suspendedOrEnded(String origin) {
        try (Child child = requests(origin, origin, 600)) {
            Await.until(
                    "suspended, or at its end", () -> !suspensions(child).isEmpty() || !child.isAlive(), child::output);
            if (child.isAlive()) {
                Await.untilEqual("state of " + origin + ", and warm", "suspended 0", () -> stateAndWarm(child, origin));
            }
            assertThat(RequestsRun.of(child).failed()).as(child.output()).isEmpty();
            return child;
        }
    }

    private static String stateAndWarm(Child child, String origin) throws Exception {
        return StatusReader.of(child, origin)
                .map(status -> status.getString("state") + " " + status.getInt("warm"))
                .orElse("not told");
    }
}
