package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.FaultyAgent;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Injections;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever fails inside the agent, at whatever point that a request reaches: the request is answered as without it, and processed
 * once; nothing is held afterwards, and the counters add up. {@code PREWARM_TEST_FAULTS=all}: each client, over
 * http and https, each point and each fault; else one client over https, where one point of nine meets one fault.
 */
@Tag("slow")
class FaultsIT {
    private static final FaultyAgent FAULTY = FaultyAgent.make();
    private static final int MAX = 4;
    private static final boolean ALL = "all".equals(System.getenv("PREWARM_TEST_FAULTS"));

    @TestFactory
    Stream<DynamicTest> noRequestFails() {
        Stream<String> runs = ALL
                ? Stream.of("jdk", "okhttp", "apache", "apache-async")
                        .flatMap(client -> Stream.of(client + ", http", client + ", https"))
                : Stream.of("okhttp, https");
        return runs.map(run ->
                DynamicTest.dynamicTest(run, () -> noRequestFails(run.replaceFirst(",.*", ""), run.endsWith("https"))));
    }

    private static void noRequestFails(String client, boolean tls) {
        int from = 0;
        while (from >= 0) {
            try (Upstream upstream = (tls ? Upstream.https() : Upstream.http()).start();
                    Child child = launch(client, upstream, from).start()) {
                child.awaitSuccess(Duration.ofMinutes(10));
                assertThat(lines(child, "failed ")).as(explained(child)).isEmpty();
                assertThat(child.awaitLine("sent ")).as("sent, and processed").isEqualTo("sent " + upstream.requests());
                from = lines(child, "off ").stream()
                        .map(off -> Integer.parseInt(off.split(" ")[1]))
                        .findFirst()
                        .orElse(-1);
                if (from < 0) {
                    RequestsRun run = RequestsRun.of(child);
                    assertThat(run.pool("opened").orElseThrow())
                            .as(child.output())
                            .isEqualTo(run.pool("hits").orElseThrow()
                                    + run.pool("unused").orElseThrow()
                                    + run.pool("failed").orElseThrow()
                                    + run.pool("warm").orElseThrow()
                                    + run.pool("opening").orElseThrow());
                    assertThat(child.awaitLine("held ")).as(child.output()).matches("held [0-" + MAX + "]");
                    System.out.println(client + (tls ? ", https: " : ", http: ") + child.awaitLine("points=") + ", "
                            + child.awaitLine("sent "));
                } else {
                    System.out.println(client + (tls ? ", https: " : ", http: ") + explained(child));
                }
            }
        }
    }

    private static Child.Launch launch(String client, Upstream upstream, int from) {
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(Jdks.youngest(), Injections.class), OkHttpJars.newest()))
                .agent(FAULTY.jar(), "")
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.origins", upstream.origin() + ";max=" + MAX + ";min=2")
                .property("prewarm.keep-warm", "3s")
                .property("prewarm.idle", "3s")
                .args("client=" + client, "origin=" + upstream.origin(), "trust=" + TestCertificates.trustStore())
                .args("faults=EXCEPTION,OUT_OF_MEMORY,STACK_OVERFLOW", "each=" + ALL, "from=" + from);
    }

    private static List<String> lines(Child child, String start) {
        return child.out().stream().filter(line -> line.startsWith(start)).collect(Collectors.toList());
    }

    /** What went wrong, with the points in words. */
    private static String explained(Child child) {
        return child.out().stream()
                        .filter(line -> line.matches("(failed|off \\d+) \\d+ .*"))
                        .map(line -> line + "\n    " + FAULTY.describe(point(line)))
                        .collect(Collectors.joining("\n"))
                + "\n--- stderr\n"
                + String.join("\n", child.err());
    }

    private static int point(String line) {
        return Integer.parseInt(line.split(" ")[line.startsWith("off") ? 2 : 1]);
    }
}
