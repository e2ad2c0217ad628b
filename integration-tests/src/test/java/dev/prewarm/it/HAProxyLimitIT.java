package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.HaProxy;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HAProxy allows each address four connections, of which the application alone never has more than three. */
@Tag("long")
class HAProxyLimitIT {
    private static final int LIMIT = 4;
    private static final int AT_ONCE = 3;
    private static final int REQUESTS = 36 * AT_ONCE;

    @BeforeAll
    static void haproxy() {
        Installed.assume("haproxy");
    }

    @Test
    void twoRequestsPayAtMostAndNoPost() {
        try (Upstream server = Upstream.http().start();
                HaProxy haproxy = HaProxy.withMostConnections(LIMIT, server.port());
                Child child = Child.of(Jdks.youngest(), Requests.class)
                        .agent()
                        .property("prewarm.origins", haproxy.origin())
                        .args("url=" + haproxy.origin() + "/slow?ms=100", "version=1.1", "method=mix", "first=3")
                        .args("n=" + REQUESTS, "burst=" + AT_ONCE, "every=500")
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            List<String> paid = run.failed();
            assertThat(paid).as(child.output()).hasSizeLessThanOrEqualTo(2);
            assertThat(paid.stream().filter(HAProxyLimitIT::isPost).collect(Collectors.toList()))
                    .as("POSTs that failed")
                    .isEmpty();
            assertThat(run.ok()).hasSize(REQUESTS - paid.size()).allMatch(line -> line.contains(" status=200 "));
            assertThat(run.pool("opened").getAsLong()).as(child.output()).isPositive();
        }
    }

    /** Every second one is. */
    private static boolean isPost(String line) {
        return Integer.parseInt(line.split(" ")[1]) % 2 == 1;
    }
}
