package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Upstreams that allow an address one connection: the one ends the second, the other the first. Known before a request has paid. */
@Tag("slow")
class NewestWinsIT {
    private static final int REQUESTS = 28;
    private static final long BETWEEN_MILLIS = 250;

    @Test
    void theNewestEndsTheOthers() {
        inOneOfThreeRuns(() -> Upstream.http().newestWins().start());
    }

    @Test
    void aSecondOneIsEnded() {
        inOneOfThreeRuns(() -> Upstream.http().mostOpen(1).start());
    }

    /**
     * Where a busy machine reads an end, or writes a body, later than it is told to, a request may still meet the pair: in simulation up
     * to 8 of 80,000 do (docs/simulated-upstreams.md). A defect takes some of each run.
     */
    private static void inOneOfThreeRuns(Supplier<Upstream> upstreams) {
        BusyMachine.enough(
                "an upstream of one connection",
                "answers",
                REQUESTS,
                () -> {
                    try (Upstream upstream = upstreams.get()) {
                        return answered(upstream);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Integer::longValue);
    }

    /** One after another, each second one a POST: without the agent there is never more than one connection. */
    private static int answered(Upstream upstream) throws Exception {
        try (Child child = Child.of(Jdks.youngest(), Requests.class)
                .agent()
                .property("prewarm.origins", upstream.origin())
                .args("url=" + upstream.url("/slow?ms=20"), "version=1.1", "method=mix", "n=1", "phases=" + REQUESTS)
                .start()) {
            for (int phase = 1; phase < REQUESTS; phase++) {
                child.awaitLine("phase " + phase + " done");
                Thread.sleep(BETWEEN_MILLIS);
                child.send("next");
            }
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).as(child.output()).hasSizeLessThanOrEqualTo(1);
            assertThat(run.ok()).allMatch(line -> line.contains(" status=200 "));
            assertThat(run.pool("staleHits"))
                    .as("sent twice by the client, and why: " + child.output())
                    .hasValue(0);
            assertThat(run.pool("opened").getAsLong()).as(child.output()).isPositive();
            return run.ok().size();
        }
    }
}
