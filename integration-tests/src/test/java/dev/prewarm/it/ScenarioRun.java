package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Scenarios;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All scenarios played by one child, each against servers of its own; its transcripts, and what the agent counted. */
final class ScenarioRun implements AutoCloseable {
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Child child;

    ScenarioRun(Jdk jdk, boolean agent, Map<String, Supplier<Setting>> scenarios, String... flags) {
        this(Child.of(jdk, Scenarios.class).args("trust=" + TestCertificates.trustStore()), agent, scenarios, flags);
    }

    /** @param program takes its scenarios as {@code Scenarios} does, and prints as it does */
    ScenarioRun(Child.Launch program, boolean agent, Map<String, Supplier<Setting>> scenarios, String... flags) {
        scenarios.forEach((name, setting) -> settings.put(name, setting.get()));
        Child.Launch launch = program.agent(agent)
                .jvm(flags)
                // The rule for requests that are not repeated has tests of its own; here as much as can be is to be
                // warm.
                .property("prewarm.non-idempotent", "warm")
                .property(
                        "prewarm.origins",
                        settings.values().stream().map(Setting::origin).collect(Collectors.joining(",")));
        settings.forEach((name, setting) -> launch.args(name + "=" + setting.target()));
        child = launch.start();
    }

    /** Waits for its end; the transcripts by scenario. */
    Map<String, String> transcripts() {
        child.awaitSuccess(Duration.ofSeconds(120));
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : child.out()) {
            if (line.startsWith("== ")) {
                current = sections.computeIfAbsent(line.substring(3), name -> new StringBuilder());
            } else if (!line.startsWith("jmx ") && !line.equals("done")) {
                current.append(line).append('\n');
            }
        }
        Map<String, String> transcripts = new LinkedHashMap<>();
        sections.forEach((name, text) -> transcripts.put(name, text.toString()));
        return transcripts;
    }

    RequestsRun counted() {
        return RequestsRun.of(child);
    }

    /** What the server read is what it reads without the agent; a warm connection that is lost, a client repeats by its rule. */
    static void assertSameRequests(String scenario, String which, ScenarioRun without, ScenarioRun with, long hits) {
        if (Races.requestsVary(scenario)) {
            return;
        }
        boolean lost = scenario.startsWith("late-") || scenario.startsWith("closes-without-a-byte");
        long expected = without.setting(scenario).requests();
        assertThat((long) with.setting(scenario).requests())
                .as("requests that the server read, " + which)
                .isBetween(expected, lost ? expected + hits : expected);
    }

    Setting setting(String scenario) {
        return settings.get(scenario);
    }

    @Override
    public void close() {
        child.close();
        for (Setting setting : settings.values()) {
            setting.close();
        }
    }
}
