package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.Random;

/** A server each of whose workers waits on a silent connection, our requests to it, and a stranger's beside them. */
final class SilenceTies {
    private static final long HOLD = MILLISECONDS.toNanos(200);
    private static final long SLACK = MILLISECONDS.toNanos(1);

    private final VirtualTime time = new VirtualTime();
    private final Key key = Keys.plain("http://workers.example.com");
    private final boolean auto;
    private final SimServer server;
    private final SimJvm jvm;
    private final SimStranger stranger;
    private final SimArrivals arrivals;
    private double perSecond = 2;
    private long seconds = 600;
    private long strangerDelayed;
    private long strangerStalled;
    private long requests;
    private long oursDelayed;
    private long worstDelay;

    SilenceTies(boolean auto, int workers, long seed) {
        this(auto, workers, seed, SimEvents.none());
    }

    private SilenceTies(boolean auto, int workers, long seed, SimEvents events) {
        Random random = new Random(seed);
        this.auto = auto;
        String origins = auto ? "auto" : key.origin().toString();
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        server = new SimUpstreams(time, random).tiedWorkers(workers);
        server.watcher = this::served;
        jvm = new SimJvm(time, settings, Map.of(key.origin(), server), random, events);
        stranger = new SimStranger(time, server, key.endpoint());
        arrivals = new SimArrivals(time, random);
    }

    static SilenceTies random(long seed, SimEvents events) {
        Random random = new Random(seed);
        int workers = random.nextBoolean() ? 1 : 2 + random.nextInt(63);
        SilenceTies some = new SilenceTies(random.nextInt(3) > 0, workers, seed, events);
        return some.traffic(0.5 + 4 * random.nextDouble(), 120);
    }

    /** Of ours; the stranger's is one a second. */
    SilenceTies traffic(double requestsPerSecond, long forSeconds) {
        perSecond = requestsPerSecond;
        seconds = forSeconds;
        return this;
    }

    SimServer server() {
        return server;
    }

    private void served(SimSocket socket, long bySilence, long byTrials) {
        long most = HOLD + server.link.longestConnect() + SLACK;
        worstDelay = Math.max(worstDelay, bySilence);
        if (bySilence > SLACK) {
            if (socket.whose() == SimSocket.Whose.STRANGER) {
                strangerDelayed++;
            } else {
                oursDelayed++;
            }
        }
        if (bySilence > HOLD && socket.whose() == SimSocket.Whose.STRANGER) {
            strangerStalled++;
        }
        boolean never = auto && server.workers == 1;
        if (byTrials > most || never && bySilence > most) {
            throw new AssertionError("a request waited " + bySilence + " ns for silent connections, " + byTrials
                    + " of that for trials: " + this);
        }
    }

    SilenceTies run() {
        long end = SECONDS.toNanos(seconds);
        arrivals.poisson(perSecond, end, () -> {
            requests++;
            jvm.client.request(key, true);
        });
        arrivals.poisson(1, end, stranger::request);
        time.runUntil(end);
        return this;
    }

    /** Nobody waits in vain. */
    void check() {
        long unanswered = stranger.requests() - stranger.answers();
        if (unanswered > 3 + server.waiting()) {
            throw new AssertionError(unanswered + " requests of the stranger were not answered: " + this);
        }
    }

    /** Requests of ours that waited for a worker which waited for us. */
    long oursDelayed() {
        return oursDelayed;
    }

    /** Of all requests of ours. */
    double hitRatio() {
        return (double) read().hits() / requests;
    }

    long strangerDelayed() {
        return strangerDelayed;
    }

    /** For longer than a trial lasts. */
    long strangerStalled() {
        return strangerStalled;
    }

    long worstDelay() {
        return worstDelay;
    }

    SimStranger stranger() {
        return stranger;
    }

    Snapshot read() {
        return jvm.pool.read(key.origin());
    }

    int convictions() {
        return jvm.pool.convictions();
    }

    @Override
    public String toString() {
        return (auto ? "auto" : "named") + ", " + server.workers + " workers, convicted " + convictions()
                + " times, delayed: ours " + oursDelayed + ", stranger's " + strangerDelayed + " of "
                + stranger.requests() + ", worst " + worstDelay / 1_000_000 + " ms, "
                + (read() == null
                        ? "nothing known"
                        : ReadingText.of(read()) + " " + read().state() + ": " + read().reason());
    }
}
