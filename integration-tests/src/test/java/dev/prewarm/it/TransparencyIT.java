package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.programs.Scenarios;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The first promise: a program sees the same with and without the agent. Each JDK plays all scenarios twice, without and
 * with the agent, at the same time and each against servers of its own; then the transcripts are compared scenario by
 * scenario. That a scenario played as meant (and not, say, failed the same way twice) is checked by a text that its
 * transcript must hold. The number of requests that each server read must be the same as well: nothing is sent twice.
 */
class TransparencyIT {
    /** Scenarios that may differ, each with the reason. One that does not differ any more fails, too. */
    private static final Map<String, String> ALLOWED_DIFFERENCES = Map.of();

    @TestFactory
    Stream<DynamicNode> sameWithAndWithoutAgent() {
        return Jdks.all().stream().map(TransparencyIT::compare);
    }

    /** The comparison itself: another server, and a client told to send a POST twice, must be found different. */
    @Test
    void aDifferenceIsSeen() {
        String closes = "closes-without-a-byte";
        Map<String, Supplier<Setting>> usually =
                Map.of("good", Setting.ALL.get("good"), closes, Setting.ALL.get(closes));
        Map<String, Supplier<Setting>> otherwise =
                Map.of("good", Setting.ALL.get("http-1.0"), closes, Setting.ALL.get(closes));
        try (ScenarioRun usual = new ScenarioRun(Jdks.current(), false, usually);
                ScenarioRun other = new ScenarioRun(
                        Jdks.current(), false, otherwise, "-Djdk.httpclient.enableAllMethodRetry=true")) {
            String expected = Races.settled(usual.transcripts().get("good"));
            String actual = Races.settled(other.transcripts().get("good"));
            assertThat(actual).contains("status=200").isNotEqualTo(expected);
            assertThat(other.setting(closes).requests())
                    .isEqualTo(usual.setting(closes).requests() + 2);
        }
    }

    @Test
    void everyScenarioHasItsServers() {
        Set<String> played = Setting.ALL.keySet().stream()
                .map(name -> name.replaceAll("-http11$", ""))
                .collect(Collectors.toSet());
        assertThat(played).containsExactlyInAnyOrderElementsOf(Scenarios.names());
        assertThat(played).containsAll(ALLOWED_DIFFERENCES.keySet());
    }

    private static DynamicNode compare(Jdk jdk) {
        try (ScenarioRun without = new ScenarioRun(jdk, false, Setting.ALL);
                ScenarioRun with = new ScenarioRun(jdk, true, Setting.ALL)) {
            Map<String, String> expected = without.transcripts();
            Map<String, String> actual = with.transcripts();
            RequestsRun counted = with.counted();
            Stream<DynamicNode> same = Setting.ALL.keySet().stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> {
                        String what = name + " on " + jdk;
                        assertThat(expected.get(name))
                                .as(what)
                                .contains(without.setting(name).mustSee());
                        String cold = Races.settled(expected.get(name));
                        String warm = Races.settled(actual.get(name));
                        if (ALLOWED_DIFFERENCES.containsKey(name)) {
                            assertThat(warm).as(what).isNotEqualTo(cold);
                            return;
                        }
                        assertThat(warm).as(what).isEqualTo(cold);
                        long hits = counted.origin(with.setting(name).origin(), "hits")
                                .orElse(0);
                        ScenarioRun.assertSameRequests(name, what, without, with, hits);
                    }));
            DynamicNode used = DynamicTest.dynamicTest(
                    "warm connections were used", () -> assertWarmConnectionsWereUsed(with, counted));
            return DynamicContainer.dynamicContainer(jdk.toString(), Stream.concat(same, Stream.of(used)));
        }
    }

    /** Without this, an agent that does nothing is transparent. */
    private static void assertWarmConnectionsWereUsed(ScenarioRun run, RequestsRun counted) {
        assertThat(counted.hasCounters()).as("the agent's counters").isTrue();
        Map<String, Long> unused = new TreeMap<>();
        Setting.ALL.keySet().stream().filter(name -> run.setting(name).isWarm()).forEach(name -> {
            long hits = counted.origin(run.setting(name).origin(), "hits").orElse(0);
            if (hits == 0) {
                unused.put(name, hits);
            }
        });
        assertThat(unused).as("scenarios without a hit").isEmpty();
    }
}
