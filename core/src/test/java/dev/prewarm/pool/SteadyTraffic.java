package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** One origin that always closes, one key and one kind of traffic; counted is what comes after a warm-up. */
final class SteadyTraffic {
    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Key key = Keys.plain("http://steady.example.com");
    private final CheckedPool pool;
    private final SimClient client;
    private final SimKeeper keeper;
    private final Arrivals arrivals;
    private Reading before;
    private Reading after;
    private double unsafe;

    SteadyTraffic(long leadMillis) {
        this(leadMillis, 1);
    }

    SteadyTraffic(long leadMillis, long seed) {
        this.random = new Random(seed);
        this.arrivals = new Arrivals(time, random);
        Settings settings =
                Settings.read(null, Map.of("prewarm.origins", key.origin().toString()), Map.of());
        SimUpstream upstream = new SimUpstream(time, random, MILLISECONDS.toNanos(leadMillis));
        upstream.spread = 0.2;
        Map<Origin, SimUpstream> upstreams = new HashMap<>();
        upstreams.put(key.origin(), upstream);
        this.pool = new CheckedPool(time, settings.maxTotal(), settings::forOrigin, random);
        this.keeper = new SimKeeper(time, pool, upstreams, random);
        this.client = new SimClient(time, pool, keeper, upstreams, random);
    }

    /** Of all requests, the part that must not be sent twice. */
    SteadyTraffic unsafe(double part) {
        this.unsafe = part;
        return this;
    }

    SteadyTraffic poisson(double perSecond, long warmUpSeconds, long seconds) {
        arrivals.poisson(perSecond, SECONDS.toNanos(warmUpSeconds + seconds), this::request);
        return run(warmUpSeconds, seconds);
    }

    /** Within 20 ms, every 2 s; the warm-up is the first two. */
    SteadyTraffic burstsOf(int size, int bursts) {
        long every = SECONDS.toNanos(2);
        arrivals.bursts(size, every, MILLISECONDS.toNanos(20), every * bursts, this::request);
        return run(3, 2 * bursts - 3);
    }

    private SteadyTraffic run(long warmUpSeconds, long seconds) {
        time.runUntil(SECONDS.toNanos(warmUpSeconds));
        before = pool.read();
        time.runUntil(SECONDS.toNanos(warmUpSeconds + seconds));
        after = pool.read();
        return this;
    }

    private void request() {
        client.request(key, random.nextDouble() >= unsafe);
    }

    long requests() {
        return hits() + misses() + canaries();
    }

    long hits() {
        return after.hits() - before.hits();
    }

    long misses() {
        return after.misses() - before.misses();
    }

    long canaries() {
        return after.canaries() - before.canaries();
    }

    double hitRatio() {
        return (double) hits() / requests();
    }

    /** Counted at the upstream: the clients' own connections, too. */
    double openedPerRequest() {
        return (double) (after.opened() - before.opened() + misses() + canaries()) / requests();
    }

    @Override
    public String toString() {
        return requests() + " requests, " + Math.round(1e5 * hitRatio()) / 1e3 + " % hits, "
                + Math.round(1e4 * openedPerRequest()) / 1e4 + " opened per request, " + ReadingText.of(after);
    }
}
