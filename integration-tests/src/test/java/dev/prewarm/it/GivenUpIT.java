package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Schemes;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What java.net.http.HttpClient gives up for a 408 that answers nothing is closed, though the server leaves it open. */
class GivenUpIT {
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> nothingStaysOpen() {
        return Schemes.onEachJdk(GivenUpIT::nothingStaysOpen);
    }

    private static void nothingStaysOpen(Jdk jdk, boolean tls) {
        try (Upstream upstream = (tls ? Upstream.https() : Upstream.http()).start();
                Child child = Child.of(jdk, Requests.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args("url=" + upstream.url("/bytes/100") + "," + upstream.url("/fault/page-408-left-open"))
                        .args(
                                "n=20",
                                "rate=10",
                                "first=4",
                                "phases=2",
                                "hold=true",
                                "trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLine("phase 1 done");
            Await.until("there is stock", () -> upstream.count(each -> each.silent() && isOpen(each)) > 0);
            child.send("go");
            child.awaitLine("phase 2 done");
            Await.until(
                    "all that was used is closed", () -> upstream.count(each -> !each.silent() && isOpen(each)) == 0);
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).isEmpty();
            assertThat(run.ok().stream().filter(line -> line.contains("status=408")))
                    .hasSize(20);
            assertThat(run.pool("staleHits").getAsLong()).as(child.output()).isPositive();
        }
    }

    private static boolean isOpen(Connection connection) {
        return connection.end() == Connection.End.OPEN;
    }
}
