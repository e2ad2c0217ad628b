package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Schemes;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Requests;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An ordinary program on the newest version of each client against nginx with {@code keepalive_timeout 0}: what is warm, and
 * that the counters are nginx's. What every other version does, CompatibilityIT shows.
 */
@Tag("slow")
@Isolated("a busy machine opens later than requests come")
class HitsIT {
    private static final String PAGE = "/bytes/1024";
    private static final int STEADY = 120;

    /** That may find nothing parked. */
    private static final int FEW = 10;

    private static final int TWO_BURSTS = 100;

    @BeforeAll
    static void nginx() {
        Nginx.assumeInstalled();
    }

    static Stream<Arguments> others() {
        return Stream.of("okhttp", "apache-classic", "apache-async")
                .map(client -> Arguments.of(client, Jdks.youngest()));
    }

    @TestFactory
    Stream<DynamicTest> steadyRequestsAreHits() {
        return Schemes.onEachJdk((jdk, tls) -> {
            try (Nginx nginx = new Nginx().start()) {
                String url = tls ? nginx.https() : nginx.http();
                steady("steady, " + url + ", " + jdk, nginx, () -> program("jdk", jdk, url)
                        .args("url=" + url + PAGE, "n=" + STEADY, "rate=40", "first=6"));
            }
        });
    }

    /** At random times, so that some come together, over http and https in turn; the first of each find nothing parked. */
    @ParameterizedTest
    @MethodSource("others")
    void poissonRequestsAreHits(String client, Jdk jdk) {
        try (Nginx nginx = new Nginx().start()) {
            String urls = nginx.http() + PAGE + "," + nginx.https() + PAGE;
            steady("poisson, " + client + ", " + jdk, nginx, () -> program(
                            client, jdk, nginx.http() + "," + nginx.https())
                    .args("url=" + urls, "n=" + STEADY, "rate=40", "poisson=7", "first=6"));
        }
    }

    private static void steady(String what, Nginx nginx, Supplier<Child.Launch> program) {
        BusyMachine.enoughHits(what, STEADY - FEW, () -> steady(nginx, program.get()), RequestsRun::foundStock);
    }

    private static RequestsRun steady(Nginx nginx, Child.Launch program) {
        int openedBefore = nginx.opened();
        try (Child child = program.start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            long hits = run.pool("hits").getAsLong();
            assertThat(run.ok()).as(child.output()).hasSize(STEADY);
            assertThat(run.foundStock() + run.pool("misses").getAsLong()).isEqualTo(STEADY);
            assertAddsUp(run);
            int ownAndAhead = (int) (run.pool("opened").getAsLong() + STEADY - hits);
            Await.untilEqual(
                    "nginx accepted what was opened ahead, and one for each miss and canary",
                    ownAndAhead,
                    () -> nginx.opened() - openedBefore);
            return run;
        }
    }

    @TestFactory
    Stream<DynamicTest> burstsAreHitsFromTheThirdOn() {
        return Schemes.on(Jdks.youngest(), "", (jdk, tls) -> {
            try (Nginx nginx = new Nginx().start()) {
                bursts("jdk", jdk, tls ? nginx.https() : nginx.http(), 0);
            }
        });
    }

    /** After some requests one by one: before an answer these clients show no handshake that a burst could be counted for. */
    @ParameterizedTest
    @MethodSource("others")
    void burstsOfOtherClientsAreHitsFromTheThirdOn(String client, Jdk jdk) {
        try (Nginx nginx = new Nginx().start()) {
            bursts(client, jdk, nginx.https(), 5);
        }
    }

    private static void bursts(String client, Jdk jdk, String url, int first) {
        BusyMachine.enoughHits(
                "bursts, " + client + ", " + url + ", " + jdk,
                TWO_BURSTS + first - FEW,
                () -> foundStockFromTheThirdOn(client, jdk, url, first),
                Long::longValue);
    }

    /** Of the requests of the second phase, which are its first ones one by one, and two bursts. */
    private static long foundStockFromTheThirdOn(String client, Jdk jdk, String url, int first) {
        try (Child child = program(client, jdk, url)
                .property("prewarm.max", 64)
                .args("url=" + url + PAGE, "n=" + (TWO_BURSTS + first), "first=" + first, "burst=50", "every=1000")
                .args("phases=2", "watch=true", "version=1.1")
                .start()) {
            child.awaitLine("phase 1 done");
            long foundAtFirst = RequestsRun.of(child).foundStock();
            pause();
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(2 * (TWO_BURSTS + first));
            assertAddsUp(run);
            return run.foundStock() - foundAtFirst;
        }
    }

    /** Between the second and the third burst: the scenario's own, not a wait for something. */
    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Child.Launch program(String client, Jdk jdk, String origins) {
        Child.Launch launch = Child.of(jdk, Requests.class)
                .agent()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.origins", origins)
                .args("client=" + client, "trust=" + TestCertificates.trustStore());
        if (client.equals("okhttp")) {
            OkHttpJars.on(launch, OkHttpJars.newest());
        } else if (!client.equals("jdk")) {
            ApacheVersion.newest().on(launch);
        }
        return launch;
    }

    private static void assertAddsUp(RequestsRun run) {
        long parts = 0;
        for (String part : new String[] {"hits", "unused", "failed", "warm", "opening"}) {
            parts += run.pool(part).getAsLong();
        }
        assertThat(parts).isEqualTo(run.pool("opened").getAsLong());
    }
}
