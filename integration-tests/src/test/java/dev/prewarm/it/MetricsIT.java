package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.MetricsAgent;
import dev.prewarm.it.kit.MetricsDocuments;
import dev.prewarm.it.kit.Ports;
import dev.prewarm.it.kit.PromQuery;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.ScrapedMetrics;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The counters by the exporters of Prometheus and OpenTelemetry with the rules of docs/metrics: the numbers of status and
 * JMX, each metric that the page and the dashboard speak of, whichever agent comes first.
 */
@Tag("slow")
class MetricsIT {
    /** Longer than anything is parked. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** To two origins in turn, one of them named. */
    private static final int REQUESTS = 40;

    /** What is no number, or moves as time passes. */
    private static final Set<String> NOT_COMPARED = Set.of("origin", "state", "reason", "rate", "idleLearnt", "target");

    /** Each exporter on each JDK; on every second one it comes before Prewarm. */
    static Stream<Arguments> commandLines() {
        List<Jdk> jdks = Jdks.all();
        MetricsAgent[] others = MetricsAgent.values();
        return IntStream.range(0, jdks.size() * others.length).mapToObj(i -> {
            int jdk = i / others.length;
            int other = i % others.length;
            return Arguments.of(jdks.get(jdk), others[other], (jdk + other) % 2 == 0 ? "first" : "last");
        });
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void exportersShowWhatStatusAndJmxShow(Jdk jdk, MetricsAgent other, String place) throws Exception {
        int port = Ports.free();
        try (Upstream named = Upstream.https().start();
                Upstream observed = Upstream.http().start();
                Child child = Child.of(jdk, Requests.class)
                        .jvm(agents(other, port, place))
                        .property("prewarm.origins", named.origin() + ";idle=1s;keep-warm=500ms")
                        .args("url=" + named.url("/bytes/10") + "," + observed.url("/bytes/10"))
                        .args("n=" + REQUESTS, "first=" + REQUESTS, "first-every=50", "hold=true", "version=1.1")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            Await.until("all is counted, and closed again for good", () -> isOver(child), child::output);
            Await.until("it shows both origins", () -> shows(port, named) && shows(port, observed), child::output);
            JsonObject status = status(jdk, child);
            ScrapedMetrics metrics = ScrapedMetrics.of(port);
            child.send("go");
            child.awaitSuccess();
            RequestsRun jmx = RequestsRun.of(child);

            assertThat(jmx.ok()).hasSize(REQUESTS);
            JsonObject pool = status.getObject("pool");
            assertThat(pool.getLong("hits")).isPositive();
            assertThat(pool.getLong("unused")).isPositive();
            assertSame("prewarm_pool_", Map.of(), pool, jmx::pool, metrics);
            JsonArray origins = status.getArray("origins");
            assertThat(origins).hasSize(2);
            for (Object each : origins) {
                JsonObject origin = (JsonObject) each;
                String name = origin.getString("origin");
                assertSame("prewarm_", Map.of("origin", name), origin, counter -> jmx.origin(name, counter), metrics);
            }
            Set<String> told = MetricsDocuments.metrics();
            assertThat(metrics.names())
                    .containsAll(told)
                    .filteredOn(name -> name.startsWith("prewarm_"))
                    .allMatch(name -> told.contains(name.replace("_pool_", "_")) || told.contains(name));
            assertThat(MetricsDocuments.queries())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(query -> assertAnswers(query, metrics));
        }
    }

    private static String[] agents(MetricsAgent other, int port, String place) {
        List<String> flags = new ArrayList<>(other.flags(port));
        flags.add(place.equals("first") ? flags.size() : 0, "-javaagent:" + Child.agentJar());
        return flags.toArray(String[]::new);
    }

    private static boolean isOver(Child child) throws Exception {
        JsonObject status = StatusReader.of(child).orElseThrow();
        JsonObject pool = status.getObject("pool");
        return pool.getLong("hits") + pool.getLong("misses") + pool.getLong("canaries") == REQUESTS / 2
                && pool.getLong("warm") + pool.getLong("opening") == 0
                && Instant.parse(status.getString("written"))
                        .isBefore(Instant.now().minus(QUIET));
    }

    private static boolean shows(int port, Upstream upstream) throws Exception {
        return !ScrapedMetrics.of(port)
                .values("prewarm_hits_total", Map.of("origin", upstream.origin()))
                .isEmpty();
    }

    private static JsonObject status(Jdk jdk, Child child) throws Exception {
        try (Child command = Child.ofCommandLine(jdk, "status", Long.toString(child.pid()), "--json")
                .start()) {
            command.awaitSuccess();
            return JsonParser.object().from(String.join("\n", command.out()));
        }
    }

    private static void assertSame(
            String prefix,
            Map<String, String> labels,
            JsonObject status,
            Function<String, OptionalLong> jmx,
            ScrapedMetrics metrics) {
        status.forEach((name, value) -> {
            if (value instanceof JsonObject) {
                ((JsonObject) value).forEach((reason, count) -> {
                    assertThat(jmx.apply(name + "." + reason)).hasValue(((Number) count).longValue());
                    assertOne(metrics, prefix + name + "_total", with(labels, "reason", reason), count);
                });
            } else if (!NOT_COMPARED.contains(name)) {
                assertThat(jmx.apply(name)).as(name).hasValue(((Number) value).longValue());
                assertOne(metrics, metricName(prefix, name, metrics), labels, value);
            }
        });
        assertOne(metrics, prefix + "state", with(labels, "state", status.getString("state")), 1);
    }

    /** To the millisecond, where it is one. */
    private static void assertOne(ScrapedMetrics metrics, String name, Map<String, String> labels, Object value) {
        double unit = name.contains("_seconds") ? 1000 : 1;
        assertThat(metrics.values(name, labels))
                .as(name + labels)
                .singleElement()
                .satisfies(seen -> assertThat(Math.round(seen * unit)).isEqualTo(((Number) value).longValue()));
    }

    /** As Prometheus names it: in seconds, and what only grows with {@code _total}. */
    private static String metricName(String prefix, String counter, ScrapedMetrics metrics) {
        String name = prefix
                + counter.replaceAll("Millis$", "Seconds")
                        .replaceAll("([A-Z])", "_$1")
                        .toLowerCase(Locale.ROOT);
        return metrics.names().contains(name + "_total") ? name + "_total" : name;
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(name, value);
        return all;
    }

    private static void assertAnswers(PromQuery query, ScrapedMetrics metrics) {
        assertThat(query.labelsByMetric()).as(query.toString()).isNotEmpty();
        query.labelsByMetric().forEach((metric, labels) -> assertThat(metrics.labels(metric))
                .as(metric + " in " + query)
                .containsAll(labels));
    }
}
