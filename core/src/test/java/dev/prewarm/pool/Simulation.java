package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Some random minute in the life of a pool, the same for the same seed; fails at the first call that breaks a promise. */
final class Simulation {
    private static final int[] MAXIMA = {0, 1, 2, 5, 16, 64};
    private static final int[] TOTALS = {0, 3, 10, 256};
    private static final int[] LOOK_MICROS = {1, 5_000, 300_000};
    private static final int[] MID_RECORD = {0, 0, 0, 10, 50, 100};
    private static final String[] RISKS = {"fresh", "fresh", "warm", "cold"};

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Map<Origin, SimUpstream> upstreams = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private final CheckedPool pool;
    private final SimKeeper keeper;
    private final SimClient client;
    private final Arrivals arrivals;
    private final long end;

    Simulation(long seed) {
        this.random = new Random(seed);
        this.end = SECONDS.toNanos(2 + random.nextInt(8));
        Map<String, String> properties = new HashMap<>();
        properties.put("prewarm.origins", origins());
        properties.put("prewarm.max-total", String.valueOf(oneOf(TOTALS)));
        properties.put("prewarm.non-idempotent", RISKS[random.nextInt(RISKS.length)]);
        Settings settings = Settings.read(null, properties, Map.of());
        this.pool = new CheckedPool(time, settings.maxTotal(), settings::forOrigin, new Random(seed));
        this.keeper = new SimKeeper(time, pool, upstreams, random);
        this.client = new SimClient(time, pool, keeper, upstreams, random);
        this.arrivals = new Arrivals(time, random);
        keeper.unusable = random.nextInt(10) == 0 ? 0.02 : 0;
        keeper.exhausted = random.nextInt(5) == 0 ? 0.02 : 0;
        client.midRecord = oneOf(MID_RECORD) / 100.0;
        client.slowestLookMicros = oneOf(LOOK_MICROS);
    }

    private int oneOf(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Also makes their upstreams and keys. */
    private String origins() {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String origin = (random.nextBoolean() ? "https://" : "http://") + "o" + i + ".example.com";
            // One of them may be observed only.
            if (i == 0 || random.nextInt(5) > 0) {
                text.append(origin)
                        .append(";max=" + oneOf(MAXIMA))
                        .append(random.nextBoolean() ? "" : ";min=0")
                        .append(";idle=" + (1 + random.nextInt(8)) + "s")
                        .append(";keep-warm=" + random.nextInt(20) + "s,");
            }
            addUpstream(Origin.parse(origin));
            addKeys(origin);
        }
        return text.toString();
    }

    private void addUpstream(Origin origin) {
        SimUpstream upstream = new SimUpstream(time, random, MICROSECONDS.toNanos(200 + random.nextInt(200_000)));
        upstream.spread = random.nextDouble();
        if (random.nextInt(3) == 0) {
            upstream.patience = MILLISECONDS.toNanos(50 + random.nextInt(5_000));
        }
        upstreams.put(origin, upstream);
    }

    private void addKeys(String origin) {
        for (int address = 1 + random.nextInt(3); address > 0; address--) {
            keys.add(Keys.plain(origin, address));
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
        for (SimUpstream upstream : upstreams.values()) {
            disturb(upstream);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            long pause = SECONDS.toNanos(3 + random.nextInt(20));
            time.at(anyTime(), random.nextBoolean() ? () -> time.stall(pause) : () -> sleep(pause));
        }
        keeper.whenParked = connection -> {
            if (random.nextInt(10) == 0) {
                Entry<SimConnection> entry = connection.entry;
                time.at(entry.expiresAt(), () -> client.request(entry.key(), true));
            }
        };
        for (int i = random.nextInt(200); i > 0; i--) {
            time.at(anyTime(), keeper::wakeUp);
        }
        time.runUntil((long) (end * (0.5 + random.nextDouble())));
        pool.close();
        for (Key key : keys) {
            client.request(key, true);
        }
        time.runUntil(2 * end + SECONDS.toNanos(60));
        keeper.wakeUp();
        time.runUntil(2 * end + SECONDS.toNanos(61));
        pool.checkNothingIsLeft();
    }

    private void sleep(long nanos) {
        time.sleep(nanos);
        pool.distrustWhatIsParked();
    }

    private long anyTime() {
        return (long) (random.nextDouble() * end);
    }

    private void plan(Key key) {
        double safe = random.nextInt(3) == 0 ? 0.5 : 1;
        Runnable request = () -> client.request(key, random.nextDouble() < safe);
        switch (random.nextInt(4)) {
            case 0:
                arrivals.poisson(Math.pow(10, 2 * random.nextDouble() - 0.7), end, request);
                break;
            case 1:
                long every = MILLISECONDS.toNanos(500 + random.nextInt(5_000));
                arrivals.bursts(1 + random.nextInt(30), every, MILLISECONDS.toNanos(random.nextInt(50)), end, request);
                break;
            case 2:
                long on = MILLISECONDS.toNanos(100 + random.nextInt(5_000));
                arrivals.onOff(1 + random.nextInt(50), on, 2 * on, end, request);
                break;
            default:
                arrivals.bursts(1, MILLISECONDS.toNanos(20), 1, Math.min(end, SECONDS.toNanos(4)), request);
        }
    }

    private void disturb(SimUpstream upstream) {
        for (int i = random.nextInt(3); i > 0; i--) {
            time.at(anyTime(), () -> upstream.restart().forEach(keeper::inputAt));
        }
        if (random.nextInt(3) == 0) {
            long from = anyTime();
            time.at(from, () -> upstream.failing = true);
            time.at(from + anyTime() / 4, () -> upstream.failing = false);
        }
        if (random.nextInt(4) == 0) {
            time.at(anyTime(), () -> upstream.closes = false);
            time.at(anyTime(), () -> upstream.closes = true);
        }
    }
}
