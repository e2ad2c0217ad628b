package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** {@code status PID} of a JVM that nobody can attach to: what it shows, and what it leaves. */
class StatusIT {

    /** Slow enough for a moment without a request: only in such a one is anything opened at first. */
    private static final int EVERY_MILLIS = 50;

    private static final int REQUESTS = 40;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void showsWhatJmxShows(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.https().start();
                Child child = requests(jdk, upstream)
                        .agent("idle=60s")
                        .jvm("-XX:+DisableAttachMechanism", "-XX:-UsePerfData")
                        .start()) {
            child.awaitLine("phase 1 done");
            Await.until("all is counted, and nothing is under way", () -> isSettled(child));
            Path file = StatusReader.files(child).get(0);
            JsonObject status = parse(String.join(
                    "\n", execute(jdk, 0, "status", pid(child), "--json").out()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(execute(jdk, 0, "status", pid(child)).out())
                    .anyMatch(line -> line.startsWith("java.net.http.HttpClient"))
                    .anyMatch(line -> line.startsWith(upstream.origin() + " is warming: named, closes"))
                    .anyMatch(line -> line.matches(" +\\d+ hits, \\d+ miss.*"));
            child.send("go");
            child.awaitSuccess();

            RequestsRun jmx = RequestsRun.of(child);
            assertSame(status.getObject("pool"), jmx::pool);
            JsonObject origin = status.getArray("origins").getObject(0);
            assertThat(origin.getString("origin")).isEqualTo(upstream.origin());
            assertThat(origin.getLong("hits")).isPositive();
            assertSame(origin, counter -> jmx.origin(upstream.origin(), counter));
            assertThat(file).as("gone with its process").doesNotExist();
            assertSame(status.getObject("pool"), lastLine(child));
        }
    }

    /** The counters that the log tells at the end; what was parked then is counted by why it was closed. */
    private static Map<String, Long> lastLine(Child child) {
        String last = child.err().stream()
                .filter(line -> line.contains(" INFO Prewarm stopped: "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(child.output()));
        return Arrays.stream(last.replaceFirst(".*stopped: ", "").split(" "))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    }

    private static void assertSame(JsonObject reading, Map<String, Long> last) {
        long warm = reading.getLong("warm");
        assertThat(last).containsEntry("evicted.shutdown", warm);
        assertThat(last.get("unused")).isEqualTo(reading.getLong("unused") + warm);
        for (String name :
                List.of("hits", "misses", "hitsTcp", "canaries", "opened", "failed", "staleHits", "savedMillis")) {
            assertThat(last).as(name).containsEntry(name, reading.getLong(name));
        }
    }

    /** All but what changes as time passes. */
    private static void assertSame(JsonObject reading, Function<String, OptionalLong> jmx) {
        assertThat(reading).containsKeys("hits", "misses", "opened", "warm", "savedMillis", "staleHits");
        reading.forEach((name, value) -> {
            if (value instanceof JsonObject) {
                ((JsonObject) value)
                        .forEach((reason, count) ->
                                assertNumber(jmx, name + "." + reason, ((Number) count).longValue()));
            } else if (value instanceof Number && !List.of("target", "rate").contains(name)) {
                assertNumber(jmx, name, ((Number) value).longValue());
            }
        });
    }

    private static void assertNumber(Function<String, OptionalLong> jmx, String name, long value) {
        assertThat(jmx.apply(name)).as(name).hasValue(value);
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aKilledJvmLeavesNothingThatIsBelieved(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, upstream).agent().start()) {
            Await.until("it publishes", () -> !StatusReader.files(child).isEmpty());
            Path left = StatusReader.files(child).get(0);
            child.kill();
            child.awaitExit();
            assertThat(execute(jdk, 1, "status", pid(child)).err())
                    .singleElement()
                    .asString()
                    .startsWith("prewarm: there is no process " + child.pid());
            Files.delete(left);
        }
    }

    @Test
    void aJvmWithoutTheAgentIsLeftAlone() {
        assertThat(execute(
                                Jdks.current(),
                                1,
                                "status",
                                Long.toString(ProcessHandle.current().pid()))
                        .err())
                .hasSize(1)
                .allMatch(line -> line.contains("shows no status: the agent is not in it"));
    }

    private static Child.Launch requests(Jdk jdk, Upstream upstream) {
        return Child.of(jdk, Requests.class)
                .property("prewarm.origins", upstream.origin())
                .args(
                        "url=" + upstream.url("/bytes/10"),
                        "n=" + REQUESTS,
                        "first=" + REQUESTS,
                        "first-every=" + EVERY_MILLIS,
                        "hold=true")
                .args("version=1.1", "trust=" + TestCertificates.trustStore());
    }

    private static boolean isSettled(Child child) throws IOException, JsonParserException {
        Optional<JsonObject> status = StatusReader.of(child);
        if (status.isEmpty()) {
            return false;
        }
        JsonObject pool = status.get().getObject("pool");
        return pool.getLong("hits") + pool.getLong("misses") + pool.getLong("canaries") == REQUESTS
                && pool.getLong("opening") == 0
                && pool.getLong("warm") >= pool.getLong("target");
    }

    private static JsonObject parse(String json) throws JsonParserException {
        return JsonParser.object().from(json);
    }

    private static String pid(Child child) {
        return Long.toString(child.pid());
    }

    private static Child execute(Jdk jdk, int exit, String... arguments) {
        try (Child command = Child.ofCommandLine(jdk, arguments).start()) {
            assertThat(command.awaitExit()).as(command.output()).isEqualTo(exit);
            return command;
        }
    }
}
