package dev.prewarm.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.FakeSocks;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Quick;
import dev.prewarm.it.kit.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The first promise: a program sees the same with and without the agent. Each version of a client and each JDK, the lowest
 * version on the oldest one and so on, plays all scenarios twice, without and with the agent; then the transcripts are
 * compared. That a scenario played as meant (and not,
 * say, failed the same way twice) is checked by a text that its transcript must hold, and by the hits there were. The number
 * of requests that each server read must be the same as well: nothing is sent twice. What a client can't do is reported as
 * not applicable, with the reason.
 */
abstract class Contract {
    private static final int VIRTUAL_THREADS = 21;
    private static final int NO_SECURITY_MANAGER = 24;

    /** Of each kind a few. */
    private static final String SOME = "(good|upload|truncated|response-timeout|cancelled|interrupted|together)(-tls)?";

    /** Where a connection ends in the moment of the hand-over, and what comes within 50 ms is told from what comes later. */
    static final String AT_THE_HAND_OVER = "(late|stale|silence-ended)-.*";

    private static final String ALL_BUT_THAT = "(?!late-|stale-|silence-ended-).*";

    private static final String QUICK = "the profile quick has one pass";

    /** As {@code .ci/run} says where it finds no package of one. */
    private static final String NONE = "none";

    /** As much as can be is to be warm. */
    private static final String RISKED = "warm";

    /** What the rule for requests that are not repeated is about. */
    private static final String POSTS =
            "(good|posts|methods|upload|one-shot-upload|expect-continue|page-408-post|page-408-one-shot)(-tls)?";

    private final Class<? extends Driver> driver;
    private final Races races;

    /** {@code races}: what the client itself reports in varying ways. */
    Contract(Class<? extends Driver> driver, Races races) {
        this.driver = driver;
        this.races = races;
    }

    /** Names of the client's versions under test, the newest last. */
    abstract List<String> versions();

    /** With the client's jars on the child's class path. */
    abstract Child.Launch on(Child.Launch launch, String version);

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> sameWithAndWithoutAgent() {
        List<Jdk> jdks = Jdks.all();
        List<String> versions = Quick.isOn() ? List.of(newest()) : versions();
        return IntStream.range(0, Math.max(jdks.size(), versions.size())).mapToObj(i -> {
            Jdk jdk = jdks.get(i % jdks.size());
            String version = versions.get(i % versions.size());
            return compare(jdk, version, "", ALL_BUT_THAT, false, () -> launch(jdk, version));
        });
    }

    /** On a machine that does little else, see {@link HandOverContractIT}. */
    Stream<DynamicNode> sameWhereAConnectionEndsAtTheHandOver() {
        List<String> versions = Quick.isOn() ? List.of(newest()) : versions();
        List<Jdk> jdks = Jdks.all();
        return IntStream.range(0, Math.max(jdks.size(), versions.size())).mapToObj(i -> {
            Jdk jdk = jdks.get(i % jdks.size());
            String version = versions.get(i % versions.size());
            return compare(jdk, version, " at the hand-over", AT_THE_HAND_OVER, false, () -> launch(jdk, version));
        });
    }

    /** What many run: the newest version, not on the newest JDK. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> sameOnTheOldestJdk() {
        Jdk oldest = Jdks.all().get(0);
        if (Quick.isOn()) {
            return notApplicable(QUICK);
        }
        if (versions().size() == 1) {
            return notApplicable("it has one version for each JDK");
        }
        return oldest.feature() < newestJdk()
                ? Stream.of(compare(oldest, newest(), "", SOME, false, () -> launch(oldest, newest())))
                : skipped("only one JDK is here");
    }

    /** The JDK of most services, where {@code PREWARM_TEST_JDK21} names one: integration-tests/lab/jdk-21 lays one out. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> sameOnJdk21() {
        String home = System.getenv().getOrDefault("PREWARM_TEST_JDK21", "");
        if (home.isEmpty()) {
            return Quick.isOn() ? notApplicable(QUICK) : skipped("PREWARM_TEST_JDK21 names no JDK 21");
        }
        if (home.equals(NONE)) {
            return notApplicable("no JDK 21 can be had here");
        }
        Jdk jdk = Jdk.at(Path.of(home));
        return Stream.of(compare(jdk, newest(), "", SOME, false, () -> launch(jdk, newest())));
    }

    /** The rule by default, and without any risk, as GETs and POSTs have hits by it. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> sameByEachRuleForWhatIsNotRepeated() {
        Jdk oldest = Jdks.all().get(0);
        return Quick.isOn()
                ? notApplicable(QUICK)
                : Stream.of("fresh", "cold").map(rule -> new ContractComparison(driver, races, POSTS, false, rule)
                        .of(
                                which(oldest, newest(), ", non-idempotent=" + rule),
                                () -> launch(oldest, newest()),
                                () -> launch(oldest, newest())));
    }

    /** Calls that block do so on virtual threads, which are interrupted otherwise. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> sameOnVirtualThreads() {
        return ifAble(
                Ability.BLOCKING,
                jdk -> jdk.feature() >= VIRTUAL_THREADS,
                jdk -> compare(jdk, newest(), " on virtual threads", SOME, false, () -> launch(jdk, newest())
                        .args("virtual=true")));
    }

    /** Where a SecurityManager is to be asked before each connect, all connects are the client's own. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> allColdWithASecurityManager() {
        return onEach(
                jdk -> jdk.feature() < NO_SECURITY_MANAGER,
                jdk -> compare(
                        jdk, newest(), " with a SecurityManager", "(good|redirect|refused)(-tls)?", true, () -> launch(
                                        jdk, newest())
                                .jvm("-Djava.security.manager", "-Djava.security.policy==" + allowAll())));
    }

    /** A SOCKS proxy of the JVM's: sockets go through it, with the agent as without. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicNode> allColdBehindSocks() {
        return ifAble(Ability.SOCKS_PROPERTY, jdk -> jdk.feature() == newestJdk(), jdk -> {
            try (FakeSocks without = new FakeSocks();
                    FakeSocks with = new FakeSocks()) {
                String which = which(jdk, newest(), " behind SOCKS");
                DynamicNode same = new ContractComparison(driver, races, "(good|refused)(-tls)?", true, RISKED)
                        .of(
                                which,
                                () -> behind(without, launch(jdk, newest())),
                                () -> behind(with, launch(jdk, newest())));
                int tunnels = with.tunnels();
                int expected = without.tunnels();
                DynamicNode through = DynamicTest.dynamicTest(
                        "through the proxy, " + which, () -> assertThat(tunnels).isEqualTo(expected));
                return DynamicContainer.dynamicContainer(which, Stream.of(same, through));
            }
        });
    }

    /** What needs an ability that the client has, or has not, in all its versions. */
    private Stream<DynamicNode> ifAble(
            Ability ability, Predicate<Jdk> suitable, Function<Jdk, DynamicNode> comparison) {
        String lacking = lacks().get(ability);
        return lacking == null ? onEach(suitable, comparison) : notApplicable(ability + ": " + lacking);
    }

    private static Stream<DynamicNode> onEach(Predicate<Jdk> suitable, Function<Jdk, DynamicNode> comparison) {
        if (Quick.isOn()) {
            return notApplicable(QUICK);
        }
        return Jdks.all().stream().anyMatch(suitable)
                ? Jdks.all().stream().filter(suitable).map(comparison)
                : skipped("no JDK for it is here");
    }

    private static Stream<DynamicNode> notApplicable(String why) {
        return Stream.of(DynamicTest.dynamicTest(
                ContractProgram.NOT_APPLICABLE + why, () -> assertThat(why).isNotBlank()));
    }

    private static Stream<DynamicNode> skipped(String why) {
        return Stream.of(DynamicTest.dynamicTest(why, () -> Assumptions.abort(why)));
    }

    private Map<Ability, String> lacks() {
        try {
            return driver.getConstructor().newInstance().lacks();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private DynamicNode compare(
            Jdk jdk, String version, String how, String scenarios, boolean allCold, Supplier<Child.Launch> launch) {
        return new ContractComparison(driver, races, scenarios, allCold, RISKED)
                .of(which(jdk, version, how), launch, launch);
    }

    private static String which(Jdk jdk, String version, String how) {
        return (version + " on " + jdk + how).trim();
    }

    private Child.Launch launch(Jdk jdk, String version) {
        return on(Child.of(jdk, ContractProgram.class), version);
    }

    private String newest() {
        return versions().get(versions().size() - 1);
    }

    private static int newestJdk() {
        return Jdks.all().stream().mapToInt(Jdk::feature).max().orElseThrow();
    }

    private static Child.Launch behind(FakeSocks proxy, Child.Launch launch) {
        return launch.property("socksProxyHost", "127.0.0.1")
                .property("socksProxyPort", proxy.port())
                .property("socksNonProxyHosts", "none.example");
    }

    private static Path allowAll() {
        try {
            return Files.writeString(
                    Scratch.shared().resolve("allow-all.policy"), "grant { permission java.security.AllPermission; };");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
