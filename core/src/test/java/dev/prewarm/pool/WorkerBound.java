package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.Random;

/**
 * A server each of whose workers waits on a silent connection, at any speed, and beside other clients that hold one connection
 * each: how soon it is found, and what our requests wait for until then and after.
 */
final class WorkerBound {
    private static final long SLACK = MILLISECONDS.toNanos(1);
    private static final long REOPENED = MILLISECONDS.toNanos(100);
    /** So that requests seldom queue without our doing. */
    private static final double LOAD = 0.2;

    private static final double FASTEST = 2;

    private final VirtualTime time = new VirtualTime();
    private final SimServer server;
    private final Key key;
    private final SimJvm jvm;
    private final SimArrivals arrivals;
    private final double perSecond;
    private final long end;
    private int requests;
    private int delayed;
    private long delays;
    private long worst;
    private int delayedUntilFound;
    private long firstParkedAt = -1;
    private long foundAt = -1;
    private long canariesUntilFound;

    /**
     * @param answer nanoseconds
     * @param others clients that hold a silent connection each
     */
    WorkerBound(boolean auto, int workers, long answer, int others, boolean tls, long seed) {
        Random random = new Random(seed);
        key = tls
                ? Keys.tls("https://workers.example.com", 1, new FakeRecipe())
                : Keys.plain("http://workers.example.com");
        server = new SimServer(time, random, MILLISECONDS.toNanos(1 + random.nextInt(150)));
        server.silenceTies = true;
        server.workers = workers;
        server.service = answer;
        server.watcher = this::served;
        String origins = auto ? "auto" : key.origin().toString();
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        jvm = new SimJvm(time, settings, Map.of(key.origin(), server), random);
        jvm.client.patience = SECONDS.toNanos(600);
        jvm.keeper.whenParked = connection -> firstParkedAt = firstParkedAt < 0 ? time.now() : firstParkedAt;
        arrivals = new SimArrivals(time, random);
        int free = workers - others;
        perSecond = Math.min(FASTEST, LOAD * Math.max(free, LOAD) * SECONDS.toNanos(1) / answer);
        // As many requests as make a verdict possible: at least an hour.
        end = SECONDS.toNanos((long) Math.max(3600, 400 / perSecond));
        for (int i = 0; i < others; i++) {
            time.after(MILLISECONDS.toNanos(random.nextInt(1000)), this::hold);
        }
    }

    /** As long as the server bears it. */
    private void hold() {
        SimSocket socket = new SimSocket(time, server, key.endpoint(), false, SimSocket.Whose.STRANGER);
        socket.connect(
                new SimSocket.TestedClient() {
                    @Override
                    public void failed(boolean mayBeHarm) {
                        time.after(REOPENED, WorkerBound.this::hold);
                    }

                    @Override
                    public void ended() {
                        time.after(REOPENED, WorkerBound.this::hold);
                    }
                },
                false);
    }

    private void served(SimSocket socket, long bySilence, long byTrials) {
        if (bySilence > SLACK) {
            delayed++;
            delays += bySilence;
            worst = Math.max(worst, bySilence);
        }
    }

    WorkerBound run() {
        arrivals.poisson(perSecond, end, () -> {
            requests++;
            jvm.client.request(key, true);
        });
        for (long at = 0; at < end; at += MILLISECONDS.toNanos(500)) {
            time.at(at, this::look);
        }
        time.runUntil(end);
        return this;
    }

    private void look() {
        if (foundAt < 0 && jvm.pool.convictions() > 0) {
            foundAt = time.now();
            canariesUntilFound = jvm.pool.read().canaries();
            delayedUntilFound = delayed;
        }
    }

    boolean isFound() {
        return foundAt >= 0;
    }

    boolean isParked() {
        return firstParkedAt >= 0;
    }

    int convictions() {
        return jvm.pool.convictions();
    }

    /** Takes that went cold on purpose until then. */
    long canaries() {
        return canariesUntilFound;
    }

    /** Since the first connection was parked. */
    double secondsUntilFound() {
        return (foundAt - firstParkedAt) / 1e9;
    }

    double perSecond() {
        return perSecond;
    }

    int requests() {
        return requests;
    }

    /** Requests of ours that waited for a worker which waited for us. */
    int delayed() {
        return delayed;
    }

    int delayedUntilFound() {
        return isFound() ? delayedUntilFound : delayed;
    }

    double meanDelayMillis() {
        return delayed == 0 ? 0 : delays / 1e6 / delayed;
    }

    double worstDelayMillis() {
        return worst / 1e6;
    }

    double hitRatio() {
        Snapshot read = jvm.pool.read();
        return requests == 0 ? 0 : (double) read.hits() / requests;
    }
}
