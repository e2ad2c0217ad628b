package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Some random seconds in the life of a JVM, its upstreams and the way between them, the same for the same seed. Fails at
 * the first call that breaks a promise.
 */
final class Simulation {
    private static final int[] MAXIMA = {0, 1, 2, 5, 16, 64};
    private static final int[] TOTALS = {0, 3, 10, 256};
    private static final int[] LOOK_MICROS = {1, 5_000, 300_000};
    private static final int[] MID_RECORD = {0, 0, 0, 10, 50, 100};
    private static final String[] RISKS = {"fresh", "fresh", "warm", "cold"};

    private static final long LONGEST_TRIAL = MILLISECONDS.toNanos(200);

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final SimEvents events;
    private final Map<Origin, SimServer> upstreams = new LinkedHashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private final SimArrivals arrivals;
    private final Settings settings;
    private final long end;
    private final List<SimJvm> jvms = new ArrayList<>();
    private SimJvm jvm;

    Simulation(long seed, SimEvents events) {
        this.events = events;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.arrivals = new SimArrivals(time, random);
        this.end = SECONDS.toNanos(2 + random.nextInt(12));
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("prewarm.origins", origins());
        properties.put("prewarm.max-total", String.valueOf(oneOf(TOTALS)));
        properties.put("prewarm.max", String.valueOf(oneOf(MAXIMA)));
        properties.put("prewarm.non-idempotent", RISKS[random.nextInt(RISKS.length)]);
        this.settings = Settings.read(null, properties, Map.of());
        start();
    }

    private int oneOf(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void start() {
        jvm = new SimJvm(time, settings, upstreams, random, events);
        jvms.add(jvm);
        jvm.keeper.unusable = random.nextInt(10) == 0 ? 0.02 : 0;
        jvm.keeper.exhausted = random.nextInt(5) == 0 ? 0.02 : 0;
        jvm.client.midRecord = oneOf(MID_RECORD) / 100.0;
        jvm.client.slowestLookMicros = oneOf(LOOK_MICROS);
        jvm.client.unidentified = random.nextBoolean() ? 0 : random.nextDouble();
        SimJvm started = jvm;
        jvm.keeper.whenParked = connection -> {
            PoolEntry<SimConnection> entry = connection.entry;
            if (random.nextInt(10) == 0 && !entry.isTrial()) {
                time.at(entry.expiresAt(), () -> started.client.request(entry.key(), true));
            }
        };
        for (Key key : keys) {
            Key other = keys.get(random.nextInt(keys.size()));
            if (other.origin().equals(key.origin()) && !other.endpoint().equals(key.endpoint())) {
                jvm.client.otherAddress.put(key, other);
            }
        }
    }

    /** Also makes their upstreams and keys. */
    private String origins() {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "auto," : "");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String origin = (random.nextBoolean() ? "https://" : "http://") + "o" + i + ".example.com";
            // The others are observed only, or auto.
            if (random.nextInt(4) > 0) {
                text.append(origin)
                        .append(";max=" + oneOf(MAXIMA))
                        .append(random.nextBoolean() ? "" : ";min=0")
                        .append(random.nextInt(4) == 0 ? "" : ";idle=" + (1 + random.nextInt(8)) + "s")
                        .append(";keep-warm=" + random.nextInt(20) + "s,");
            }
            SimServer server = new SimUpstreams(time, random).any(end);
            server.watcher = (socket, bySilence, byTrials) -> checkWait(server, byTrials);
            upstreams.put(Origin.parse(origin), server);
            addKeys(origin, server);
        }
        return text.toString();
    }

    private void checkWait(SimServer server, long byTrials) {
        long most = LONGEST_TRIAL + server.link.longestConnect() + MILLISECONDS.toNanos(1) + time.stalled();
        if (byTrials > most) {
            throw new AssertionError("a request waited " + byTrials + " ns for a trial, may be " + most);
        }
    }

    private void addKeys(String origin, SimServer server) {
        for (int address = 1 + random.nextInt(3); address > 0; address--) {
            keys.add(Keys.plain(origin, address));
            if (address > 1 && random.nextInt(8) == 0) {
                server.link.dead.add(keys.get(keys.size() - 1).endpoint());
            }
            if (origin.startsWith("https") && random.nextBoolean()) {
                FakeRecipe recipe = new FakeRecipe();
                keys.add(Keys.tls(origin, address, recipe));
                if (random.nextInt(4) == 0) {
                    time.at((long) (random.nextDouble() * end), recipe::goAway);
                }
            }
        }
    }

    void run() {
        for (Key key : keys) {
            plan(key);
        }
        for (Origin origin : upstreams.keySet()) {
            SimStranger stranger = new SimStranger(
                    time, upstreams.get(origin), Keys.plain(origin.toString()).endpoint());
            arrivals.poisson(1, end, stranger::request);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            long pause = SECONDS.toNanos(3 + random.nextInt(20));
            time.at(anyTime(), random.nextBoolean() ? () -> time.stall(pause) : () -> sleep(pause));
        }
        for (int i = random.nextInt(200); i > 0; i--) {
            time.at(anyTime(), () -> jvm.keeper.wakeUp());
        }
        double part = 0.5 + random.nextDouble();
        if (random.nextInt(4) == 0) {
            time.at((long) (anyTime() * Math.min(1, part)), this::restart);
        }
        time.runUntil((long) (end * part));
        jvm.stop();
        for (Key key : keys) {
            jvm.client.request(key, true);
        }
        time.runUntil(Math.max(time.now(), 2 * end) + SECONDS.toNanos(60));
        for (SimJvm each : jvms) {
            each.keeper.wakeUp();
        }
        time.runUntil(time.now() + SECONDS.toNanos(1));
        for (SimJvm each : jvms) {
            each.pool.checkNothingIsLeft();
        }
    }

    private void restart() {
        jvm.stop();
        start();
    }

    private void sleep(long nanos) {
        time.sleep(nanos);
        jvm.pool.distrustWhatIsParked();
    }

    private long anyTime() {
        return (long) (random.nextDouble() * end);
    }

    private void plan(Key key) {
        double safe = random.nextInt(3) == 0 ? 0.5 : 1;
        Runnable request = () -> jvm.client.request(key, random.nextDouble() < safe);
        switch (random.nextInt(6)) {
            case 0:
                arrivals.poisson(StrictMath.pow(10, 2 * random.nextDouble() - 0.7), end, request);
                break;
            case 1:
                long every = MILLISECONDS.toNanos(500 + random.nextInt(5_000));
                arrivals.bursts(1 + random.nextInt(30), every, MILLISECONDS.toNanos(random.nextInt(50)), end, request);
                break;
            case 2:
                long on = MILLISECONDS.toNanos(100 + random.nextInt(5_000));
                arrivals.onOff(1 + random.nextInt(50), on, 2 * on, end, request);
                break;
            case 3:
                arrivals.daily(1 + random.nextInt(30), end, end, request);
                break;
            case 4:
                arrivals.poisson(0.2, end, request);
                break;
            default:
                arrivals.bursts(1, MILLISECONDS.toNanos(20), 1, Math.min(end, SECONDS.toNanos(4)), request);
        }
    }
}
