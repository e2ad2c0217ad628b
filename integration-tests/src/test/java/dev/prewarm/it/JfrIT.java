package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.FlightRecording;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.JdkCommand;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import dev.prewarm.it.programs.RecordedRequests;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What JDK Flight Recorder is told is what is counted, in whichever way a recording begins; and without one JFR is left alone. */
class JfrIT {
    private static final Duration KEPT_WARM = Duration.ofSeconds(1);
    private static final int REQUESTS = 40;
    private static final int EVERY_MILLIS = 50;
    private static final Pattern SNIPPET = Pattern.compile("(?s)```xml\n(<\\?xml.*?</configuration>\n)```");
    private static final Pattern LOADED = Pattern.compile("(?m)((?:jdk\\.jfr|dev\\.prewarm\\.jfr)\\.[\\w.$]+) source:");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void fromTheStartOfTheJvm(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.https().start();
                Child child = requests(jdk, Requests.class, upstream)
                        .agent()
                        .jvm("-XX:StartFlightRecording")
                        .args(arguments(upstream))
                        .start()) {
            child.awaitLine("phase 1 done");
            JsonObject counted = settled(child, REQUESTS);
            FlightRecording recording = dump(jdk, child);
            assertSame(recording, counted, new JsonObject());
            assertThat(recording.events("Take")).allMatch(take -> take.isNull("stackTrace"));
            assertThat(recording.events("Open"))
                    .allMatch(open -> open.getString("address").equals("127.0.0.1"))
                    .allMatch(open -> open.getString("origin").equals(upstream.origin()));
            child.send("go");
            child.awaitSuccess();
            assertQuiet(child);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void later(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.https().start();
                Child child = requests(jdk, Requests.class, upstream)
                        .agent()
                        .args("phases=2")
                        .args(arguments(upstream))
                        .start()) {
            child.awaitLine("phase 1 done");
            JsonObject before = settled(child, REQUESTS);
            JdkCommand.run(jdk, "jcmd", Long.toString(child.pid()), "JFR.start");
            child.send("go");
            child.awaitLine("phase 2 done");
            JsonObject after = settled(child, 2 * REQUESTS);
            assertSame(dump(jdk, child), after, before);
            child.send("go");
            child.awaitSuccess();
            assertQuiet(child);
        }
    }

    @Test
    void byTheApplicationItself() throws Exception {
        Jdk jdk = Jdks.youngest();
        Path file = directory.resolve("own.jfr");
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, RecordedRequests.class, upstream)
                        .agent()
                        .args(file.toString())
                        .args(arguments(upstream))
                        .start()) {
            child.awaitLine("phase 1 done");
            JsonObject counted = settled(child, REQUESTS);
            child.send("go");
            child.awaitSuccess();
            FlightRecording recording = FlightRecording.of(jdk, file);
            assertSame(recording, counted, new JsonObject());
            RequestsRun jmx = RequestsRun.of(child);
            for (String counter : List.of("hits", "misses", "canaries", "opened", "failed", "unused")) {
                assertThat(jmx.pool(counter)).as(counter).hasValue(counted.getLong(counter));
            }
            assertThat(JdkCommand.run(jdk, "jfr", "summary", file.toString()))
                    .contains("dev.prewarm.Take", "dev.prewarm.Open", "dev.prewarm.Evict");
            assertQuiet(child);
        }
    }

    /** The settings that docs/operations.md shows, as a file. */
    @Test
    void bySettingsOfOnesOwn() throws Exception {
        Jdk jdk = Jdks.youngest();
        Path settings = Files.writeString(directory.resolve("prewarm.jfc"), settingsOfTheDocs());
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(jdk, Requests.class, upstream)
                        .agent()
                        .jvm("-XX:StartFlightRecording:settings=default,settings=" + settings)
                        .args(arguments(upstream))
                        .start()) {
            child.awaitLine("phase 1 done");
            JsonObject counted = settled(child, REQUESTS);
            FlightRecording recording = dump(jdk, child);
            assertThat(recording.events("Take")).as("left out").isEmpty();
            assertThat(recording.events("Open")).hasSize((int) counted.getLong("opened"));
            assertThat(recording.count("Evict", "reason")).isEqualTo(evicted(counted, new JsonObject()));
            child.send("go");
            child.awaitSuccess();
        }
    }

    private static String settingsOfTheDocs() throws IOException {
        Path docs = Paths.get("").toAbsolutePath().getParent().resolve("docs/operations.md");
        Matcher snippet = SNIPPET.matcher(Files.readString(docs));
        assertThat(snippet.find()).isTrue();
        return snippet.group(1);
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void nothingOfJfrIsInitialisedWhileNobodyRecords(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.http().start()) {
            Set<String> with = loaded(jdk, true, upstream);
            with.removeAll(loaded(jdk, false, upstream));
            assertThat(with).containsExactly("dev.prewarm.jfr.FlightEvents", "jdk.jfr.FlightRecorder");
        }
    }

    /** In a runtime without JMX, which has beans for JFR. */
    private Set<String> loaded(Jdk jdk, boolean agent, Upstream upstream) throws Exception {
        Path log = directory.resolve("loaded-" + jdk.feature() + "-" + agent);
        try (Child child = Child.of(jdk, Bare.class)
                .agent(agent)
                .property("prewarm.origins", upstream.origin())
                .jvm("--limit-modules", "java.base,java.net.http,java.instrument,jdk.jfr")
                .jvm("-Xlog:class+load:file=" + log)
                .args(upstream.url("/bytes/10"), "600")
                .start()) {
            child.awaitLine("200");
            Await.until(
                    "hits, where there is the agent",
                    () -> !agent
                            || StatusReader.of(child)
                                            .orElseThrow()
                                            .getObject("pool")
                                            .getLong("hits")
                                    > 0,
                    child::output);
            child.send("enough");
            child.awaitSuccess();
        }
        Set<String> classes = new TreeSet<>();
        Matcher each = LOADED.matcher(Files.readString(log));
        while (each.find()) {
            classes.add(each.group(1));
        }
        return classes;
    }

    private static Child.Launch requests(Jdk jdk, Class<?> program, Upstream upstream) {
        return Child.of(jdk, program)
                .property("prewarm.origins", upstream.origin())
                .property("prewarm.idle", "500ms")
                .property("prewarm.keep-warm", KEPT_WARM.toMillis());
    }

    private static String[] arguments(Upstream upstream) {
        return new String[] {
            "url=" + upstream.url("/bytes/10"),
            "n=" + REQUESTS,
            "first=" + REQUESTS,
            "first-every=" + EVERY_MILLIS,
            "hold=true",
            "version=1.1",
            "trust=" + TestCertificates.trustStore()
        };
    }

    /** What status shows when all requests are counted, nothing is held, and that has been so for a while. */
    private static JsonObject settled(Child child, int requests) {
        JsonObject[] pool = {new JsonObject()};
        long[] since = {System.nanoTime()};
        Await.until(
                "all is counted, and nothing is held",
                () -> {
                    JsonObject read = StatusReader.of(child).orElseThrow().getObject("pool");
                    if (!read.equals(pool[0])) {
                        pool[0] = read;
                        since[0] = System.nanoTime();
                    }
                    return read.getLong("hits") + read.getLong("misses") + read.getLong("canaries") == requests
                            && read.getLong("opening") + read.getLong("warm") == 0
                            && System.nanoTime() - since[0]
                                    > KEPT_WARM.plusSeconds(1).toNanos();
                },
                () -> pool[0] + child.output());
        return pool[0];
    }

    private FlightRecording dump(Jdk jdk, Child child) throws Exception {
        Path file = directory.resolve(child.pid() + ".jfr");
        JdkCommand.run(jdk, "jcmd", Long.toString(child.pid()), "JFR.dump", "filename=" + file);
        return FlightRecording.of(jdk, file);
    }

    private static void assertSame(FlightRecording recording, JsonObject after, JsonObject before) {
        Map<String, Long> takes = recording.count("Take", "outcome");
        assertThat(takes.getOrDefault("hit", 0L)).as("hits").isPositive().isEqualTo(grown("hits", after, before));
        assertThat(takes.getOrDefault("miss", 0L)).as("misses").isEqualTo(grown("misses", after, before));
        assertThat(takes.getOrDefault("canary", 0L)).as("canaries").isEqualTo(grown("canaries", after, before));
        Map<String, Long> openings = recording.count("Open", "outcome");
        assertThat(recording.events("Open")).hasSize((int) grown("opened", after, before));
        assertThat(openings.getOrDefault("failed", 0L)).as("failed").isEqualTo(grown("failed", after, before));
        assertThat(recording.count("Evict", "reason"))
                .as("evicted")
                .isNotEmpty()
                .isEqualTo(evicted(after, before));
    }

    private static Map<String, Long> evicted(JsonObject after, JsonObject before) {
        Map<String, Long> byReason = new TreeMap<>();
        JsonObject ended = after.getObject("evicted");
        JsonObject begun = before.getObject("evicted", new JsonObject());
        ended.keySet().forEach(reason -> byReason.put(reason, grown(reason, ended, begun)));
        byReason.values().removeIf(count -> count == 0);
        return byReason;
    }

    private static long grown(String counter, JsonObject after, JsonObject before) {
        return after.getLong(counter) - before.getLong(counter, 0);
    }

    private static void assertQuiet(Child child) {
        assertThat(Stream.concat(child.out().stream(), child.err().stream()))
                .noneMatch(line -> line.contains(" WARN ") || line.contains("[warn"));
    }
}
