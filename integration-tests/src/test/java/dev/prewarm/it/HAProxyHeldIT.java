package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.HaProxy;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * HAProxy says 429 to requests of an address that has more than so many connections open, and silent ones count. In two minutes and a half,
 * as after a refusal one minute shows nothing.
 */
@Tag("long")
class HAProxyHeldIT {
    private static final int ALLOWED = 4;
    private static final int REQUESTS = 3_000;

    /** Two until it is seen, and what was on its way. */
    private static final int FEW = 6;

    @BeforeAll
    static void haproxy() {
        Installed.assume("haproxy");
    }

    @Test
    void fewRequestsAreRefused() throws Exception {
        try (Upstream server = Upstream.http().start();
                HaProxy haproxy = HaProxy.refusingAbove(ALLOWED, server.port());
                Child child = Child.of(Jdks.youngest(), Requests.class)
                        .agent()
                        .property("prewarm.origins", haproxy.origin())
                        .args("url=" + haproxy.origin() + "/", "version=1.1", "phases=2", "n=" + REQUESTS)
                        .args("burst=2", "every=100")
                        .start()) {
            child.awaitLine("phase 1 done");
            String reason =
                    StatusReader.of(child, haproxy.origin()).orElseThrow().getString("reason");
            child.kill();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok().stream().filter(line -> line.contains(" status=429 ")))
                    .as(child.output())
                    .hasSizeLessThanOrEqualTo(FEW);
            assertThat(reason)
                    .contains("requests were refused (the last one: a 429)")
                    .contains("now at most");
        }
    }
}
