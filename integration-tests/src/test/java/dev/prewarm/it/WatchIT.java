package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** {@code status PID --watch}, until its target ends; its output is a pipe. */
class WatchIT {
    private static final String MOST_REQUESTS = "600";

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void showsBlockAfterBlockAndEndsWithItsTarget(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                Child target = warmed(jdk, upstream);
                Child text = watch(jdk, target).env("COLUMNS", "40").start();
                Child json = watch(jdk, target).args("--json").start();
                Child counted =
                        watch(jdk, target).args("--count", "2", "--json").start()) {
            String title = "Prewarm ";
            text.awaitLines(title, 3);
            String first = json.awaitLines("{", 3).get(0);
            counted.awaitSuccess();
            target.send("enough");
            target.awaitSuccess();
            text.awaitSuccess();
            json.awaitSuccess();

            assertThat(counted.out()).hasSize(2);
            String ended = "process " + target.pid() + " has ended";
            assertThat(text.out())
                    .allMatch(line -> line.length() <= 40 && line.indexOf('\u001b') < 0)
                    .contains(upstream.origin())
                    .anyMatch(line -> line.startsWith("  is warming: named"))
                    .endsWith(ended);
            JsonObject origin =
                    JsonParser.object().from(first).getArray("origins").getObject(0);
            assertThat(origin.getString("origin")).isEqualTo(upstream.origin());
            assertThat(json.out()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            assertThat(json.err()).containsExactly(ended);
        }
    }

    private static Child.Launch watch(Jdk jdk, Child target) {
        return Child.ofCommandLine(jdk, "status", Long.toString(target.pid()), "--watch", "--interval", "200ms");
    }

    private static Child warmed(Jdk jdk, Upstream upstream) {
        Child child = Child.of(jdk, Bare.class)
                .agent()
                .property("prewarm.origins", upstream.origin())
                .args(upstream.url("/bytes/10"), MOST_REQUESTS)
                .start();
        Await.until("it publishes", () -> StatusReader.of(child, upstream.origin())
                .filter(status -> status.getString("state").equals("warming"))
                .isPresent());
        return child;
    }
}
