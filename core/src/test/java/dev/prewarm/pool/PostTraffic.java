package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Requests that must not be sent twice, by a client that repeats none, to a named origin; counted is what comes after the first
 * minute. With other requests among them, a server that ends silent connections, restarts. The table of docs/policy.md:
 * {@link #main}.
 */
final class PostTraffic {
    private static final long WARM_UP = SECONDS.toNanos(60);
    private static final double JITTER = 0.2;
    private static final double[] RATES = {0.2, 1, 5, 20};
    private static final int[] ROUND_TRIPS = {5, 50};
    private static final int[] PATIENCES = {5, 20, 60};
    private static final int REQUESTS = 3_000;

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Key key;
    private final SimServer server;
    private final SimJvm jvm;
    private double posts = 1;
    private int failed;
    private Snapshot before;
    private Snapshot after;

    PostTraffic(boolean tls, long roundTripMillis, long seed) {
        random = new Random(seed);
        String origin = (tls ? "https" : "http") + "://posts.example.com";
        key = Keys.tls(origin, 1, tls ? new FakeRecipe() : null);
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origin), Map.of());
        server = new SimServer(time, random, MILLISECONDS.toNanos(roundTripMillis));
        server.link.jitter = JITTER;
        jvm = new SimJvm(time, settings, Map.of(key.origin(), server), random);
        jvm.keeper.endsByFinAlone = true;
        jvm.client.repeatsAnything = false;
        jvm.client.whenOver = request -> failed += request.isFailed() ? 1 : 0;
    }

    /** Of all requests; the others may be repeated. */
    PostTraffic posts(double part) {
        posts = part;
        return this;
    }

    /** The server ends what was silent for so long. */
    PostTraffic patience(long millis) {
        server.patience = MILLISECONDS.toNanos(millis);
        return this;
    }

    /** A balancer gives one connection to a backend that ends it after {@code some}, and the next to one that waits longer. */
    PostTraffic twoBackends(long some, long others, long seconds) {
        for (long at = 0; at < SECONDS.toNanos(seconds); at += MILLISECONDS.toNanos(100)) {
            time.at(at, () -> server.patience = MILLISECONDS.toNanos(random.nextBoolean() ? some : others));
        }
        return this;
    }

    PostTraffic restartAt(long seconds) {
        time.at(SECONDS.toNanos(seconds), server::restart);
        return this;
    }

    /** A NAT on the way loses its table, and answers nothing to whoever goes on to write. */
    PostTraffic forgottenAt(long seconds) {
        server.link.natResets = false;
        time.at(SECONDS.toNanos(seconds), () -> server.forgetAll(() -> Long.MAX_VALUE));
        return this;
    }

    PostTraffic run(double perSecond, long seconds) {
        long end = WARM_UP + SECONDS.toNanos(seconds);
        new SimArrivals(time, random)
                .poisson(perSecond, end, () -> jvm.client.request(key, random.nextDouble() >= posts));
        time.runUntil(WARM_UP);
        before = jvm.pool.read();
        time.runUntil(end);
        after = jvm.pool.read();
        return this;
    }

    long requests() {
        return hits() + cold();
    }

    private long hits() {
        return after.hits() - before.hits();
    }

    private long cold() {
        return after.misses() + after.canaries() - before.misses() - before.canaries();
    }

    double hitRatio() {
        return (double) hits() / requests();
    }

    /** Counted at the server: the clients' own connections, too. */
    double openedPerRequest() {
        return (double) (after.opened() - before.opened() + cold()) / requests();
    }

    /** From the first request on. */
    int failed() {
        return failed;
    }

    @Override
    public String toString() {
        return requests() + " requests, " + hitRatio() + " hits, " + openedPerRequest() + " opened per request, "
                + failed + " failed, " + ReadingText.of(after);
    }

    private static void row(boolean tls, int roundTrip, int patience, double posts) {
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s, %d ms | %d s | %.0f %% |",
                tls ? "https" : "http",
                roundTrip,
                patience,
                100 * posts));
        for (double perSecond : RATES) {
            PostTraffic traffic = new PostTraffic(tls, roundTrip, 1)
                    .posts(posts)
                    .patience(SECONDS.toMillis(patience))
                    .run(perSecond, (long) (REQUESTS / perSecond));
            row.append(String.format(
                    Locale.ROOT,
                    " %.1f %%, %.2f, %d |",
                    100 * traffic.hitRatio(),
                    traffic.openedPerRequest(),
                    traffic.failed()));
        }
        System.out.println(row);
    }

    public static void main(String[] args) {
        System.out.println("| round trip | the server waits for | of them POST | 0.2/s | 1/s | 5/s | 20/s |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int roundTrip : ROUND_TRIPS) {
            for (int patience : PATIENCES) {
                row(false, roundTrip, patience, 1);
                row(true, roundTrip, patience, 1);
            }
            row(true, roundTrip, PATIENCES[1], 0.5);
        }
    }
}
