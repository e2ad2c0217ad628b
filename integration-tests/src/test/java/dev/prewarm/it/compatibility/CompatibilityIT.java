package dev.prewarm.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every version of {@code client-versions.txt}, a few in one JVM, on the JDKs that {@link TestedClient#jdks} names: see {@link
 * CompatibilityWorkload}. The figures go to {@link CompatibilityReport}, of which {@link CompatibilityTable} is made.
 */
@Order(1)
class CompatibilityIT {
    private static final Path REPORT = Paths.get("target", "compatibility.csv");

    /** Of 60: the first ones come before two connections have stood together. */
    private static final int ENOUGH = 56;

    @BeforeAll
    static void anew() {
        CompatibilityReport.begin(REPORT);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicNode> everyVersion() {
        return Stream.of(TestedClient.values())
                .map(TestedClient::library)
                .distinct()
                .flatMap(library -> {
                    List<TestedClient> clients = Arrays.stream(TestedClient.values())
                            .filter(client -> client.library().equals(library))
                            .collect(Collectors.toList());
                    List<List<String>> groups =
                            TestedClient.groups(clients.get(0).chosen());
                    return groups.stream().flatMap(group -> TestedClient.jdks(groups, group, Jdks.all()).stream()
                            .map(jdk -> inOneJvm(clients, group, jdk)));
                });
    }

    private static DynamicNode inOneJvm(List<TestedClient> clients, List<String> versions, Jdk jdk) {
        try (CompatibilityWorkload together = new CompatibilityWorkload(clients, versions, jdk)) {
            together.awaitEnd();
            return DynamicContainer.dynamicContainer(
                    clients.get(0).title() + " " + String.join(", ", versions) + ", " + jdk,
                    versions.stream()
                            .map(version -> DynamicTest.dynamicTest(
                                    clients.get(0).title() + " " + version + ", " + jdk,
                                    () -> check(clients, version, jdk, together))));
        }
    }

    private static void check(List<TestedClient> clients, String version, Jdk jdk, CompatibilityWorkload together) {
        if (clients.get(0).staysStock()) {
            assertThat(figures(clients, version, jdk, together)).allMatch(each -> each.hits == 0);
        } else {
            // A version that had too few is tried again by itself.
            Iterator<CompatibilityWorkload> first = List.of(together).iterator();
            BusyMachine.enoughHits(
                    clients.get(0).title() + " " + version + ", " + jdk,
                    ENOUGH,
                    () -> first.hasNext() ? figures(clients, version, jdk, first.next()) : alone(clients, version, jdk),
                    all -> all.stream()
                            .mapToLong(WorkloadFigures::foundStock)
                            .min()
                            .orElse(0));
        }
    }

    private static List<WorkloadFigures> alone(List<TestedClient> clients, String version, Jdk jdk) {
        try (CompatibilityWorkload workload = new CompatibilityWorkload(clients, List.of(version), jdk)) {
            workload.awaitEnd();
            return figures(clients, version, jdk, workload);
        }
    }

    private static List<WorkloadFigures> figures(
            List<TestedClient> clients, String version, Jdk jdk, CompatibilityWorkload workload) {
        List<WorkloadFigures> figures = workload.figures(version);
        CompatibilityReport.add(REPORT, figures);
        assertThat(figures)
                .as(workload.output())
                .allMatch(each -> each.requests == CompatibilityWorkload.FIRST + CompatibilityWorkload.THEN
                        && each.failures == 0
                        && each.uncounted == 0);
        workload.assertEachWasSentOnce(version);
        if (clients.get(0).staysStock()) {
            assertThat(workload.log())
                    .noneMatch(line -> line.contains("[prewarm]") && !line.contains(" INFO Prewarm "));
        } else {
            assertThat(workload.log())
                    .anyMatch(clients.get(0).told(version, jdk.feature()).asPredicate())
                    .noneMatch(CompatibilityIT::isComplaint);
        }
        return figures;
    }

    /** Suspended for what a busy machine made slow it has too few hits. */
    private static boolean isComplaint(String line) {
        return line.contains(" WARN ") && !line.contains(" is suspended for ") || line.contains(" ERROR ");
    }
}
