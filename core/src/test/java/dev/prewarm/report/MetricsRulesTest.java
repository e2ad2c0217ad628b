package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.OriginState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the rules of docs/metrics spell out is all there is, and the queries beside them ask for nothing else. */
class MetricsRulesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final List<String> STATES_OF_THE_POOL = List.of("open", "pressed", "disabled", "closed");
    private static final Pattern STATE = Pattern.compile("(?m)^ {12}\"?([a-z-]+)\"?: ");
    private static final Pattern REASON = Pattern.compile("const\\((.*?)\\)");
    private static final Pattern ASKED = Pattern.compile("state=~?\\\\?\"(.*?)\\\\?\"");

    private static final Set<String> STATES = Stream.concat(
                    Stream.of(OriginState.values()).map(OriginState::label), STATES_OF_THE_POOL.stream())
            .collect(Collectors.toSet());

    @Test
    void openTelemetryIsToldEachStateAndReason() throws IOException {
        String rules = Files.readString(DOCS.resolve("metrics/opentelemetry.yaml"));
        assertThat(all(STATE, rules)).isEqualTo(STATES);
        assertThat(all(REASON, rules))
                .isEqualTo(
                        Stream.of(EvictReason.values()).map(EvictReason::label).collect(Collectors.toSet()));
    }

    @Test
    void queriesAskForStatesThereAre() throws IOException {
        Set<String> asked = new HashSet<>();
        for (String file : List.of("metrics.md", "metrics/grafana.json")) {
            all(ASKED, Files.readString(DOCS.resolve(file)))
                    .forEach(states -> asked.addAll(List.of(states.split("\\|"))));
        }
        assertThat(asked).isNotEmpty().isSubsetOf(STATES);
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
