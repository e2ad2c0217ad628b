package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Jlink;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** {@code list} beside JVMs that nobody can attach to, with the agent and without, and by a runtime without the attach module. */
class ListIT {
    private static final String MOST_REQUESTS = "600";

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void showsJvmsAndWhichOfThemRunTheAgent(Jdk jdk, @TempDir Path directory) throws Exception {
        Jdk bare = Jlink.image(jdk, directory.resolve("image"), "java.base");
        try (Upstream upstream = Upstream.http().start();
                Child plain = bare(jdk, upstream).start();
                Child hidden = bare(jdk, upstream).jvm("-XX:-UsePerfData").start();
                Child agent = bare(jdk, upstream)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .jvm("-XX:+DisableAttachMechanism", "-XX:-UsePerfData")
                        .start()) {
            Await.until("it publishes", () -> StatusReader.of(agent, upstream.origin())
                    .filter(status -> status.getString("state").equals("warming"))
                    .isPresent());
            for (Jdk each : new Jdk[] {jdk, bare}) {
                JsonArray jvms = JsonParser.array()
                        .from(String.join("\n", list(each, "--json").out()));
                JsonObject one = of(jvms, plain).orElseThrow();
                assertThat(one.getString("main")).isEqualTo(Bare.class.getName());
                assertThat(one.getString("java")).startsWith(jdk.feature() + ".");
                assertThat(one.isNull("agent")).isTrue();
                assertThat(of(jvms, hidden).orElseThrow().getString("main")).isEqualTo(Bare.class.getName());
                JsonObject shown = of(jvms, agent).orElseThrow().getObject("agent");
                assertThat(shown.getString("state")).isEqualTo("open");
                assertThat(shown.getArray("origins").getObject(0).getString("origin"))
                        .isEqualTo(upstream.origin());
                assertThat(list(each).out())
                        .anyMatch(line -> line.matches(" *" + plain.pid() + "  " + jdk.feature() + "\\..*Bare +-"))
                        .anyMatch(line -> line.matches(" *" + agent.pid() + " .*Bare +\\d+\\.\\d+.*"))
                        .anyMatch(line -> line.endsWith(" " + upstream.origin() + " is warming"));
            }
            assertThat(plain.err()).isEmpty();
            assertThat(hidden.err()).isEmpty();
        }
    }

    /** Left by an earlier process of that number, or by another container's. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aFileThatIsLeftOverIsNoJvm(Jdk jdk) throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Path directory = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"));
        Path left = directory.resolve(Long.toString(other.pid()));
        try (Upstream upstream = Upstream.http().start();
                Child plain = bare(jdk, upstream).start()) {
            plain.awaitLine("");
            Files.copy(directory.resolve(Long.toString(plain.pid())), left);

            JsonArray jvms = JsonParser.array()
                    .from(String.join("\n", list(jdk, "--json").out()));

            assertThat(of(jvms, plain.pid())).isPresent();
            assertThat(of(jvms, other.pid())).isEmpty();
        } finally {
            other.destroyForcibly();
            Files.deleteIfExists(left);
        }
    }

    private static Child.Launch bare(Jdk jdk, Upstream upstream) {
        return Child.of(jdk, Bare.class).args(upstream.url("/bytes/10"), MOST_REQUESTS);
    }

    private static Optional<JsonObject> of(JsonArray jvms, Child child) {
        return of(jvms, child.pid());
    }

    private static Optional<JsonObject> of(JsonArray jvms, long pid) {
        return jvms.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getLong("pid") == pid)
                .findFirst();
    }

    private static Child list(Jdk jdk, String... options) {
        try (Child command = Child.ofCommandLine(jdk, "list").args(options).start()) {
            return command.awaitSuccess();
        }
    }
}
