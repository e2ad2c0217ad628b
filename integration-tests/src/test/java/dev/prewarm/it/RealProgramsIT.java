package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.RealProgram;
import dev.prewarm.it.kit.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Programs as users write them, on frameworks and SDKs of Maven Central, with {@code -javaagent} and nothing else: the
 * same answers as without; most requests from stock, where the client is one that Prewarm knows; where it is not, or
 * speaks HTTP/2, nothing is opened and nothing said.
 */
@Tag("long")
class RealProgramsIT {
    private static final Predicate<String> OTHER_CLIENT = Set.of(
            "Apache4", "RelocatedApache", "FeignOnUrlConnection", "RestClientOnJetty", "WebClientOnNetty")::contains;
    /** The SDK retries, not its client: a GET of it takes only what is young, of which there is little on a slow machine. */
    private static final String REPEATS_NOTHING = "AwsS3OnApache";

    private static final Predicate<String> H2 = name -> name.startsWith("H2");

    private static final Map<String, String> TABLE = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> warmed() {
        return tests(
                OTHER_CLIENT.or(H2).negate(),
                program -> BusyMachine.enoughHits(
                        program.toString(),
                        1,
                        () -> onEachJdk(program, (without, with) -> with.upstreams()
                                .mapToLong(upstream -> hitsBeyondWanted(upstream, with.run))
                                .min()
                                .orElseThrow()),
                        Long::longValue));
    }

    @TestFactory
    Stream<DynamicTest> untouched() {
        return tests(
                OTHER_CLIENT,
                program -> onEachJdk(program, (without, with) -> {
                    isUntouched(without.http, with.http, with.run);
                    isUntouched(without.https, with.https, with.run);
                    return 0;
                }));
    }

    @TestFactory
    Stream<DynamicTest> untouchedOverHttp2() {
        Nginx.assumeInstalled();
        return tests(H2, program -> {
            for (Jdk jdk : Jdks.all()) {
                try (Nginx there = new Nginx().http2().keepAlive().start();
                        Nginx here = new Nginx().http2().keepAlive().start();
                        ProgramRun without = new ProgramRun(program, jdk, false, List.of(there.https()));
                        ProgramRun with = new ProgramRun(program, jdk, true, List.of(here.https()))) {
                    without.finish();
                    with.finish();
                    TABLE.put(with.title(), with.row());
                    assertThat(with.answers()).isEqualTo(without.answers());
                    assertThat(with.counter(here.https(), "opened"))
                            .as(with.output())
                            .isZero();
                    assertThat(here.opened()).as(with.output()).isEqualTo(there.opened());
                }
            }
        });
    }

    @AfterAll
    static void table() {
        System.out.printf(
                "%-20s %-6s %8s %9s %10s %6s  %s%n",
                "program", "", "requests", "http hits", "https hits", "failed", "of");
        TABLE.values().forEach(System.out::println);
    }

    /** One and more are enough. */
    private static long hitsBeyondWanted(Upstream upstream, ProgramRun with) {
        long hits = with.counter(upstream.origin(), "hits");
        long opened = with.counter(upstream.origin(), "opened");
        int part = with.title().startsWith(REPEATS_NOTHING) ? 8 : 2;
        assertThat(with.counter(upstream.origin(), "failed")).as(with.output()).isZero();
        Await.untilEqual(
                "accepted is what was opened ahead, and one for each request that was no hit",
                (int) (opened + upstream.requests() - hits),
                upstream::accepted);
        return with.foundStock(upstream.origin()) - upstream.requests() / part;
    }

    private static void isUntouched(Upstream there, Upstream here, ProgramRun with) {
        assertThat(with.counter(here.origin(), "opened")).as(with.output()).isZero();
        assertThat(here.accepted()).as(with.output()).isEqualTo(there.accepted());
    }

    private static Stream<DynamicTest> tests(Predicate<String> which, Consumer<RealProgram> test) {
        return RealProgram.all().stream()
                .filter(program -> which.test(program.toString()))
                .map(program -> DynamicTest.dynamicTest(program.toString(), () -> test.accept(program)));
    }

    /** All at the same time: most of theirs they wait. Answers the least of what the check does. */
    private static long onEachJdk(RealProgram program, Check check) {
        List<Served> runs = new ArrayList<>();
        long least = Long.MAX_VALUE;
        try {
            for (Jdk jdk : Jdks.all()) {
                runs.add(new Served(program, jdk, false));
                runs.add(new Served(program, jdk, true));
            }
            for (int i = 0; i < runs.size(); i += 2) {
                Served without = runs.get(i);
                Served with = runs.get(i + 1);
                without.run.finish();
                with.run.finish();
                TABLE.put(with.run.title(), with.run.row());
                assertThat(with.run.answers()).as(with.run.output()).isEqualTo(without.run.answers());
                least = Math.min(least, check.of(without, with));
            }
            return least;
        } finally {
            runs.forEach(Served::close);
        }
    }

    private interface Check {
        long of(Served without, Served with);
    }

    /** A run, and the upstreams it has for itself. */
    private static final class Served implements AutoCloseable {
        final Upstream http = Upstream.http().start();
        final Upstream https = Upstream.https().start();
        final ProgramRun run;

        Served(RealProgram program, Jdk jdk, boolean agent) {
            run = new ProgramRun(
                    program, jdk, agent, upstreams().map(Upstream::origin).collect(Collectors.toList()));
        }

        Stream<Upstream> upstreams() {
            return Stream.of(http, https);
        }

        @Override
        public void close() {
            run.close();
            upstreams().forEach(Upstream::close);
        }
    }
}
