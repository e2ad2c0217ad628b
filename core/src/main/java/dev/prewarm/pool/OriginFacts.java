package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.sizing.WastedOpenings;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.OriginStatus;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What is known of one origin, and what its user wants: the ground of every decision about it. It holds no connections. */
final class OriginFacts {
    /** Where {@code min} is not kept at all: for what a request itself calls for, the random wait of the first one included. */
    private static final long LEAST_KEPT_WARM = TimeUnit.SECONDS.toNanos(2);

    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Of a learnt idle limit, the part within which a request that must not be repeated may be risked. */
    private static final int FRESH_PART = 4;

    private final Origin origin;
    private final OriginSettings settings;
    private final Counters counters;
    private final ConnectTimes connectTimes;
    private final IdleLimit idle;
    private final WastedOpenings waste;
    private final Guard guard;
    private final OriginStatus status;

    /** @param all where its counts are added up */
    OriginFacts(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.origin = origin;
        this.settings = settings;
        this.counters = new Counters(all);
        this.connectTimes = new ConnectTimes(origin.isTls());
        this.idle = new IdleLimit(settings.idle().toNanos(), isNamed() && !settings.idleGiven() ? IdleLimit.MOST : 0);
        this.waste = new WastedOpenings(random);
        this.guard = new Guard(!isNamed());
        this.status = new OriginStatus(origin, settings, connectTimes, waste, guard);
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
        return settings.max() > 0 && (isNamed() || settings.mode() == Mode.AUTO);
    }

    /** How old a connection may be for a request that must not be repeated. */
    long fresh() {
        return idle.isLearnt() ? Math.min(FRESH, idle.learnt() / FRESH_PART) : FRESH;
    }

    /** So long after a request connections are opened for the next one. */
    long keptWarm() {
        return isNamed() ? Math.max(settings.keepWarm().toNanos(), LEAST_KEPT_WARM) : idle.nanos();
    }
}
