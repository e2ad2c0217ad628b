package dev.prewarm.report;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.golden.Golden;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.OpeningFailure;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Step;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What users and their programs are shown, as it stands in {@code golden}. The table of properties is in PropertyTest. */
class ReportGoldenTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Origin NAMED = Origin.of(true, "named.example.com", 443);
    private static final Origin PLAIN = Origin.of(false, "plain.example.com", 80);
    private static final Origin OBSERVED = Origin.of(false, "observed.example.com", 80);

    private final Settings settings =
            Settings.read(null, Map.of("prewarm.origins", NAMED + ";min=3," + PLAIN), Map.of());
    private final Pool<String> pool = new Pool<>(settings.maxTotal(), settings::forOrigin, new Random(1));
    private long now;
    private int connections;

    private final Snapshots snapshots = new Snapshots() {
        @Override
        public Snapshot read() {
            return pool.read(now);
        }

        @Override
        public Snapshot read(Origin origin) {
            return pool.read(now, origin);
        }

        @Override
        public List<Snapshot> readEach() {
            return pool.origins().stream().map(this::read).collect(Collectors.toList());
        }
    };

    @Test
    void statusIsOfThisShape() throws IOException {
        someTraffic();
        ClientList clients = new ClientList();
        clients.tell("a client 1.0", true, "");
        clients.tell("a client 2.0", false, "too new");
        String text = new Status("1.2", settings::shown, clients, snapshots).read();
        String of4711 = text.replaceFirst("\"pid\": \\d+", "\"pid\": 4711")
                .replaceFirst("\"since\": \"[-0-9]+T[0-9:.]+Z\"", "\"since\": \"2026-01-01T10:00:00Z\"");
        Golden.compare("status.json", Status.dated(of4711, Instant.parse("2026-01-01T10:02:05Z")));
    }

    @Test
    void beansAreOfThisShape() throws Exception {
        someTraffic();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        new Beans(snapshots, NOPLogger.NOP_LOGGER).update();
        List<String> lines = new ArrayList<>();
        for (ObjectName name : new TreeSet<>(server.queryNames(new ObjectName("dev.prewarm:*"), null))) {
            MBeanInfo bean = server.getMBeanInfo(name);
            lines.add(name + ": " + bean.getDescription() + ", mxbean="
                    + bean.getDescriptor().getFieldValue("mxbean") + ", " + bean.getOperations().length
                    + " operations");
            for (MBeanAttributeInfo each : bean.getAttributes()) {
                lines.add("    " + each.getType() + " " + each.getName() + (each.isWritable() ? ", writable" : "")
                        + ": " + each.getDescription());
            }
            TabularData evicted = (TabularData) server.getAttribute(name, "Evicted");
            lines.add("    rows of Evicted: " + evicted.getTabularType().getIndexNames() + " of "
                    + new TreeSet<>(evicted.getTabularType().getRowType().keySet()));
            server.unregisterMBean(name);
        }
        Golden.compare("jmx.txt", text(lines));
    }

    @Test
    void statesAndTheFileHaveTheseNames() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("status file: " + StatusFile.directory().resolve(StatusFile.name(4711, "123456")));
        lines.add("");
        lines.add("states, and what they are for people:");
        TreeSet<String> states = new TreeSet<>();
        for (OriginState state : OriginState.values()) {
            states.add(state.label() + ": " + state.phrase());
        }
        lines.addAll(states);
        lines.add("");
        lines.add("states of all together:");
        lines.add(pool.read(now).state());
        pool.pressed(now);
        lines.add(pool.read(now).state() + ": " + pool.read(now).reason());
        pool.close(now);
        lines.add(pool.read(now).state() + ": " + pool.read(now).reason());
        Golden.compare("names.txt", text(lines));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    /** So that each counter is another number, and what is shown under each name is seen to be what belongs there. */
    private void someTraffic() throws IOException {
        Key observed = new Key(OBSERVED, address(2, 80), null);
        for (int i = 0; i < 3; i++) {
            pool.noted(OBSERVED);
            pool.coldConnected(now, OBSERVED, 40 * MILLI, pool.cold(now, observed));
            pool.answered(now, OBSERVED, true, 200, null);
        }
        Key key = new Key(NAMED, address(1, 443), null);
        for (int i = 1; i <= 120; i++) {
            request(key, i);
            if (i % 10 == 0) {
                request(new Key(PLAIN, address(3, 80), null), 1);
            }
            now += 40 * MILLI;
            step(i);
            now += 60 * MILLI;
        }
        request(key, 1);
        step(1);
        now += 40 * MILLI;
        // What this opens is still being opened.
        request(key, 1);
        pool.step(now, now);
    }

    private void request(Key key, int i) {
        Take<String> take = pool.take(now, now, key, true);
        if (take.candidate() != null && i < 60 && i % 10 == 0) {
            pool.evict(now, take.candidate(), i % 4 == 0 ? EvictReason.CLOSED_BY_SERVER : EvictReason.UNEXPECTED_DATA);
            take = pool.next(now, take);
        }
        if (take.candidate() == null) {
            ObservedRequest observed = pool.miss(now, take);
            pool.coldConnected(now, key.origin(), 30 * MILLI, observed);
            pool.answered(now, key.origin(), true, 200, observed);
            return;
        }
        ObservedRequest observed = pool.hit(now, take);
        if (i % 50 == 0) {
            pool.givenUp(key, observed);
        } else if (i % 25 == 0) {
            pool.died(now, key, 500 * MILLI, 900 * MILLI, observed);
        } else {
            pool.answered(now, key.origin(), true, 200, observed);
        }
    }

    private void step(int i) {
        Step<String> step = pool.step(now, now);
        for (PoolEntry<String> entry : step.open()) {
            if (i < 50 && i % 8 == 0) {
                pool.failed(now, entry, "refused", OpeningFailure.OTHER);
            } else {
                pool.opened(now, entry, "connection " + ++connections, 10 * MILLI, 20 * MILLI);
            }
        }
    }

    private static InetSocketAddress address(int last, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), port);
    }
}
