package dev.prewarm.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Scenarios played by one client without and with the agent, at the same time and each against servers of its own. */
final class ContractComparison {
    /** Both runs go without the agent: a difference is then the client's own. */
    private static final boolean CONTROL = Boolean.parseBoolean(System.getenv("PREWARM_TEST_CONTROL"));

    private static final int YOUNG = -1;

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
    ContractComparison(
            Class<? extends Driver> driver, Races races, String expression, boolean allCold, String nonIdempotent) {
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

    /**
     * @param which of what, for the report
     * @param without the same program for each of its runs, as that of {@code with} is
     */
    DynamicNode of(String which, Supplier<Child.Launch> without, Supplier<Child.Launch> with) {
        Function<List<String>, Pair> pairs = names -> new Pair(
                new ContractRun(prepared(without), driver, names, false, nonIdempotent),
                new ContractRun(prepared(with), driver, names, !CONTROL, nonIdempotent));
        try (Pair all = pairs.apply(scenarios)) {
            all.awaitEnd();
            return DynamicContainer.dynamicContainer(
                    which, scenarios.stream().map(name -> test(name, which, all, pairs)));
        }
    }

    private Child.Launch prepared(Supplier<Child.Launch> launch) {
        return launch.get().args("cold=" + allCold);
    }

    private DynamicNode test(String name, String which, Pair all, Function<List<String>, Pair> pairs) {
        String expected = all.expected.get(name);
        if (expected.startsWith(ContractProgram.NOT_APPLICABLE)) {
            return DynamicTest.dynamicTest(name + " " + expected.trim(), () -> assertThat(all.actual.get(name))
                    .isEqualTo(expected));
        }
        String what = name + ", " + which;
        return DynamicTest.dynamicTest(name, () -> {
            Iterator<Pair> first = List.of(all).iterator();
            // What a busy machine may do is that a request finds nothing ready: then this scenario is played again.
            BusyMachine.enoughHits(
                    what,
                    1,
                    () -> isOfTheMoment(name)
                            ? BusyMachine.inTime(what, () -> played(name, what, first, pairs))
                            : played(name, what, first, pairs),
                    pair -> hasItsHits(name, pair) ? 1 : 0);
        });
    }

    private static boolean isOfTheMoment(String name) {
        return name.matches(Contract.AT_THE_HAND_OVER);
    }

    private Pair played(String name, String what, Iterator<Pair> first, Function<List<String>, Pair> pairs) {
        return first.hasNext() ? checked(name, what, first.next()) : alone(name, what, pairs);
    }

    private Pair alone(String name, String what, Function<List<String>, Pair> pairs) {
        try (Pair pair = pairs.apply(List.of(name))) {
            pair.awaitEnd();
            return checked(name, what, pair);
        }
    }

    /** All but {@link #hasItsHits}. */
    private Pair checked(String name, String what, Pair pair) {
        Scenario scenario = Scenarios.ALL.get(name).scenario();
        String expected = pair.expected.get(name);
        assertThat(expected).as(what).containsPattern(scenario.sees());
        assertThat(races.settled(name, pair.actual.get(name))).as(what).isEqualTo(races.settled(name, expected));
        if (!CONTROL) {
            assertHits(allCold ? Hits.NOTHING_OPENED : scenario.hits(), name, pair.with, what);
        }
        assertRequests(name, pair.with, pair.without, what);
        return pair;
    }

    private boolean hasItsHits(String name, Pair pair) {
        boolean isAsked =
                !CONTROL && !allCold && Scenarios.ALL.get(name).scenario().hits() == Hits.SOME;
        boolean has =
                !isAsked || byGroup(pair.with.uses(name)).values().stream().allMatch(this::hasItsHits);
        if (!has) {
            System.out.println(name + ", had for connections: " + pair.with.uses(name));
        }
        return has;
    }

    /** The requests that the scenario is about had the connections that they are to have, not only some other one. */
    private boolean hasItsHits(List<Use> group) {
        Use any = group.get(0);
        if (isToBeCold(any) || !isToBeWarm(any)) {
            return true;
        }
        return group.size() == 1 ? any.foundStock() : group.stream().anyMatch(Use::isHit);
    }

    private Map<Integer, List<Use>> byGroup(List<Use> uses) {
        return uses.stream().collect(Collectors.groupingBy(this::group));
    }

    /** What is only warm on a young connection finds one or not by chance: once in the scenario is enough. */
    private int group(Use use) {
        boolean isByAge = nonIdempotent.equals("fresh") && use.isNeverRepeated() && !use.isOfOldStock();
        return isByAge ? YOUNG : use.group();
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

    private void assertSubjects(List<Use> uses, String what) {
        assertThat(uses).as("requests that it is about, " + what).isNotEmpty();
        byGroup(uses).values().stream()
                .filter(group -> isToBeCold(group.get(0)))
                .forEach(group ->
                        assertThat(group).as("uses " + group + ", " + what).noneMatch(Use::isHit));
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

    /** The same scenarios without and with the agent. */
    private static final class Pair implements AutoCloseable {
        final ContractRun without;
        final ContractRun with;
        Map<String, String> expected;
        Map<String, String> actual;

        Pair(ContractRun without, ContractRun with) {
            this.without = without;
            this.with = with;
        }

        void awaitEnd() {
            expected = without.transcripts();
            actual = with.transcripts();
        }

        @Override
        public void close() {
            without.close();
            with.close();
        }
    }
}
