package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** An ordinary program against nginx with {@code keepalive_timeout 0}: what is warm, and that the counters are nginx's. */
class HitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @BeforeAll
    static void nginx() {
        Nginx.assumeInstalled();
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void steadyRequestsAreHits(Jdk jdk) {
        try (Nginx nginx = new Nginx().start()) {
            for (String url : new String[] {nginx.http(), nginx.https()}) {
                BusyMachine.oneOfThree(() -> steady(jdk, nginx, url));
            }
        }
    }

    private static void steady(Jdk jdk, Nginx nginx, String url) {
        int openedBefore = nginx.opened();
        try (Child child = program(jdk, url).args("n=200", "rate=20", "first=1").start()) {
            child.awaitSuccess(PATIENCE);
            RequestsRun run = RequestsRun.of(child);
            long hits = run.pool("hits").getAsLong();
            assertThat(run.ok()).as(child.output()).hasSize(200);
            long canaries = run.pool("canaries").getAsLong();
            assertThat(hits + run.pool("misses").getAsLong() + canaries).isEqualTo(200);
            assertAddsUp(run);
            int ownAndAhead = (int) (run.pool("opened").getAsLong() + 200 - hits);
            Await.untilEqual(
                    "nginx accepted what was opened ahead, and one for each miss",
                    ownAndAhead,
                    () -> nginx.opened() - openedBefore);
            // A canary is a hit forgone on purpose.
            assertThat(hits + canaries).as(child.output()).isGreaterThanOrEqualTo(196);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void burstsAreHitsFromTheThirdOn(Jdk jdk) {
        try (Nginx nginx = new Nginx().start()) {
            for (String url : new String[] {nginx.http(), nginx.https()}) {
                BusyMachine.oneOfThree(() -> bursts(jdk, url));
            }
        }
    }

    private static void bursts(Jdk jdk, String url) {
        try (Child child = program(jdk, url)
                .property("prewarm.max", 64)
                .args("n=100", "burst=50", "every=2500", "phases=2", "watch=true", "version=1.1")
                .start()) {
            child.awaitLine("phase 1 done");
            long missedAtFirst = RequestsRun.of(child).pool("misses").getAsLong();
            pause();
            child.send("go");
            child.awaitSuccess(PATIENCE);
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(200);
            assertAddsUp(run);
            assertThat(run.pool("misses").getAsLong())
                    .as("misses after the second burst\n" + child.output())
                    .isEqualTo(missedAtFirst);
        }
    }

    /** Between the second and the third burst: the scenario's own, not a wait for something. */
    private static void pause() {
        try {
            Thread.sleep(2_500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Child.Launch program(Jdk jdk, String url) {
        return Child.of(jdk, Requests.class)
                .agent()
                .property("prewarm.origins", url)
                .args("url=" + url + "/bytes/1024", "trust=" + TestCertificates.trustStore());
    }

    private static void assertAddsUp(RequestsRun run) {
        long parts = 0;
        for (String part : new String[] {"hits", "unused", "failed", "warm", "opening"}) {
            parts += run.pool(part).getAsLong();
        }
        assertThat(parts).isEqualTo(run.pool("opened").getAsLong());
    }
}
