package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A named origin that keeps its connections is left to the client's own pool, and warmed again when it turns. */
class KeepAliveIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void nothingIsHeldForIt(Jdk jdk) {
        try (Upstream upstream = Upstream.http().mode(ServerMode.KEEP_ALIVE).start();
                Child child = Child.of(jdk, Requests.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args(
                                "url=" + upstream.url("/bytes/10"),
                                "n=40",
                                "rate=20",
                                "first=5",
                                "phases=2",
                                "watch=true")
                        .start()) {
            child.awaitLine("phase 1 done");
            assertThat(RequestsRun.of(child).pool("warm")).as(child.output()).hasValue(0);
            assertThat(RequestsRun.of(child).pool("opened").getAsLong())
                    .as(child.output())
                    .isLessThanOrEqualTo(2);
            assertThat(child.err()).anyMatch(line -> line.contains(" keeps its connections: nothing to gain"));
            upstream.mode(ServerMode.CLOSE);
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(80);
            assertThat(run.origin(upstream.origin(), "hits").getAsLong())
                    .as(child.output())
                    .isGreaterThan(20);
        }
    }
}
