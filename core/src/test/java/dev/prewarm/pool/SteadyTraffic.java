package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One origin that always closes, one key and one kind of traffic; counted is what comes after a warm-up. */
final class SteadyTraffic {
    private static final double JITTER = 0.2;
    private static final double MISSED = 0.005;
    private static final double OPENED = 1.05;
    private static final int REQUESTS = 4_000;
    private static final int CAP = 64;

    /** Its server_idle_pconn_timeout. */
    private static final long SQUID_IDLE = SECONDS.toNanos(60);

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Key key = Keys.plain("http://steady.example.com");
    private final CheckedPool pool;
    private final SimClient client;
    private final SimArrivals arrivals;
    private Snapshot before;
    private Snapshot after;
    private double unsafe;
    private final long lead;
    private final List<Long> at = new ArrayList<>();
    private long countedFrom;

    SteadyTraffic(long leadMillis) {
        this(leadMillis, 1);
    }

    SteadyTraffic(long leadMillis, long seed) {
        this(leadMillis, seed, false, SimEvents.none());
    }

    /** Nobody has named the origin. */
    static SteadyTraffic auto(long leadMillis) {
        return new SteadyTraffic(leadMillis, 1, true, SimEvents.none());
    }

    private SteadyTraffic(long leadMillis, long seed, boolean auto, SimEvents events) {
        this.lead = MILLISECONDS.toNanos(leadMillis);
        this.random = new Random(seed);
        this.arrivals = new SimArrivals(time, random);
        String origins = auto ? "auto" : key.origin().toString();
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        SimServer upstream = new SimServer(time, random, (long) (lead * (1 - JITTER / 2)));
        upstream.link.jitter = JITTER;
        SimJvm jvm = new SimJvm(time, settings, Map.of(key.origin(), upstream), random, events);
        this.pool = jvm.pool;
        this.client = jvm.client;
    }

    /** Any rate for which the budgets hold; most often the lowest, where one connection more or less counts most. */
    static SteadyTraffic random(long seed, SimEvents events) {
        Random random = new Random(seed);
        double perSecond = random.nextBoolean() ? 1 : 1 + 30 * random.nextDouble();
        long leadMillis = random.nextBoolean() ? 150 : 5 + random.nextInt(150);
        SteadyTraffic traffic = new SteadyTraffic(leadMillis, seed, false, events);
        return traffic.poisson(perSecond, 30, (long) (REQUESTS / perSecond));
    }

    /** Within the budgets, as far as so few requests can tell. */
    void checkBudgets() {
        double unlucky = 3 * Math.sqrt(MISSED * requests());
        double wasteful = 4 * Math.sqrt(requests()) / 10;
        boolean hit = misses() + canaries() <= MISSED * requests() + unlucky;
        if (!hit || openedPerRequest() > OPENED + wasteful / requests()) {
            throw new AssertionError("beyond the budgets: " + this);
        }
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
        return burstsOf(size, 2, bursts);
    }

    /** Within 20 ms; the warm-up is the first two. */
    SteadyTraffic burstsOf(int size, long everySeconds, int bursts) {
        long every = SECONDS.toNanos(everySeconds);
        arrivals.bursts(size, every, MILLISECONDS.toNanos(20), every * bursts, this::request);
        return run(2 * everySeconds - 1, (bursts - 2) * everySeconds);
    }

    /** The warm-up is the first of these. */
    SteadyTraffic onOff(double perSecond, long onSeconds, long offSeconds, int times) {
        long both = onSeconds + offSeconds;
        arrivals.onOff(
                perSecond,
                SECONDS.toNanos(onSeconds),
                SECONDS.toNanos(offSeconds),
                SECONDS.toNanos(both * times),
                this::request);
        return run(both, both * (times - 1));
    }

    private SteadyTraffic run(long warmUpSeconds, long seconds) {
        countedFrom = SECONDS.toNanos(warmUpSeconds);
        time.runUntil(countedFrom);
        before = pool.read();
        time.runUntil(countedFrom + SECONDS.toNanos(seconds));
        after = pool.read();
        return this;
    }

    private void request() {
        at.add(time.now());
        client.request(key, random.nextDouble() >= unsafe);
    }

    /** The same requests to a pool that knows the future, under the same cap. */
    Rivals clairvoyant() {
        return Rivals.clairvoyant(times(), lead, CAP, countedFrom);
    }

    /** The same requests to squid. */
    Rivals squid(int standby) {
        return Rivals.squid(times(), lead, standby, SQUID_IDLE, countedFrom);
    }

    private long[] times() {
        return at.stream().mapToLong(Long::longValue).toArray();
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
