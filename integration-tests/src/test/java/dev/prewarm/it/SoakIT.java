package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;
import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.drivers.OkHttpDriver;
import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Scratch;
import dev.prewarm.it.kit.SoakComparison;
import dev.prewarm.it.kit.SoakComparison.Verdict;
import dev.prewarm.it.kit.SoakRun;
import dev.prewarm.it.kit.SoakServer;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Holdings;
import dev.prewarm.it.programs.Soak;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Many requests to servers that fail in every way, at random but by a seed, without the agent and with it: none fares worse,
 * none is read twice, nothing is left behind. {@code PREWARM_TEST_SOAK} says how many, {@code PREWARM_TEST_SOAK_SEED} with
 * which seed.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class SoakIT {
    private static final int REQUESTS = number("PREWARM_TEST_SOAK", 480);
    private static final int SEED = number("PREWARM_TEST_SOAK_SEED", 1);
    private static final int BLOCK = Math.min(500, REQUESTS / 8);
    private static final int PLAIN_ONES = 6;
    /** In a hundred: each eighth connection ends when it is spoken to after it was silent for a while. */
    private static final int MOST_THAT_CROSS = 4;

    /** Of 200,000 requests on a busy machine. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    private static final List<String> IDEMPOTENT = List.of("GET", "HEAD", "PUT", "DELETE");

    private static int number(String variable, int otherwise) {
        String chosen = System.getenv(variable);
        return chosen == null || chosen.isEmpty() ? otherwise : Integer.parseInt(chosen);
    }

    @Test
    void jdk() {
        compare(Jdks.youngest(), JdkDriver.class, List.of("GET", "HEAD"), List.of());
    }

    @Test
    void okHttp() {
        compare(Jdks.current(), OkHttpDriver.class, IDEMPOTENT, OkHttpJars.jars(OkHttpJars.newest()));
    }

    @Test
    void apacheClassic() {
        compare(
                Jdks.youngest(),
                ApacheDriver.class,
                IDEMPOTENT,
                ApacheVersion.newest().jars());
    }

    @Test
    void apacheAsync() {
        compare(
                Jdks.current(),
                ApacheAsyncDriver.class,
                IDEMPOTENT,
                ApacheVersion.newest().jars());
    }

    private static void compare(Jdk jdk, Class<? extends Driver> driver, List<String> repeats, List<Path> jars) {
        int requests = Soak.requests(REQUESTS, BLOCK);
        Path outWithout = Scratch.directory("soak").resolve("without");
        Path outWith = Scratch.directory("soak").resolve("with");
        try (SoakServer forWithout = new SoakServer(SEED, requests, PLAIN_ONES);
                SoakServer forWith = new SoakServer(SEED, requests, PLAIN_ONES);
                Child without = program(jdk, driver, jars, forWithout, outWithout)
                        .agent(false)
                        .start();
                Child with = program(jdk, driver, jars, forWith, outWith)
                        .agent(true)
                        .property("prewarm.origins", String.join(",", forWith.origins()))
                        .start()) {
            without.awaitSuccess(PATIENCE);
            with.awaitSuccess(PATIENCE);
            SoakComparison comparison = new SoakComparison(
                    SEED,
                    repeats,
                    new SoakRun(requests, outWithout, forWithout),
                    new SoakRun(requests, outWith, forWith));
            RequestsRun counters = RequestsRun.of(with);
            System.out.printf(
                    "%s on %s, %d requests, seed %d: %s%n  hits %d, stale %d, misses %d, opened ahead %d%n",
                    driver.getSimpleName(),
                    jdk,
                    requests,
                    SEED,
                    comparison,
                    counters.pool("hits").orElse(0),
                    counters.pool("staleHits").orElse(0),
                    counters.pool("misses").orElse(0),
                    counters.pool("opened").orElse(0));
            samples(without).forEach(line -> System.out.println("  without " + line));
            samples(with).forEach(line -> System.out.println("  with    " + line));
            assertThat(comparison.wrong()).isEmpty();
            assertThat(comparison.count(Verdict.CROSSED)).isLessThanOrEqualTo(requests * MOST_THAT_CROSS / 100);
            assertThat(counters.pool("hits").orElse(0)).isGreaterThan(requests / 10);
            assertThat(counters.pool("staleHits").orElse(0)).isPositive();
            isFlat(without, with);
        }
    }

    private static List<String> samples(Child child) {
        return child.out().stream().filter(line -> line.startsWith("sample ")).collect(Collectors.toList());
    }

    /** Whatever grows from the first half to the second grows without the agent, too. */
    private static void isFlat(Child without, Child with) {
        growsNoMore(without, with, "descriptors", held -> held.descriptors - held.parked, 24);
        growsNoMore(without, with, "threads", held -> held.threads, 40);
        growsNoMore(without, with, "classes", held -> held.classes, 300);
        growsNoMore(without, with, "objects of the agent's", held -> held.ours, 2_000);
        growsNoMore(without, with, "heap", held -> held.heap, 4 << 20);
    }

    private static void growsNoMore(Child without, Child with, String what, ToLongFunction<Holdings> held, long noise) {
        assertThat(growth(with, held)).as(what).isLessThanOrEqualTo(Math.max(0, growth(without, held)) + noise);
    }

    /** From the most of the first half to the least of the second: what only comes and goes is none. */
    private static long growth(Child child, ToLongFunction<Holdings> held) {
        long[] samples =
                samples(child).stream().map(Holdings::parse).mapToLong(held).toArray();
        int half = samples.length / 2;
        return LongStream.of(samples).skip(half).min().orElseThrow()
                - LongStream.of(samples).limit(half).max().orElseThrow();
    }

    private static Child.Launch program(
            Jdk jdk, Class<? extends Driver> driver, List<Path> jars, SoakServer server, Path out) {
        String path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return Child.of(jdk, Soak.class)
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                // Else the JDK remembers as many sessions as there were handshakes, up to 20480.
                .property("javax.net.ssl.sessionCacheSize", 20)
                .jvm("-Xmx256m")
                .args("driver=" + driver.getName(), "path=" + path, "trust=" + TestCertificates.trustStore())
                .args("seed=" + SEED, "n=" + REQUESTS, "block=" + BLOCK, "out=" + out)
                .args("origins=" + String.join(",", server.origins()), "orders=" + server.ordersPort());
    }
}
