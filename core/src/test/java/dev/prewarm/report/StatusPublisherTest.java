package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import dev.prewarm.wire.LocalServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** When the file is written, by a clock that stands still until it is told to go. */
class StatusPublisherTest {
    @TempDir
    private Path directory;

    private final Schedule schedule = new Schedule();
    private final ClientList clients = new ClientList();
    private PrewarmRuntime runtime;
    private StatusFile file;
    private StatusPublisher publisher;

    @BeforeEach
    void publisher() throws IOException {
        // Never started: nothing is ever opened.
        runtime = new PrewarmRuntime(
                Settings.read(null, Map.of("prewarm.origins", "https://*.example"), Map.of()),
                NOPLogger.NOP_LOGGER,
                () -> false);
        file = StatusFile.own(directory);
        publisher = publisher(directory);
    }

    private StatusPublisher publisher(Path where) {
        Status status = new Status("1.2", () -> Map.of("prewarm.max", "3"), clients, runtime.snapshots());
        return new StatusPublisher(status, where, schedule, schedule::now, NOPLogger.NOP_LOGGER);
    }

    @Test
    void showsWhatIsKnown() throws Exception {
        clients.tell("a client 1.0", true, "");
        clients.tell("a client 2.0", false, "too new");
        take("a.example");
        publisher.changed();
        schedule.run(1_000);

        JsonObject status = read();
        assertThat(status.getInt("format")).isEqualTo(1);
        assertThat(status.getString("version")).isEqualTo("1.2");
        assertThat(status.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.getString("since")).endsWith("Z");
        assertThat(status.getString("written")).endsWith("Z");
        assertThat(status.getObject("settings").getString("prewarm.max")).isEqualTo("3");
        assertThat(status.getArray("clients").getObject(1))
                .containsEntry("name", "a client 2.0")
                .containsEntry("woven", false)
                .containsEntry("reason", "too new");
        assertThat(status.getObject("pool").getInt("misses")).isEqualTo(1);
        JsonObject origin = status.getArray("origins").getObject(0);
        assertThat(origin.getString("origin")).isEqualTo("https://a.example:443");
        assertThat(origin.getString("reason")).isEqualTo("named");
        assertThat(origin.getLong("idleMillis")).isEqualTo(8_000);
        assertThat(origin.getObject("evicted").getInt("closed-by-server", -1)).isZero();
    }

    @Test
    void isWrittenOnceASecondAtMost() throws Exception {
        for (int i = 0; i < 100; i++) {
            take("a.example");
            publisher.changed();
            schedule.run(99);
        }
        assertThat(file.path()).exists();
        // 9.9 s, the first second of them without.
        assertThat(schedule.runs).isEqualTo(9);
        schedule.run(1_000);
        assertThat(read().getObject("pool").getInt("misses"))
                .as("the last change, too")
                .isEqualTo(100);
    }

    @Test
    void nothingIsWrittenWhereNothingIsChanged() throws Exception {
        clients.tell("a client 1.0", true, "");
        publisher.changed();
        schedule.run(1_000);
        String first = Files.readString(file.path());
        Files.delete(file.path());
        publisher.changed();
        schedule.run(60_000);
        assertThat(file.path()).doesNotExist();
        assertThat(schedule.isEmpty()).as("nothing is left to wake up for").isTrue();
        clients.tell("a client 2.0", true, "");
        publisher.changed();
        schedule.run(1_000);
        assertThat(file.path()).exists();
        assertThat(Files.readString(file.path())).isNotEqualTo(first);
    }

    @Test
    void looksOnceMoreWhenAllIsQuiet() throws Exception {
        take("a.example");
        publisher.changed();
        schedule.run(1_000);
        // As a rate does, this changes without telling.
        take("a.example");
        schedule.run(9_000);
        assertThat(read().getObject("pool").getInt("misses")).isEqualTo(1);
        schedule.run(3_000);
        assertThat(read().getObject("pool").getInt("misses")).isEqualTo(2);
    }

    @Test
    void manyOriginsAreWrittenLessOften() {
        for (int i = 0; i < 1000; i++) {
            take("n" + i + ".example");
        }
        for (int i = 0; i < 100; i++) {
            take("n0.example");
            publisher.changed();
            schedule.run(100);
        }
        assertThat(schedule.runs).as("within 10 s").isBetween(2, 7);
    }

    @Test
    void whatCannotBeWrittenIsTriedAgainAMinuteLater() throws Exception {
        Path absent = directory.resolve("absent");
        publisher = publisher(absent);
        publisher.changed();
        schedule.run(1_000);
        Files.createDirectory(absent);
        publisher.changed();
        schedule.run(59_000);
        assertThat(absent).isEmptyDirectory();
        schedule.run(1_000);
        assertThat(absent).isNotEmptyDirectory();
    }

    @Test
    void isGoneWhenClosedAndDoesNotComeBack() throws Exception {
        publisher.changed();
        schedule.run(1_000);
        publisher.changed();
        publisher.close(1_000);
        assertThat(file.path()).doesNotExist();
        take("a.example");
        publisher.changed();
        schedule.run(60_000);
        assertThat(directory).isEmptyDirectory();
        assertThat(schedule.isEmpty()).isTrue();
    }

    /** At whatever moment of its writing, and without waiting for it. */
    @Test
    void nothingIsLeftWhenItIsClosedWhileItWrites() throws Exception {
        take("a.example");
        Status status = new Status("1.2", () -> Map.of(), new ClientList(), runtime.snapshots());
        for (int i = 0; i < 300; i++) {
            AtomicLong clock = new AtomicLong();
            ExecutorService writer = Executors.newSingleThreadExecutor();
            StatusPublisher.Later now = (task, nanos) -> {
                if (nanos == 0) {
                    writer.execute(task);
                }
            };
            StatusPublisher closed = new StatusPublisher(status, directory, now, clock::get, NOPLogger.NOP_LOGGER);
            clock.set(TimeUnit.MINUTES.toNanos(1));
            closed.changed();
            LockSupport.parkNanos(i * 5_000L);
            closed.close(0);
            writer.shutdownNow();
            assertThat(writer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** A first reading takes a while. */
    @Test
    void nothingIsWrittenOnceItIsBeingClosed() {
        Snapshots closing = new Snapshots() {
            @Override
            public Snapshot read() {
                try {
                    publisher.close(1_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return runtime.snapshots().read();
            }

            @Override
            public Snapshot read(Origin origin) {
                return runtime.snapshots().read(origin);
            }

            @Override
            public List<Snapshot> readEach() {
                return runtime.snapshots().readEach();
            }
        };
        Status status = new Status("1.2", () -> Map.of(), clients, closing);
        publisher = new StatusPublisher(status, directory, schedule, schedule::now, NOPLogger.NOP_LOGGER);
        publisher.changed();
        schedule.run(60_000);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aSystemWithoutThreadsIsNoFailureOfTheCallers() {
        new StatusPublisher(
                        new Status("1.2", () -> Map.of(), clients, runtime.snapshots()),
                        directory,
                        (task, nanos) -> {
                            throw new OutOfMemoryError("unable to create native thread");
                        },
                        schedule::now,
                        NOPLogger.NOP_LOGGER)
                .changed();
    }

    private JsonObject read() throws Exception {
        return JsonParser.object().from(Files.readString(file.path()));
    }

    private void take(String host) {
        runtime.prewarm()
                .take(
                        runtime.prewarm().target(Origin.of(true, host, 443)),
                        new InetSocketAddress(LocalServer.loopback(), 443),
                        null,
                        Repetition.HARMLESS);
    }

    @Test
    void whereNoThreadIsToBeHadItIsTriedAgainAMinuteLater() {
        int[] asked = {0};
        boolean[] threads = {false};
        Status status = new Status("1.2", () -> Map.of(), new ClientList(), runtime.snapshots());
        StatusPublisher.Later sometimes = (task, nanos) -> {
            asked[0]++;
            if (!threads[0]) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            schedule.schedule(task, nanos);
        };
        publisher = new StatusPublisher(status, directory, sometimes, schedule::now, NOPLogger.NOP_LOGGER);
        for (int i = 0; i < 10; i++) {
            publisher.changed();
        }
        assertThat(asked[0]).isEqualTo(1);
        threads[0] = true;
        schedule.run(59_999);
        publisher.changed();
        assertThat(asked[0]).isEqualTo(1);
        schedule.run(1);
        publisher.changed();
        schedule.run(1);
        assertThat(file.path()).exists();
    }
}
