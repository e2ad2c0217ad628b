package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.Random;

/** A server that ends what is opened ahead in its first second, in some way and for some time, and is in good health before and after. */
final class Dropped {
    enum How {
        /** All of it: a proxy whose backend is away. */
        FIN_AT_ONCE,
        RESET_LATER,
        /** Who speaks at once is served. */
        SILENT_ONLY,
        TLS_REFUSED,
        REFUSED,
        ONE_AT_A_TIME,
        /** Once, what is open then. */
        RESTART
    }

    private static final long FROM = SECONDS.toNanos(60);
    private static final long UNDER_WAY = SECONDS.toNanos(2);
    private static final long RECOVERY = SECONDS.toNanos(150);

    /** Where clients are served meanwhile, it is waited for longer. */
    private static final long SLOW_RECOVERY = SECONDS.toNanos(1_500);

    /** After the first request that was answered again. */
    private static final long BACK = SECONDS.toNanos(5);

    private final VirtualTime time = new VirtualTime();
    private final Key key = Keys.tls("https://dropped.example.com", 1, new FakeRecipe());
    private final How how;
    private final SimServer server;
    private final SimJvm jvm;
    private final SimArrivals arrivals;
    private double perSecond = 2;
    private long until = FROM + SECONDS.toNanos(60);
    private long requestsMeanwhile;
    private long wastedMeanwhile;
    /** The same without what was under way when it began. */
    private long wastedByTrying;

    private long recoveredAfter = Long.MAX_VALUE;
    private long answeredAt = Long.MAX_VALUE;
    private long stockAt = Long.MAX_VALUE;

    Dropped(How how, long seed) {
        this(how, seed, SimEvents.none());
    }

    private Dropped(How how, long seed, SimEvents events) {
        Random random = new Random(seed);
        this.how = how;
        Settings settings =
                Settings.read(null, Map.of("prewarm.origins", key.origin().toString()), Map.of());
        server = new SimServer(time, random, MILLISECONDS.toNanos(1 + random.nextInt(80)));
        server.service = MILLISECONDS.toNanos(1 + random.nextInt(40));
        jvm = new SimJvm(time, settings, Map.of(key.origin(), server), random, events);
        arrivals = new SimArrivals(time, random);
    }

    static Dropped random(long seed, SimEvents events) {
        Random random = new Random(seed);
        Dropped some = new Dropped(How.values()[random.nextInt(How.values().length)], seed, events);
        return some.traffic(0.3 + 5 * random.nextDouble(), 10 + random.nextInt(290));
    }

    /** @param seconds for how long it drops */
    Dropped traffic(double requestsPerSecond, long seconds) {
        perSecond = requestsPerSecond;
        until = FROM + SECONDS.toNanos(seconds);
        return this;
    }

    Dropped run() {
        arrivals.poisson(perSecond, until + recovery(), () -> jvm.client.request(key, true));
        jvm.client.whenOver = request -> {
            if (time.now() > until && !request.isFailed()) {
                answeredAt = Math.min(answeredAt, time.now());
            }
        };
        time.runUntil(FROM);
        long requests = requests();
        long wasted = wasted();
        begin();
        time.runUntil(FROM + UNDER_WAY);
        long wastedBefore = wasted();
        time.runUntil(until);
        wastedByTrying = wasted() - wastedBefore;
        requestsMeanwhile = requests() - requests;
        wastedMeanwhile = wasted() - wasted;
        end();
        long hits = jvm.pool.read().hits();
        long step = MILLISECONDS.toNanos(100);
        while (time.now() < until + recovery() && recoveredAfter == Long.MAX_VALUE) {
            time.runUntil(time.now() + step);
            if (jvm.pool.read().warm() > 0 || jvm.pool.read().hits() > hits) {
                stockAt = Math.min(stockAt, time.now());
            }
            if (jvm.pool.read().hits() > hits) {
                recoveredAfter = time.now() - (how == How.RESTART ? FROM : until);
            }
        }
        return this;
    }

    private long recovery() {
        return isOutage() ? RECOVERY : SLOW_RECOVERY;
    }

    /** Whether clients fare as we do. */
    private boolean isOutage() {
        return how == How.FIN_AT_ONCE || how == How.RESET_LATER || how == How.REFUSED || how == How.RESTART;
    }

    private void begin() {
        switch (how) {
            case FIN_AT_ONCE:
                server.dropsAfter = MILLISECONDS.toNanos(1);
                break;
            case RESET_LATER:
                server.dropsAfter = MILLISECONDS.toNanos(30);
                break;
            case SILENT_ONLY:
                server.dropsAfter = MILLISECONDS.toNanos(200);
                server.dropsSilentOnly = true;
                break;
            case TLS_REFUSED:
                server.refusesTls = true;
                break;
            case REFUSED:
                server.isDown = true;
                break;
            case ONE_AT_A_TIME:
                server.mostOpen = 1;
                break;
            default:
                server.restart();
        }
    }

    private void end() {
        server.dropsAfter = Long.MAX_VALUE;
        server.refusesTls = false;
        server.isDown = false;
        server.mostOpen = Integer.MAX_VALUE;
    }

    private long requests() {
        Snapshot read = jvm.pool.read();
        return read.hits() + read.misses() + read.canaries();
    }

    private long wasted() {
        return jvm.pool.waste(key.origin()).total();
    }

    /** Little is opened meanwhile, and an operator reads little of it; and then there is stock again. */
    void check() {
        long minutes = 1 + (until - FROM) / SECONDS.toNanos(60);
        // The first of them may be several that were under way together.
        double most = 4 * minutes + 0.06 * requestsMeanwhile + 28;
        if (wastedMeanwhile > most) {
            throw new AssertionError("wasted " + wastedMeanwhile + ", may be " + most + ": " + this);
        }
        // Off after hits that failed: that lasts for so many requests, not for a time.
        if (recoveredAfter == Long.MAX_VALUE && !jvm.pool.isOff(key.origin())) {
            throw new AssertionError("no stock " + recovery() / 1e9 + " s later: " + this);
        }
        // What was wasted before it was known for an outage keeps another from being opened for a minute.
        boolean isTold = how != How.RESTART && answeredAt != Long.MAX_VALUE && wastedMeanwhile < 3;
        if (isOutage() && isTold && stockAt > answeredAt + BACK) {
            throw new AssertionError("no stock within 5 s of the first answer, but " + (stockAt - answeredAt) / 1e9
                    + " s later: " + this);
        }
        if (jvm.pool.said() > 4 * minutes + 4) {
            throw new AssertionError(jvm.pool.said() + " changes told: " + this);
        }
    }

    /** What is wasted by trying again, of so many whose clients are served meanwhile. */
    static long wastedByTrying(int count) {
        long sum = 0;
        for (int seed = 1; seed <= count; seed++) {
            sum += new Dropped(How.SILENT_ONLY, seed).traffic(0.5, 600).run().wastedByTrying;
        }
        return sum;
    }

    @Override
    public String toString() {
        return how + " for " + (until - FROM) / SECONDS.toNanos(1) + " s at " + Math.round(perSecond * 10) / 10.0
                + "/s: "
                + wastedMeanwhile + " wasted for " + requestsMeanwhile + " requests, a hit again after "
                + (recoveredAfter == Long.MAX_VALUE ? "?" : Math.round(recoveredAfter / 1e8) / 10.0) + " s, "
                + jvm.pool.said() + " changes told";
    }
}
