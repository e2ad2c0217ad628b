package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Workers;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * gunicorn kills a worker that is not done 3 s after accept. Answers that take 1.5 s are in time on a connection of the client's
 * own, and too late on one that was opened when the request before was sent, 2.4 s ago; a silent one is never parked for so long.
 * A few requests that are answered at once come first.
 */
@Tag("slow")
class DeadlineFromAcceptIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final String PARKED = ";idle=2800ms";
    private static final int QUICK = 4;
    private static final int REQUESTS = QUICK + 8;
    private static final int PAY = 3;

    @BeforeAll
    static void gunicorn() {
        Installed.assume("gunicorn");
    }

    @Test
    void threeRequestsPayUntilItIsLearnt() {
        try (Workers workers = Workers.gunicorn(8, TIMEOUT);
                Child child = Child.of(Jdks.youngest(), Requests.class)
                        .agent()
                        .property("prewarm.origins", workers.origin() + PARKED)
                        .args("url=" + workers.origin() + "/slow?1.5", "version=1.1")
                        .args("first=" + QUICK, "first-url=" + workers.origin() + "/", "first-every=300")
                        .args("n=" + REQUESTS, "burst=1", "every=2400")
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            // A client may repeat it: whoever was killed has paid.
            assertThat(workers.killed()).as(child.output()).hasSizeLessThanOrEqualTo(PAY);
            assertThat(run.failed()).as(child.output()).hasSizeLessThanOrEqualTo(PAY);
            assertThat(child.err())
                    .as("eight workers, of which silent connections hold two at most: no harm")
                    .noneMatch(line -> line.contains(" is suspended"));
            assertThat(run.pool("opened").getAsLong()).as(child.output()).isPositive();
        }
    }
}
