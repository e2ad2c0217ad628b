package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Schemes;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ClientPerRequest;
import dev.prewarm.it.programs.Holdings;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A program that makes a new client for each request leaks nothing by the agent, has hits over http, and little opened for nothing. {@code
 * PREWARM_TEST_CLIENTS_MADE} says how many it makes, of each kind.
 */
@Tag("long")
class ClientPerRequestIT {
    private static final int MADE = made();
    /** Small beside the requests: what is parked goes unused in the two pauses of the program. */
    private static final int MAX = 8;

    private static final long HEAP_NOISE = 1 << 20;
    private static final long OBJECTS_OF_STOCK = 500;

    private static int made() {
        String chosen = System.getenv("PREWARM_TEST_CLIENTS_MADE");
        return chosen == null || chosen.isEmpty() ? 400 : Integer.parseInt(chosen);
    }

    /** That of the JDK on each, the others on the newest: they bring along what differs. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> leavesNothingBehind() {
        return Stream.concat(
                Jdks.all().stream().flatMap(jdk -> onBothSchemes(jdk, "jdk")),
                Stream.of("okhttp", "apache", "apache-async")
                        .flatMap(client -> onBothSchemes(Jdks.youngest(), client)));
    }

    private static Stream<DynamicTest> onBothSchemes(Jdk jdk, String client) {
        return Schemes.on(jdk, client + ", ", (on, tls) -> leavesNothingBehind(on, client, tls));
    }

    private static void leavesNothingBehind(Jdk jdk, String client, boolean tls) {
        try (Upstream upstream = (tls ? Upstream.https() : Upstream.http()).start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, ClientPerRequest.class), OkHttpJars.newest()))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        // Else the JDK remembers as many sessions as there were handshakes, up to 20480.
                        .property("javax.net.ssl.sessionCacheSize", 20)
                        .property("prewarm.origins", upstream.origin() + ";max=" + MAX)
                        .args("client=" + client, "url=" + upstream.url("/"), "n=" + MADE, "stock=" + MAX)
                        .args("objects=" + OBJECTS_OF_STOCK)
                        .start()) {
            child.awaitSuccess(Duration.ofMinutes(10));
            Holdings before = Holdings.parse(child.awaitLine("before "));
            Holdings after = Holdings.parse(child.awaitLine("after "));
            RequestsRun run = RequestsRun.of(child);
            System.out.printf(
                    "%s, %s, %s: opened per request %.3f, hits %d of %d; before %s, after %s%n",
                    client,
                    tls ? "https" : "http",
                    jdk,
                    (double) upstream.accepted() / upstream.requests(),
                    run.pool("hits").orElse(-1),
                    upstream.requests(),
                    before,
                    after);
            if (!tls) {
                // Over https each client has a context of its own: what was opened ahead by one fits no other.
                assertThat(run.foundStock()).as(child.output()).isGreaterThanOrEqualTo(MADE / 2);
            }
            assertThat(after.descriptors).isLessThanOrEqualTo(before.descriptors + MAX);
            assertThat(after.threads).isLessThanOrEqualTo(before.threads + 8);
            assertThat(after.heap).isLessThanOrEqualTo(before.heap + HEAP_NOISE);
            assertThat(after.ours).as("objects of the agent's").isLessThanOrEqualTo(before.ours + OBJECTS_OF_STOCK);
            assertThat(upstream.accepted()).isLessThanOrEqualTo(upstream.requests() * 105 / 100);
        }
    }
}
