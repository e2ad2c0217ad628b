package dev.prewarm.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;
import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.drivers.OkHttpDriver;
import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.Ports;
import dev.prewarm.it.kit.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No client sends a request twice because of the agent: how often the server reads each of the {@link CutRow}s without it
 * and with it, by default and with requests of every kind on warm connections.
 */
class NeverTwiceIT {
    private static final String IDEMPOTENT = "GET,HEAD,PUT,DELETE";

    static Stream<Arguments> clients() {
        List<Arguments> clients = new ArrayList<>();
        for (Jdk jdk : Jdks.all()) {
            clients.add(client("JDK " + jdk.feature(), JdkDriver.class, "GET,HEAD", jdk, launch -> launch));
        }
        List<String> okHttps = OkHttpJars.versions();
        for (String version : okHttps) {
            Jdk jdk = jdk(okHttps.indexOf(version));
            clients.add(client(
                    "OkHttp " + version,
                    OkHttpDriver.class,
                    IDEMPOTENT,
                    jdk,
                    launch -> OkHttpJars.on(launch, version)));
        }
        List<ApacheVersion> apaches = ApacheVersion.ends();
        for (ApacheVersion version : apaches) {
            Jdk jdk = jdk(apaches.indexOf(version));
            clients.add(client(version + " classic", ApacheDriver.class, IDEMPOTENT, jdk, version::on));
            clients.add(client(version + " async", ApacheAsyncDriver.class, IDEMPOTENT, jdk, version::on));
        }
        return clients.stream();
    }

    private static Arguments client(
            String name, Class<? extends Driver> driver, String repeats, Jdk jdk, UnaryOperator<Child.Launch> jars) {
        return Arguments.of(name, driver, repeats, jdk, jars);
    }

    /** The lowest version on the oldest JDK, and so on. */
    private static Jdk jdk(int index) {
        return Jdks.all().get(index % Jdks.all().size());
    }

    @ParameterizedTest(name = "{0} on {3}")
    @MethodSource("clients")
    void theServerSeesNothingMoreOften(
            String name, Class<? extends Driver> driver, String repeats, Jdk jdk, UnaryOperator<Child.Launch> jars) {
        String[] arguments = {"driver=" + driver.getName(), "repeats=" + repeats};
        try (Child without = jars.apply(program(jdk, false, Ports.free(), "none", arguments))
                        .start();
                Child byDefault = jars.apply(program(jdk, true, Ports.free(), "may", arguments))
                        .start();
                Child allWarm = jars.apply(program(jdk, true, Ports.free(), "all", arguments)
                                .property("prewarm.non-idempotent", "warm"))
                        .start()) {
            Map<String, String> reference = rows(without);
            List<String> wrong = new ArrayList<>();
            int shown = judge("by default", reference, rows(byDefault), repeats, false, wrong)
                    + judge("all warm", reference, rows(allWarm), repeats, true, wrong);
            int all = 2 * CutRow.all().size();
            System.out.println(name + " on " + jdk + ": " + shown + " of " + all
                    + " requests whose connection was cut, each against one without the agent");
            assertThat(wrong).isEmpty();
            assertThat(shown).as("on a machine that is not too busy").isGreaterThan(all * 3 / 4);
        }
    }

    private static Child.Launch program(Jdk jdk, boolean agent, int port, String hits, String[] arguments) {
        String origins = IntStream.range(0, CutRow.all().size())
                .boxed()
                .flatMap(row -> IntStream.range(0, NeverTwiceProgram.TRIES)
                        .mapToObj(attempt -> NeverTwiceProgram.origin(row, attempt, port)))
                .collect(Collectors.joining(","));
        return Child.of(jdk, NeverTwiceProgram.class)
                .agent(agent)
                .property("prewarm.origins", origins + "," + NeverTwiceProgram.otherOrigin(port))
                .property("prewarm.max-total", 10_000)
                .args(arguments)
                .args("trust=" + TestCertificates.trustStore(), "port=" + port, "hits=" + hits);
    }

    /** What came of each, by its name. */
    private static Map<String, String> rows(Child child) {
        child.awaitSuccess();
        Map<String, String> rows = new TreeMap<>();
        for (String line : child.out()) {
            if (line.startsWith("row ")) {
                String[] parts = line.split(" ", 3);
                rows.put(parts[1], parts[2]);
            }
        }
        return rows;
    }

    /** How many rows were shown. */
    private static int judge(
            String how,
            Map<String, String> without,
            Map<String, String> with,
            String repeats,
            boolean allHit,
            List<String> wrong) {
        int shown = 0;
        String coldFirst = NeverTwiceProgram.COLD_FIRST;
        if (!with.get(coldFirst).equals(without.get(coldFirst))) {
            wrong.add(coldFirst + " " + how + "\n  without: " + without.get(coldFirst) + "\n  with:    "
                    + with.get(coldFirst));
        }
        for (CutRow row : CutRow.all()) {
            String before = without.get(row.toString());
            String after = with.get(row.toString());
            if (after.contains("conclusive=true")) {
                shown++;
                boolean may = row.mayBeRepeated(List.of(repeats.split(",")));
                if (!isRight(row, may, may || allHit, before, after)) {
                    wrong.add(row + " " + how + "\n  without: " + before + "\n  with:    " + after);
                }
            }
        }
        return shown;
    }

    private static boolean isRight(CutRow row, boolean may, boolean mustHit, String before, String after) {
        int more = number(after, "seen") - number(before, "seen");
        int hits = number(after, "hits");
        boolean seldomEnough = may ? more >= 0 && more <= (row.moment.isEarly() ? 1 : 0) : more == 0;
        boolean warmAndThenCold = mustHit ? hits == 1 : hits <= 1;
        boolean healed = !may || !row.isUnread() || after.contains(" status=200 ");
        return seldomEnough && warmAndThenCold && healed;
    }

    private static int number(String result, String name) {
        return Integer.parseInt(result.replaceAll(".*\\b" + name + "=(\\d+).*", "$1"));
    }
}
