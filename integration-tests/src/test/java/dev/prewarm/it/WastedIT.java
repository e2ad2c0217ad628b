package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.SilentEnd;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that end, unused and in its first second, each connection that is opened ahead: they are soon left alone. */
class WastedIT {
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final int REQUESTS = 8;

    /** Three in a minute, and what the first second may bring. */
    private static final int MOST = 10;

    @Test
    void fewAreOpenedAndEveryRequestSucceeds() throws Exception {
        try (Upstream http = Upstream.http().silence(SILENCE, SilentEnd.FIN).start();
                Upstream https =
                        Upstream.https().silence(SILENCE, SilentEnd.PAGE_408).start();
                Child child = Child.of(Jdks.youngest(), Requests.class)
                        .agent()
                        .property("prewarm.origins", http.origin() + ";max=2," + https.origin() + ";max=2")
                        .args("url=" + http.url("/bytes/100") + "," + https.url("/bytes/100"), "version=1.1")
                        .args("n=" + 2 * REQUESTS, "first=" + 2 * REQUESTS, "hold=true")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLine("phase 1 done");
            for (Upstream each : List.of(http, https)) {
                Await.until("it backs off", () -> isBackingOff(child, each.origin()), child::output);
            }
            // For much more than that, if each were opened again at once.
            Thread.sleep(5_000);
            assertThat(http.count(Connection::silent)).as(child.output()).isBetween(3, MOST);
            assertThat(https.count(Connection::silent)).as(child.output()).isBetween(3, MOST);
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).as(child.output()).isEmpty();
            assertThat(run.ok()).hasSize(2 * REQUESTS);
            for (Upstream each : List.of(http, https)) {
                assertThat(run.origin(each.origin(), "failed").getAsLong())
                        .as("they did stand")
                        .isZero();
                assertThat(child.output().lines().filter(line -> line.contains(each.origin() + " is ")))
                        .as("that it is warmed, and that it backs off")
                        .hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    private static boolean isBackingOff(Child child, String origin) throws Exception {
        return StatusReader.of(child, origin)
                .filter(status -> "backing-off".equals(status.getString("state")))
                .isPresent();
    }
}
