package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.AllClients;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** All clients in one JVM, to the same two origins: one pool, whose counters are those of the upstreams. */
class AllClientsIT {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 50;
    private static final int MAX = 3;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void shareOnePool(Jdk jdk) {
        try (Upstream relay = Upstream.http().start();
                Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Child child = launch(jdk, relay, http, https).start()) {
            int mostSilent = mostSilent(child, List.of(http, https));
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            // What was opened for one client serves the next one, which has never been there.
            assertThat(run.origin(relay.origin(), "misses")).as(child.output()).hasValue(1);
            assertThat(run.foundStock(relay.origin())).as(child.output()).isEqualTo(CLIENTS - 1);
            assertThat(child.awaitLine("readings="))
                    .as(child.output())
                    .matches("readings=[1-9]\\d{2,} broken=0 above=0 most=" + MAX);
            assertThat(child.awaitLine("requests="))
                    .as(child.output())
                    .isEqualTo("requests=" + CLIENTS * (1 + REQUESTS) + " failed=0");
            assertThat(relay.requests() + http.requests() + https.requests()).isEqualTo(CLIENTS * (1 + REQUESTS));
            // Each client can have one of its own on its way, or one it was just given; and the end of what was closed
            // may come here after what was opened in its place.
            assertThat(mostSilent).isLessThanOrEqualTo(2 * MAX + CLIENTS);
            long hits = run.origin(relay.origin(), "hits").orElseThrow();
            for (Upstream upstream : List.of(http, https)) {
                long opened = run.origin(upstream.origin(), "opened").orElseThrow();
                long cold = run.origin(upstream.origin(), "misses").orElseThrow()
                        + run.origin(upstream.origin(), "canaries").orElseThrow();
                hits += run.origin(upstream.origin(), "hits").orElseThrow();
                // One that made way while it was being opened may not have come that far.
                long surplus = run.origin(upstream.origin(), "evicted.surplus").orElseThrow();
                assertThat((long) upstream.accepted())
                        .as(child.output())
                        .isBetween(opened + cold - surplus, opened + cold);
            }
            assertThat(run.pool("hits").orElseThrow()).isEqualTo(hits);
            System.out.println(child.awaitLine("readings=") + ", " + child.awaitLine("requests=") + ", hits=" + hits
                    + ", silent at the upstream at most " + mostSilent);
        }
    }

    private static Child.Launch launch(Jdk jdk, Upstream relay, Upstream http, Upstream https) {
        String max = ";max=" + MAX;
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, AllClients.class), OkHttpJars.newest()))
                .agent()
                .verified()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property(
                        "prewarm.origins",
                        relay.origin() + ";idle=2m;keep-warm=2m," + http.origin() + max + "," + https.origin() + max)
                // So that much is opened and closed again meanwhile, and all of it soon after.
                .property("prewarm.idle", "700ms")
                .property("prewarm.keep-warm", "1s")
                .args(
                        "relay=" + relay.origin(),
                        "http=" + http.origin(),
                        "https=" + https.origin(),
                        "max=" + MAX,
                        "n=" + REQUESTS);
    }

    /** How many open connections one of them has seen without a request, at most. */
    private static int mostSilent(Child child, List<Upstream> upstreams) {
        AtomicInteger most = new AtomicInteger();
        Callable<Boolean> ended = () -> {
            for (Upstream upstream : upstreams) {
                int silent = upstream.count(each -> each.silent() && each.end() == Connection.End.OPEN);
                most.accumulateAndGet(silent, Math::max);
            }
            return !child.isAlive() || child.out().stream().anyMatch(line -> line.startsWith("readings="));
        };
        Await.until("the load has ended", ended, child::output);
        return most.get();
    }
}
