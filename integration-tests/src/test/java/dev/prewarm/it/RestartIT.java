package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Schemes;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The upstream goes and comes back while requests go on: no failure that a cold client would not have had. */
class RestartIT {
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> onlyARefusedConnectFails() {
        return Schemes.onEachJdk(RestartIT::onlyARefusedConnectFails);
    }

    private static void onlyARefusedConnectFails(Jdk jdk, boolean tls) {
        try (Upstream upstream = (tls ? Upstream.https() : Upstream.http()).start();
                Child child = Child.of(jdk, Requests.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args("url=" + upstream.url("/bytes/100"), "n=100", "rate=20", "phases=3", "watch=true")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLines("req ", 40);
            upstream.stop();
            Await.until("requests fail", () -> !RequestsRun.of(child).failed().isEmpty());
            upstream.start();
            child.awaitLine("phase 1 done");
            child.send("go");
            child.awaitLine("phase 2 done");
            long hitsBefore = RequestsRun.of(child).pool("hits").getAsLong();
            child.send("go");
            child.awaitSuccess(Duration.ofSeconds(60));
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).as(child.output()).allMatch(line -> line.contains("java.net.ConnectException"));
            assertThat(run.ok().size() + run.failed().size()).isEqualTo(300);
            assertThat(run.pool("hits").getAsLong() - hitsBefore)
                    .as("hits of the last 100, after the restart\n" + child.output())
                    .isGreaterThanOrEqualTo(50);
        }
    }
}
