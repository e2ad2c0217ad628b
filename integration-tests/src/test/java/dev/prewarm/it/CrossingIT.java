package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.CrossingRelay;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Crossings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A connection that was opened ahead without TLS ends in the moment of the hand-over: no request fails by that. */
class CrossingIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache", "apache-async");

    /** Ours that die in their first second are evidence: after the second nothing is opened for a while. */
    private static final int ROUNDS = 2;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void noGetFailsWhoseHandshakeCrossesTheServersEnd(Jdk jdk) {
        Map<String, List<CrossingRelay>> ways = new LinkedHashMap<>();
        try (Upstream upstream = Upstream.https().start()) {
            for (String client : CLIENTS) {
                ways.put(client, List.of(new CrossingRelay(upstream, false), new CrossingRelay(upstream, true)));
            }
            run(jdk, upstream, ways);
        } finally {
            ways.values().forEach(pair -> pair.forEach(CrossingRelay::close));
        }
    }

    private static void run(Jdk jdk, Upstream upstream, Map<String, List<CrossingRelay>> ways) {
        List<CrossingRelay> all = ways.values().stream().flatMap(List::stream).collect(Collectors.toList());
        try (Child child = ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, Crossings.class), OkHttpJars.newest()))
                .agent()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.origins", origins(all))
                .property("prewarm.tls", "false")
                .args("rounds=" + ROUNDS)
                .args(CLIENTS.stream()
                        .map(client -> client + "=" + origins(ways.get(client)))
                        .toArray(String[]::new))
                .start()) {
            for (int i = 0; i < all.size() * ROUNDS; i++) {
                child.awaitLine("parked " + i);
                all.forEach(CrossingRelay::endSilent);
                child.send("go");
            }
            child.awaitSuccess();
            assertThat(child.out()).noneMatch(line -> line.startsWith("failure"));
            ways.forEach((client, relays) -> relays.forEach(relay -> {
                assertThat(relay.ended()).as(child.output()).isPositive();
                assertThat(child.awaitLine(relay.origin() + " " + client))
                        .as(child.output())
                        .matches(".* stale=[1-9]\\d*");
            }));
            assertThat(upstream.requests()).isEqualTo(all.size() * (1 + ROUNDS));
        }
    }

    private static String origins(List<CrossingRelay> relays) {
        return relays.stream().map(CrossingRelay::origin).collect(Collectors.joining(","));
    }
}
