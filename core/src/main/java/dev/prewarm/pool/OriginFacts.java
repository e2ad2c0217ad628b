package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.sizing.AcceptDeadline;
import dev.prewarm.pool.sizing.Burden;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.sizing.WastedOpenings;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.OriginStatus;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What is known of one origin, and what its user wants: the ground of every decision about it. It holds no connections. */
final class OriginFacts {
    /** Where {@code min} is not kept at all: for what a request itself calls for, the random wait of the first one included. */
    private static final long LEAST_KEPT_WARM = TimeUnit.SECONDS.toNanos(2);

    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Of a learnt idle limit, the part within which a request that must not be repeated may be risked. */
    private static final int FRESH_PART = 4;

    /** The same of the age that is proven. */
    private static final int PROVEN_PART = 2;

    private final Origin origin;
    private final OriginSettings settings;
    private final Counters counters;
    private final ConnectTimes connectTimes;
    private final IdleLimit idle;
    private final WastedOpenings waste;
    private final Burden burden = new Burden();
    private final AcceptDeadline deadline = new AcceptDeadline();
    private final Endpoints endpoints;
    private Guard guard;
    private final OriginStatus status;

    /** @param all where its counts are added up */
    OriginFacts(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.origin = origin;
        this.settings = settings;
        this.counters = new Counters(all);
        this.connectTimes = new ConnectTimes(origin.isTls());
        this.idle = new IdleLimit(settings.idle().toNanos(), isNamed() && !settings.idleGiven() ? IdleLimit.MOST : 0);
        this.waste = new WastedOpenings(random);
        this.endpoints = new Endpoints(connectTimes);
        this.guard = new Guard(!isNamed(), connectTimes, idle::nanos);
        this.status = new OriginStatus(origin, settings, connectTimes, waste, guard, endpoints::limited);
    }

    Origin origin() {
        return origin;
    }

    OriginSettings settings() {
        return settings;
    }

    Counters counters() {
        return counters;
    }

    ConnectTimes connectTimes() {
        return connectTimes;
    }

    IdleLimit idle() {
        return idle;
    }

    WastedOpenings waste() {
        return waste;
    }

    /** What goes unused. */
    Burden burden() {
        return burden;
    }

    /** What the server gives a connection from accept. */
    AcceptDeadline deadline() {
        return deadline;
    }

    Endpoint endpoint(InetSocketAddress address) {
        return endpoints.at(address);
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Guard guard() {
        return guard;
    }

    OriginStatus status() {
        return status;
    }

    boolean isNamed() {
        return settings.mode() == Mode.NAMED;
    }

    /** Whether there is more to do about it than to watch it. */
    boolean isActedOn() {
        return settings.max() > 0 && (isNamed() || settings.mode() == Mode.AUTO) && !status.isWithdrawn();
    }

    /** Whether something is known that must not be forgotten for want of place. */
    boolean protectsUpstream() {
        if (guard.isRestrained()) {
            return true;
        }
        for (Endpoint endpoint : endpoints) {
            if (endpoint.growth().isRestrained()) {
                return true;
            }
        }
        return deadline.nanos() != Long.MAX_VALUE;
    }

    /** How old a connection of that key may be for a request that must not be repeated. */
    long fresh(long now, Key key) {
        long unproven = idle.isLearnt() ? Math.min(FRESH, idle.learnt() / FRESH_PART) : FRESH;
        return Math.max(unproven, provenAge(now, key) / PROVEN_PART);
    }

    /** How long connections of that key are known to be left alone; 0: that is not known. */
    long provenAge(long now, Key key) {
        return teachesAge(key) ? endpoint(key.endpoint()).provenAge().nanos(now) : 0;
    }

    /** How long one of that key is left alone to see how old it grows: where no request can be risked on it, until it is ended. */
    long restFor(long now, Key key) {
        return endpoint(key.endpoint()).provenAge().isRisked(now) ? idle.nanos() : idle.untilEnded();
    }

    /** Whether its server counts it among those that wait for a request, and not for a handshake. */
    boolean teachesAge(Key key) {
        return key.recipe() != null || !origin.isTls();
    }

    /** So long after a request connections are opened for the next one. */
    long keptWarm() {
        return isNamed() ? Math.max(settings.keepWarm().toNanos(), LEAST_KEPT_WARM) : idle.nanos();
    }
}
