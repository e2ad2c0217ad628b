package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.HaProxy;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * HAProxy says 403 to an address that made more than five errors in a minute, as many have it set; and a connection which its
 * client ends without a request is an error. It ends them itself after 2 s, so ours are ended before.
 */
@Tag("slow")
class HAProxyErrorRateIT {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final int ALLOWED = 5;
    private static final int MOST_UNUSED = 3;
    private static final int REQUESTS = 8;

    @BeforeAll
    static void haproxy() {
        Installed.assume("haproxy");
    }

    @Test
    void noRequestIsRefused() {
        try (Upstream server = Upstream.http().start();
                HaProxy haproxy = HaProxy.withMostErrors(ALLOWED, server.port(), SILENCE)) {
            Await.until("it has logged the look whether it listens", () -> !haproxy.withoutARequest()
                    .isEmpty());
            int before = haproxy.withoutARequest().size();
            try (Child child = Child.of(Jdks.youngest(), Requests.class)
                    .agent()
                    .property("prewarm.origins", haproxy.origin())
                    .args("url=" + haproxy.origin() + "/", "version=1.1", "hold=true")
                    .args("n=" + REQUESTS, "burst=1", "every=2200")
                    .start()) {
                child.awaitLine("phase 1 done");
                // Those of its first minute, before what is parked goes at its end.
                List<String> unused = haproxy.withoutARequest();
                child.send("go");
                child.awaitSuccess();
                RequestsRun run = RequestsRun.of(child);
                assertThat(run.ok())
                        .as(child.output())
                        .hasSize(REQUESTS)
                        .allMatch(line -> line.contains(" status=200 "));
                assertThat(unused).as(child.output()).hasSizeLessThanOrEqualTo(before + MOST_UNUSED);
                assertThat(run.pool("opened").getAsLong()).as(child.output()).isPositive();
            }
        }
    }
}
