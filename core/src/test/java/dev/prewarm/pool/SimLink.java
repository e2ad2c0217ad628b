package dev.prewarm.pool;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The way between clients and one upstream: how long it takes, and what gets lost on it. */
final class SimLink {
    private static final long RESENT = TimeUnit.SECONDS.toNanos(1);

    private final VirtualTime time;
    private final Random random;

    long roundTrip;
    /** It goes up and down by this part of it ... */
    double drift;
    /** ... within this time. */
    long driftPeriod = TimeUnit.MINUTES.toNanos(1);
    /** The part of a round trip by which connects differ. On the way back: what is sent first arrives first. */
    double jitter;
    /** How often a first packet is lost, which costs a second. */
    double loss;
    /** Whether a NAT that has forgotten a connection says so to whoever writes; else nothing comes back at all. */
    boolean natResets = true;

    final Set<InetSocketAddress> dead = new HashSet<>();

    SimLink(VirtualTime time, Random random, long roundTrip) {
        this.time = time;
        this.random = random;
        this.roundTrip = roundTrip;
    }

    long half() {
        double phase = drift == 0 ? 0 : 2 * Math.PI * (time.now() % driftPeriod) / driftPeriod;
        return Math.max(1, (long) (roundTrip / 2.0 * (1 + drift * StrictMath.sin(phase))));
    }

    /** The longest that a connect without losses takes. */
    long longestConnect() {
        return (long) (roundTrip * (1 + drift + jitter));
    }

    long jitter() {
        return (long) (random.nextDouble() * jitter * roundTrip);
    }

    long lossDelay() {
        long delay = 0;
        for (long resent = RESENT; random.nextDouble() < loss && resent <= 8 * RESENT; resent *= 2) {
            delay += resent;
        }
        return delay;
    }
}
