package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Late;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** How the agent comes into a JVM, and what it must leave to the application. */
class StartIT {

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void theSecondAgentSaysSoAndDoesNothing(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, upstream)
                        .agent()
                        .jvm("-javaagent:" + Child.agentJar() + "=max=3")
                        .start()) {
            child.awaitSuccess();
            assertHits(child);
            assertThat(child.err()).filteredOn(line -> line.contains("second")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void worksUnderAnotherName(Jdk jdk, @TempDir Path directory) throws IOException {
        Path renamed = Files.copy(Child.agentJar(), directory.resolve("prewarm-1.2.jar"));
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, upstream).agent(renamed, "").start()) {
            child.awaitSuccess();
            assertHits(child);
        }
    }

    /** The JVM's "Sharing is only supported for boot loader classes" above all. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void saysNothingButItsOwnLines(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = requests(jdk, upstream).agent().start()) {
            child.awaitSuccess();
            assertThat(child.err()).isNotEmpty().allMatch(line -> line.startsWith("[prewarm] "));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void theApplicationsTrustStoreAndLogManagerAreStillItsChoice(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start()) {
            String[] arguments = {
                upstream.url("/bytes/10"), TestCertificates.trustStore().toString()
            };
            List<String> without = lateChoices(jdk, false, upstream, arguments);
            assertThat(lateChoices(jdk, true, upstream, arguments))
                    .isEqualTo(without)
                    .contains("log manager dev.prewarm.it.programs.Late$Manager")
                    .contains("status 200");
        }
    }

    private static List<String> lateChoices(Jdk jdk, boolean with, Upstream upstream, String... arguments) {
        try (Child child = Child.of(jdk, Late.class)
                .agent(with)
                .property("prewarm.origins", upstream.origin())
                .args(arguments)
                .start()) {
            child.awaitSuccess();
            return child.out();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void toolsOfTheJdkAreLeftAlone(Jdk jdk) throws Exception {
        ProcessBuilder keytool = new ProcessBuilder(jdk.tool("keytool").toString(), "-help");
        keytool.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + Child.agentJar() + " -Dprewarm.max=lots");
        Process process = keytool.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        assertThat(output).contains("Key and Certificate Management").doesNotContain("[prewarm]");
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void disabledMeansNothingIsInstalled(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start()) {
            for (Child.Launch launch : List.of(
                    requests(jdk, upstream).agent("enabled=false"),
                    requests(jdk, upstream).agent().env("PREWARM_ENABLED", "false"))) {
                try (Child child = launch.start()) {
                    child.awaitSuccess();
                    assertThat(RequestsRun.of(child).ok()).hasSize(20);
                    assertThat(RequestsRun.of(child).pool("hits").orElse(0)).isZero();
                }
            }
            assertThat(upstream.accepted()).as("one for each request").isEqualTo(40);
        }
    }

    /** slf4j's own properties are the application's, and must not reach the copy in the agent. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void anApplicationsSlf4jSettingsAreNotOurs(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, upstream)
                        .agent()
                        .property("slf4j.provider", "com.example.None")
                        .start()) {
            child.awaitSuccess();
            assertHits(child);
        }
    }

    private static Child.Launch requests(Jdk jdk, Upstream upstream) {
        return Child.of(jdk, Requests.class)
                .property("prewarm.origins", upstream.origin())
                .args("url=" + upstream.url("/bytes/10"), "n=20", "trust=" + TestCertificates.trustStore());
    }

    private static void assertHits(Child child) {
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.ok()).as(child.output()).hasSize(20);
        assertThat(run.pool("hits").getAsLong()).as(child.output()).isPositive();
    }
}
