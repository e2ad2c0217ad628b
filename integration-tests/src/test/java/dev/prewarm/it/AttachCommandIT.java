package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import dev.prewarm.it.programs.BareLater;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** {@code attach PID}: into a JVM whose client is in use, then off, on, and single origins. */
class AttachCommandIT {
    private static final String MOST_REQUESTS = "600";
    private static final int SOME = 5;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void putsTheAgentInAndSwitchesItOffAndOn(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, Bare.class)
                        .jvm("-XX:+EnableDynamicAgentLoading")
                        .args(upstream.url("/bytes/10"), MOST_REQUESTS)
                        .start()) {
            child.awaitLine("200");
            assertThat(attach(jdk, child, 0, "origins=" + upstream.origin()).out())
                    .singleElement()
                    .asString()
                    .matches("process " + child.pid() + ": Prewarm \\S+ runs in it now");
            awaitOrigin(child, upstream, origin -> origin.getLong("hits") > 0);

            assertThat(attach(jdk, child, 0, "enabled=false").out())
                    .singleElement()
                    .asString()
                    .contains("Prewarm is disabled by attach at ");
            JsonObject off = awaitOrigin(
                    child,
                    upstream,
                    origin -> origin.getString("state").equals("disabled") && origin.getLong("warm") == 0);
            assertThat(off.getString("reason")).matches("by attach at \\d\\d:\\d\\d");
            int before = upstream.requests();
            Await.until("more requests", () -> upstream.requests() > before + SOME);
            assertThat(awaitOrigin(child, upstream, origin -> true).getLong("opened"))
                    .isEqualTo(off.getLong("opened"));
            assertThat(command(jdk, 0, "status", Long.toString(child.pid())).out())
                    .anyMatch(line -> line.matches("nothing is opened ahead: disabled by attach at \\d\\d:\\d\\d"));

            assertThat(attach(jdk, child, 2, "max=3", "enabled=true").err())
                    .containsExactly("prewarm: process " + child.pid() + ": max can't be changed while the agent runs:"
                            + " only enabled and exclude can; nothing was changed");
            assertThat(StatusReader.of(child).orElseThrow().getObject("pool").getString("state"))
                    .isEqualTo("disabled");

            assertThat(attach(jdk, child, 0, "enabled=true").out())
                    .containsExactly("process " + child.pid() + ": Prewarm is enabled again");
            awaitOrigin(child, upstream, origin -> origin.getLong("hits") > off.getLong("hits"));

            attach(jdk, child, 0, "exclude=" + upstream.origin());
            JsonObject excluded = awaitOrigin(
                    child, upstream, origin -> origin.getString("state").equals("excluded"));
            assertThat(excluded.getLong("warm")).isZero();
            attach(jdk, child, 0, "exclude=");
            awaitOrigin(child, upstream, origin -> origin.getLong("hits") > excluded.getLong("hits"));

            child.send("enough");
            child.awaitSuccess();
            assertThat(child.out()).containsOnly("200");
            // On each attach HotSpot says that it can't share classes any more.
            assertThat(child.err())
                    .filteredOn(line -> !line.contains("Sharing is only supported for boot loader classes"))
                    .allMatch(line -> line.matches("\\[prewarm] \\S+ INFO .*"));
            assertThat(upstream.requests())
                    .as("none was sent twice")
                    .isEqualTo(child.out().size());
        }
    }

    /** There is no pool yet that could be switched off. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void switchesItOffBeforeTheFirstClientIsLoaded(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, BareLater.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args(upstream.url("/bytes/10"), MOST_REQUESTS)
                        .start()) {
            child.awaitLine("waiting");
            attach(jdk, child, 0, "enabled=false");
            child.send("go");
            JsonObject off = awaitOrigin(child, upstream, origin -> true);
            assertThat(off.getString("state")).isEqualTo("disabled");
            int before = upstream.requests();
            Await.until("more requests", () -> upstream.requests() > before + SOME);
            assertThat(awaitOrigin(child, upstream, origin -> true).getLong("opened"))
                    .isZero();

            attach(jdk, child, 0, "enabled=true");
            awaitOrigin(child, upstream, origin -> origin.getLong("hits") > 0);
            child.send("enough");
            child.awaitSuccess();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void startsWhatWasSwitchedOffAtTheStartOfItsJvm(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, Bare.class)
                        .agent()
                        .property("prewarm.enabled", false)
                        .property("prewarm.origins", upstream.origin())
                        .args(upstream.url("/bytes/10"), MOST_REQUESTS)
                        .start()) {
            child.awaitLine("200");
            assertThat(attach(jdk, child, 0, "enabled=false").out())
                    .containsExactly(
                            "process " + child.pid() + ": Prewarm does not run in it, and stays off: enabled=false");
            assertThat(StatusReader.files(child)).isEmpty();
            attach(jdk, child, 0, "enabled=true");
            awaitOrigin(child, upstream, origin -> origin.getLong("hits") > 0);
            child.send("enough");
            child.awaitSuccess();
        }
    }

    private static JsonObject awaitOrigin(Child child, Upstream upstream, Predicate<JsonObject> test) {
        JsonObject[] found = new JsonObject[1];
        Await.until(
                "its status",
                () -> {
                    found[0] = StatusReader.of(child, upstream.origin())
                            .filter(test)
                            .orElse(null);
                    return found[0] != null;
                },
                child::output);
        return found[0];
    }

    private static Child attach(Jdk jdk, Child target, int exit, String... arguments) {
        List<String> all = new ArrayList<>(List.of("attach", Long.toString(target.pid())));
        all.addAll(List.of(arguments));
        return command(jdk, exit, all.toArray(new String[0]));
    }

    private static Child command(Jdk jdk, int exit, String... arguments) {
        try (Child command = Child.ofCommandLine(jdk, arguments).start()) {
            assertThat(command.awaitExit()).as(command.output()).isEqualTo(exit);
            return command;
        }
    }
}
