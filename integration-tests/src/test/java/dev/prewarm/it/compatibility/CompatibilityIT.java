package dev.prewarm.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every version of {@code client-versions.txt} on each JDK, one JVM for each: see {@link Workload}. The figures go to {@link
 * Report}, of which {@link Table} is made.
 */
class CompatibilityIT {
    private static final Path REPORT = Paths.get("target", "compatibility.csv");
    private static final int ENOUGH = 58;

    @BeforeAll
    static void anew() {
        Report.begin(REPORT);
    }

    // Of the method, not the class: that would run beside other classes.
    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> everyVersion() {
        return Stream.of(Client.values()).map(Client::library).distinct().flatMap(library -> {
            List<Client> clients = Arrays.stream(Client.values())
                    .filter(client -> client.library().equals(library))
                    .collect(Collectors.toList());
            return clients.get(0).chosen().stream().flatMap(version -> Jdks.all().stream()
                    .map(jdk -> DynamicTest.dynamicTest(
                            clients.get(0).title() + " " + version + ", " + jdk, () -> check(clients, version, jdk))));
        });
    }

    private static void check(List<Client> clients, String version, Jdk jdk) {
        if (clients.get(0).staysStock()) {
            assertThat(run(clients, version, jdk)).allMatch(each -> each.hits == 0);
        } else {
            BusyMachine.enoughHits(
                    clients.get(0).title() + " " + version + ", " + jdk,
                    ENOUGH,
                    () -> run(clients, version, jdk),
                    all -> all.stream().mapToLong(Figures::foundStock).min().orElse(0));
        }
    }

    private static List<Figures> run(List<Client> clients, String version, Jdk jdk) {
        try (Workload workload = new Workload(clients, version, jdk)) {
            List<Figures> figures = workload.figures();
            Report.add(REPORT, figures);
            assertThat(figures)
                    .as(workload.output())
                    .allMatch(each -> each.requests == Workload.FIRST + Workload.THEN
                            && each.failures == 0
                            && each.uncounted == 0);
            workload.assertEachWasSentOnce();
            if (clients.get(0).staysStock()) {
                assertThat(workload.log())
                        .noneMatch(line -> line.contains("[prewarm]") && !line.contains(" INFO Prewarm "));
            } else {
                assertThat(workload.log())
                        .anyMatch(clients.get(0).told(version, jdk.feature()).asPredicate())
                        .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
            }
            return figures;
        }
    }
}
