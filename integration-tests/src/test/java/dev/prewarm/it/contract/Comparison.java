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
    private final String nonIdempotent;

    /**
     * @param expression which scenarios, by name; of them those that match {@code PREWARM_TEST_SCENARIOS} are played
     * @param allCold nothing must be opened ahead, whatever the scenarios say
     * @param nonIdempotent the property of that name
     */
    Comparison(Class<? extends Driver> driver, Races races, String expression, boolean allCold, String nonIdempotent) {
        this.driver = driver;
        this.races = races;
        this.allCold = allCold;
        this.nonIdempotent = nonIdempotent;
        String also = System.getenv("PREWARM_TEST_SCENARIOS");
        this.scenarios = Scenarios.ALL.keySet().stream()
                .filter(name -> name.matches(expression))
                .filter(name -> also == null || name.matches(also))
                .collect(Collectors.toList());
    }

    /** @param which of what, for the report */
    DynamicNode of(String which, Child.Launch launchWithout, Child.Launch launchWith) {
        String cold = "cold=" + allCold;
        try (ContractRun without = new ContractRun(launchWithout.args(cold), driver, scenarios, false, nonIdempotent);
                ContractRun with = new ContractRun(launchWith.args(cold), driver, scenarios, !CONTROL, nonIdempotent)) {
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
            if (!CONTROL) {
                assertHits(allCold ? Hits.NOTHING_OPENED : scenario.hits(), name, with, what);
            }
            assertRequests(name, with, without, what);
        });
    }

    /** Without this, an agent that does nothing is transparent. */
    private void assertHits(Hits expected, String name, ContractRun with, String what) {
        assertThat(with.hasAgent()).as("the agent is there, " + what).isTrue();
        if (expected == Hits.SOME) {
            assertSubjects(with.uses(name), what);
        } else if (expected == Hits.NOTHING_OPENED) {
            assertThat(with.counter(name, "opened")).as("opened ahead, " + what).isZero();
            assertThat(with.counter(name, "hits")).as("hits, " + what).isZero();
        } else if (expected == Hits.TCP_ONLY) {
            assertThat(with.counter(name, "hits"))
                    .as("hits, " + what)
                    .isPositive()
                    .isEqualTo(with.counter(name, "hitsTcp"));
        } else if (expected == Hits.NONE) {
            assertThat(with.counter(name, "hits")).as("hits, " + what).isZero();
        }
    }

    /** The requests that the scenario is about had the connections that they are to have, not only some other one. */
    private void assertSubjects(List<Use> uses, String what) {
        assertThat(uses).as("requests that it is about, " + what).isNotEmpty();
        Map<Integer, List<Use>> groups = uses.stream().collect(Collectors.groupingBy(Use::group));
        groups.values().forEach(group -> {
            Use any = group.get(0);
            String which = "uses " + group + ", " + what;
            if (isToBeCold(any)) {
                assertThat(group).as(which).noneMatch(Use::isHit);
            } else if (isToBeWarm(any) && group.size() == 1) {
                assertThat(group).as(which).allMatch(Use::foundStock);
            } else if (isToBeWarm(any)) {
                assertThat(group).as(which).anyMatch(Use::isHit);
            }
        });
    }

    private boolean isToBeCold(Use use) {
        return use.isNeverRepeated()
                && (nonIdempotent.equals("cold") || nonIdempotent.equals("fresh") && use.isOfOldStock());
    }

    /** Where one client repeats a method and another does not, only those that are never warm or always are told. */
    private boolean isToBeWarm(Use use) {
        return nonIdempotent.equals("warm") || use.isRepeated() || nonIdempotent.equals("fresh") && !use.isOfOldStock();
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
