package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Attaching;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.LateAnswers;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ApacheRetries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which requests are certainly repeated: with {@code non-idempotent=cold} no other is given a warm connection. Their clients
 * were made before the agent came.
 */
@Tag("slow")
class ApacheRetriesIT {
    private static final List<String> REPEATED = List.of("stock", "stock-async", "inherits");
    private static final List<String> NOT_REPEATED =
            List.of("only-503", "only-503-async", "overrides", "no-resets", "none", "disabled", "one-shot");

    /** The last one whose connection keeps but the TLS socket, beside the two ends. */
    static Stream<ApacheVersion> versions() {
        return Stream.of(ApacheVersion.lowest(), ApacheVersion.of("5.3.1"), ApacheVersion.newest())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void onlyTheseAreRisked(ApacheVersion version) {
        BusyMachine.enoughHits("retries, " + version, 1, () -> run(version), ApacheRetriesIT::leastHits);
    }

    private static long leastHits(Child child) {
        return REPEATED.stream()
                .mapToLong(name -> Long.parseLong(told(child, name).replaceAll(".* hits=(\\d+) .*", "$1")))
                .min()
                .orElseThrow();
    }

    private static Child run(ApacheVersion version) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        Stream.concat(REPEATED.stream(), NOT_REPEATED.stream())
                .forEach(name -> upstreams.put(name, Upstream.http().start()));
        try (LateAnswers late = new LateAnswers(Duration.ofMillis(250));
                Child child = version.on(Child.of(Jdks.youngest(), ApacheRetries.class))
                        .jvm("-XX:+UseSerialGC", "-Xmx64m")
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .args(ApacheRetries.COLLECTED + "=" + late.origin())
                        .args(upstreams.entrySet().stream()
                                .map(each ->
                                        each.getKey() + "=" + each.getValue().origin())
                                .toArray(String[]::new))
                        .start()) {
            child.awaitLine("made");
            List<String> origins = new ArrayList<>(List.of(late.origin()));
            upstreams.values().forEach(each -> origins.add(each.origin()));
            Attaching.to(child, "non-idempotent=cold,origins=" + String.join(",", origins));
            child.send("go");
            child.awaitSuccess();

            REPEATED.forEach(name -> assertThat(told(child, name)).contains(" failed=0 "));
            NOT_REPEATED.forEach(name -> assertThat(told(child, name)).contains(" failed=0 ", " hits=0 "));
            assertThat(told(child, ApacheRetries.COLLECTED))
                    .as("a 408 on a warm connection is heard, though what could be was collected before it came")
                    .doesNotContain(" stale=0 ");
            return child;
        } finally {
            upstreams.values().forEach(Upstream::close);
        }
    }

    private static String told(Child child, String name) {
        return child.out().stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(child.output()));
    }
}
