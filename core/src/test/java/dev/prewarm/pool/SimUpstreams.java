package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Random;

/** Upstreams of every kind, and what befalls them. */
final class SimUpstreams {
    private final VirtualTime time;
    private final Random random;

    SimUpstreams(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    /** Any kind, in any state of health. */
    SimServer any(long end) {
        SimServer server = new SimServer(time, random, MICROSECONDS.toNanos(200 + random.nextInt(150_000)));
        server.service = MICROSECONDS.toNanos(100 + random.nextInt(50_000));
        switch (random.nextInt(4)) {
            case 0:
                server.silenceTies = true;
                server.workers = 1;
                break;
            case 1:
                server.silenceTies = true;
                server.workers = 2 + random.nextInt(63);
                break;
            default:
                break;
        }
        link(server.link);
        weaken(server);
        disturb(server, end);
        return server;
    }

    /** One that has so many workers, each of which waits for a silent connection, and is in good health. */
    SimServer tiedWorkers(int workers) {
        SimServer server = new SimServer(time, random, MILLISECONDS.toNanos(1 + random.nextInt(80)));
        server.service = MILLISECONDS.toNanos(1 + random.nextInt(40));
        server.silenceTies = true;
        server.workers = workers;
        if (random.nextBoolean()) {
            server.patience = SECONDS.toNanos(2 + random.nextInt(30));
        }
        return server;
    }

    private void link(SimLink link) {
        link.jitter = random.nextBoolean() ? random.nextDouble() : 0;
        if (random.nextInt(3) == 0) {
            link.drift = random.nextDouble() * 0.9;
            link.driftPeriod = SECONDS.toNanos(10 + random.nextInt(60));
        }
        link.loss = random.nextInt(3) == 0 ? random.nextDouble() * 0.1 : 0;
        link.natResets = random.nextBoolean();
    }

    private void weaken(SimServer server) {
        if (random.nextInt(3) == 0) {
            server.patience = MILLISECONDS.toNanos(50 + random.nextInt(5_000));
        }
        if (random.nextInt(4) == 0) {
            server.slowShare = random.nextDouble() * 0.1;
            server.slowService = MILLISECONDS.toNanos(100 + random.nextInt(4_000));
        }
        if (random.nextInt(6) == 0) {
            server.perSecond = 1 + random.nextInt(30);
            server.limitsConnects = random.nextBoolean();
        }
        if (!server.silenceTies && random.nextInt(6) == 0) {
            server.workers = 1 + random.nextInt(8);
            server.queueLimit = random.nextInt(20);
        }
    }

    private void disturb(SimServer server, long end) {
        for (int i = random.nextInt(3); i > 0; i--) {
            time.at(any(0, end), server::restart);
        }
        if (random.nextInt(4) == 0) {
            time.at(any(0, end), () -> server.forgetAll(() -> any(SECONDS.toNanos(2), SECONDS.toNanos(5))));
        }
        if (random.nextInt(4) == 0) {
            long factor = 2 + random.nextInt(4);
            time.at(any(0, end), () -> server.link.roundTrip *= factor);
        }
        during(4, end, () -> server.isDown = true, () -> server.isDown = false);
        during(6, end, () -> server.isDeaf = true, () -> server.isDeaf = false);
        during(6, end, () -> dropAtOnce(server), () -> server.dropsAfter = Long.MAX_VALUE);
        during(8, end, () -> server.refusesTls = true, () -> server.refusesTls = false);
        during(8, end, () -> server.mostOpen = 1 + random.nextInt(4), () -> server.mostOpen = Integer.MAX_VALUE);
        during(4, end, () -> server.closes = false, () -> server.closes = true);
    }

    private void dropAtOnce(SimServer server) {
        server.dropsAfter = MILLISECONDS.toNanos(random.nextBoolean() ? 1 : 1 + random.nextInt(500));
        server.dropsSilentOnly = random.nextBoolean();
    }

    /** Once in {@code oneIn}, for a while. */
    private void during(int oneIn, long end, Runnable begin, Runnable finish) {
        if (random.nextInt(oneIn) == 0) {
            long from = any(0, end);
            time.at(from, begin);
            time.at(from + any(0, end) / 3, finish);
        }
    }

    private long any(long from, long to) {
        return from + (long) (random.nextDouble() * (to - from));
    }
}
