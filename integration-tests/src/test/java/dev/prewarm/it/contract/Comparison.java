package dev.prewarm.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.kit.Child;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Scenarios played by one client without and with the agent, at the same time and each against servers of its own. */
final class Comparison {
    /** Both runs go without the agent: a difference is then the client's own. */
    private static final boolean CONTROL = Boolean.parseBoolean(System.getenv("PREWARM_TEST_CONTROL"));

    private final Class<? extends Driver> driver;
    private final Races races;
    private final List<String> scenarios;
    private final boolean allCold;

    /**
     * @param expression which scenarios, by name; of them those that match {@code PREWARM_TEST_SCENARIOS} are played
     * @param allCold there must be no hits, whatever the scenarios say
     */
    Comparison(Class<? extends Driver> driver, Races races, String expression, boolean allCold) {
        this.driver = driver;
        this.races = races;
        this.allCold = allCold;
        String also = System.getenv("PREWARM_TEST_SCENARIOS");
        this.scenarios = Scenarios.ALL.keySet().stream()
                .filter(name -> name.matches(expression))
                .filter(name -> also == null || name.matches(also))
                .collect(Collectors.toList());
    }

    /** @param which of what, for the report */
    DynamicNode of(String which, Child.Launch launchWithout, Child.Launch launchWith) {
        String cold = "cold=" + allCold;
        try (ContractRun without = new ContractRun(launchWithout.args(cold), driver, scenarios, false);
                ContractRun with = new ContractRun(launchWith.args(cold), driver, scenarios, !CONTROL)) {
            Map<String, String> expected = without.transcripts();
            Map<String, String> actual = with.transcripts();
            return DynamicContainer.dynamicContainer(
                    which,
                    scenarios.stream()
                            .map(name -> test(name, which, expected.get(name), actual.get(name), without, with)));
        }
    }

    private DynamicNode test(
            String name, String which, String expected, String actual, ContractRun without, ContractRun with) {
        if (expected.startsWith(ContractProgram.NOT_APPLICABLE)) {
            return DynamicTest.dynamicTest(
                    name + " " + expected.trim(), () -> assertThat(actual).isEqualTo(expected));
        }
        return DynamicTest.dynamicTest(name, () -> {
            Scenario scenario = Scenarios.ALL.get(name).scenario();
            String what = name + ", " + which;
            assertThat(expected).as(what).containsPattern(scenario.sees());
            assertThat(races.settled(name, actual)).as(what).isEqualTo(races.settled(name, expected));
            assertHits(allCold ? Hits.NONE : scenario.hits(), name, with, what);
            assertRequests(name, with, without, what);
        });
    }

    /** Without this, an agent that does nothing is transparent. */
    private static void assertHits(Hits expected, String name, ContractRun with, String what) {
        if (CONTROL) {
            return;
        }
        if (expected == Hits.SOME) {
            assertThat(with.counter(name, "hits")).as("hits, " + what).isPositive();
        } else if (expected == Hits.TCP_ONLY) {
            assertThat(with.counter(name, "hits")).as("hits, " + what).isEqualTo(with.counter(name, "hitsTcp"));
        } else if (expected == Hits.NONE) {
            assertThat(with.counter(name, "hits")).as("hits, " + what).isZero();
        }
    }

    /** Nothing is sent twice that was not without the agent, but what a hit lost. */
    private void assertRequests(String name, ContractRun with, ContractRun without, String what) {
        Scenario scenario = Scenarios.ALL.get(name).scenario();
        if (scenario.comparesRequests() && !races.requestsVary(scenario.name())) {
            long expected = without.place(name).requests();
            boolean lost = scenario.areHitsLost() || races.repeatsLost(scenario.name());
            assertThat((long) with.place(name).requests())
                    .as("requests that the server read, " + what)
                    .isBetween(expected, expected + (lost ? with.counter(name, "hits") : 0));
        }
        if (with.place(name).isProxied()) {
            assertThat(with.place(name).relayed())
                    .as("what came by the proxy, " + what)
                    .isPositive()
                    .isEqualTo(without.place(name).relayed());
        }
        assertThat(with.place(name).mostAtOnce())
                .as("requests at once, " + what)
                .isLessThanOrEqualTo(scenario.atMostAtOnce());
    }
}
