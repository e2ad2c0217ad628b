package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Recorder;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bystanders;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Connections that a program makes without an HTTP client, to places that are warmed for one: none of our business. */
class NeverTouchedIT {
    private static final int BY_CLIENT = 4;
    private static final Set<String> WOVEN = Set.of(
            "jdk/internal/net/http/AbstractAsyncSSLConnection",
            "jdk/internal/net/http/ConnectionPool",
            "jdk/internal/net/http/Http1Response",
            "jdk/internal/net/http/HttpConnection",
            "jdk/internal/net/http/MultiExchange",
            "jdk/internal/net/http/PlainHttpConnection",
            "jdk/internal/net/http/PlainTunnelingConnection");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void whatAProgramConnectsItself(Jdk jdk) {
        List<String> without = run(jdk, false);
        assertThat(run(jdk, true)).isEqualTo(without).contains("by hand http=8 https=3");
    }

    private static List<String> run(Jdk jdk, boolean agent) {
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Child child = Child.of(jdk, Bystanders.class)
                        .agent(agent)
                        .recorded()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property("prewarm.origins", http.origin() + "," + https.origin())
                        .property("prewarm.idle", "2m")
                        .property("prewarm.keep-warm", "2m")
                        .args("http=" + http.origin(), "https=" + https.origin(), "agent=" + agent)
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertCounts(run, child, agent, http, 8);
            assertCounts(run, child, agent, https, 3);
            if (agent) {
                assertThat(Recorder.changed(child)).isNotEmpty().allMatch(WOVEN::contains);
            } else {
                assertThat(Recorder.changed(child)).isEmpty();
            }
            return child.out().stream()
                    .filter(line -> !line.startsWith("jmx ") && !line.matches("(changed|classes seen:) .*"))
                    .collect(Collectors.toList());
        }
    }

    /** Of what is taken, all is the client's; of what is accepted, the rest. */
    private static void assertCounts(RequestsRun run, Child child, boolean agent, Upstream upstream, int byHand) {
        long opened = run.origin(upstream.origin(), "opened").orElse(0);
        long hits = run.origin(upstream.origin(), "hits").orElse(0);
        long misses = run.origin(upstream.origin(), "misses").orElse(0);
        long canaries = run.origin(upstream.origin(), "canaries").orElse(0);
        assertThat(hits + misses + canaries).as(child.output()).isEqualTo(agent ? BY_CLIENT : 0);
        assertThat(opened > hits).as("there was stock to be had").isEqualTo(agent);
        assertThat(upstream.requests()).isEqualTo(BY_CLIENT + byHand);
        long connects = opened + BY_CLIENT - hits + byHand;
        Await.untilEqual("connects at " + upstream.origin(), connects, () -> (long) upstream.accepted());
    }
}
