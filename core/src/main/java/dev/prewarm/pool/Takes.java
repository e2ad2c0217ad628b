package dev.prewarm.pool;

import dev.prewarm.config.NonIdempotent;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.status.TakeOutcome;
import java.net.InetSocketAddress;
import java.util.List;

/** Who gets a warm connection, who goes cold, and what is to be seen by either. */
final class Takes<C> {
    private final Ceiling ceiling;
    private final OriginRegistry<C> origins;
    private final Pressure pressure;

    Takes(Ceiling ceiling, OriginRegistry<C> origins, Pressure pressure) {
        this.ceiling = ceiling;
        this.origins = origins;
        this.pressure = pressure;
    }

    /** @param idempotent whether the request may be sent twice by its client's own rule */
    Take<C> take(long now, OriginPool<C> origin, Key key, boolean idempotent) {
        OriginFacts facts = origin.facts();
        NonIdempotent risk = idempotent ? NonIdempotent.WARM : facts.settings().nonIdempotent();
        facts.waste().requested(now);
        // What can't use stock must not ask for it either.
        Stock<C> stock = risk == NonIdempotent.COLD
                ? origin.stocks().unasked(key)
                : origin.asked(key, now, risk == NonIdempotent.FRESH);
        origin.refill().sought(now);
        if (!facts.status().isWarmed(now)) {
            Take<C> trial = trial(now, origin, stock, Take.Kind.UNCOUNTED);
            Take<C> take = new Take<>(origin, stock, now, Take.Kind.UNCOUNTED, idempotent);
            boolean isUsedUp = risk == NonIdempotent.WARM && facts.status().isDrained(now);
            return trial != null ? trial : isUsedUp ? offered(now, take, null) : take;
        }
        facts.guard().taken();
        if (risk == NonIdempotent.WARM) {
            facts.endpoint(key.endpoint()).provenAge().risked(now);
        }
        if (risk == NonIdempotent.COLD) {
            return new Take<>(origin, stock, now, Take.Kind.COLD, idempotent);
        }
        Take.Kind kind = risk == NonIdempotent.FRESH ? Take.Kind.FRESH : Take.Kind.ANY;
        Take<C> trial = trial(now, origin, stock, stock.hasFit(now) ? Take.Kind.CANARY : kind);
        if (trial != null) {
            return trial;
        }
        if (origin.observer().isCanaryDue(now, stock)) {
            return new Take<>(origin, stock, now, Take.Kind.CANARY, idempotent);
        }
        return offered(now, new Take<>(origin, stock, now, kind, idempotent), null);
    }

    /** Null if it is not time for one. */
    private Take<C> trial(long now, OriginPool<C> origin, Stock<C> stock, Take.Kind kind) {
        InetSocketAddress endpoint = stock.key().endpoint();
        int count = pressure.isOn(now) ? 0 : origin.toTry(now, endpoint, ceiling.left());
        if (count == 0) {
            return null;
        }
        Trial trial = origin.facts().guard().trialOf(now, count);
        List<PoolEntry<C>> opened = origin.openFor(trial, now, endpoint, count);
        if (opened.isEmpty()) {
            return null;
        }
        try {
            return Take.trying(
                    origin, stock, now, kind, opened, origin.observer().tried(now, stock, trial, count));
        } catch (Error e) {
            opened.forEach(origin.stocks()::giveUp);
            throw e;
        }
    }

    /** The candidate was evicted, or put back because it was in mid-record: the next one, under the same take; none twice. */
    Take<C> next(long now, Take<C> take) {
        // First what may fail for want of memory: what is checked out has to come back.
        return offered(now, take.again(), take.candidate());
    }

    private Take<C> offered(long now, Take<C> take, PoolEntry<C> previous) {
        if (isWithheld(now, take)) {
            return take;
        }
        return take.offer(take.stock()
                .checkOutOldest(now, take.kind() == Take.Kind.FRESH ? fresh(now, take) : Long.MAX_VALUE, previous));
    }

    private static long fresh(long now, Take<?> take) {
        return take.origin().facts().fresh(now, take.stock().key());
    }

    /** Nothing is handed out where it might wait for ever, nor for a request that can't be repeated where it might be ended. */
    private boolean isWithheld(long now, Take<C> take) {
        OriginFacts facts = take.origin().facts();
        Endpoint endpoint = facts.endpoint(take.stock().key().endpoint());
        if (endpoint.isStill(now, facts.settings().connectTimeout().toNanos())) {
            return true;
        }
        boolean isDoubtful = !endpoint.growth().isProven(now)
                || facts.guard().evidence().isProbation()
                || facts.waste().isInARow();
        return take.isForNonIdempotent() && isDoubtful;
    }

    /**
     * The candidate passed its last look and is the client's now.
     *
     * @throws IllegalStateException if the taker was paused for so long that it was given up
     */
    ObservedRequest hit(long now, Take<C> take) {
        OriginPool<C> origin = take.origin();
        OriginFacts facts = origin.facts();
        PoolEntry<C> entry = take.candidate();
        if (!entry.is(PoolEntry.State.BUSY)) {
            throw new IllegalStateException("given up while it was looked at");
        }
        boolean withoutTls = take.stock().key().recipe() == null;
        long saved = Math.max(0, facts.connectTimes().cold(withoutTls) - (now - take.startedAt()));
        take.stock().hit(entry);
        facts.endpoint(entry.key().endpoint()).newestWins().left(now);
        facts.idle().seenAlive(now - entry.parkedAt());
        facts.counters().hit(withoutTls && facts.origin().isTls(), saved);
        origins.touch(origin);
        return origin.observer().hit(take.startedAt(), entry);
    }

    /** What would make the client's own one more than were seen together. */
    private void makeWay(long now, Take<C> take) {
        OriginPool<C> origin = take.origin();
        InetSocketAddress address = take.stock().key().endpoint();
        Endpoint endpoint = origin.facts().endpoint(address);
        Growth growth = endpoint.growth();
        // More than were seen together are tried by ours alone: what is refused then is no request.
        boolean isAtRisk = take.isForNonIdempotent() || origin.facts().guard().isOnTrial();
        boolean isKnown = growth.isProven(now)
                || growth.isRefusing(now)
                || isAtRisk && origin.refill().isToProve(now, address) && endpoint.makesWay();
        int opening = growth.isTight(now) ? origin.stocks().openingAt(address) : 0;
        int tooMany = isKnown ? endpoint.open(now) + opening + 1 - growth.seenTogether(now) : 0;
        if (tooMany > 0) {
            List<PoolEntry<C>> withdrawn = origin.stocks().withdraw(address, Math.min(opening, tooMany));
            boolean withTrials = growth.mayBeLimited(now);
            take.yields(origin.stocks().yield(address, tooMany - withdrawn.size(), withTrials), withdrawn);
        }
    }

    /** There was no candidate (any more): the client opens its own. Null if nothing is to be seen by that. */
    ObservedRequest miss(long now, Take<C> take) {
        OriginPool<C> origin = take.origin();
        if (take.coldOutcome() == TakeOutcome.CANARY) {
            origin.facts().counters().canary();
        } else if (take.coldOutcome() == TakeOutcome.MISS) {
            origin.facts().counters().miss();
        }
        origins.touch(origin);
        if (take.kind() != Take.Kind.CANARY && take.trial() == null) {
            makeWay(now, take);
        }
        return take.trial() == null ? origin.observer().cold(take.startedAt(), take.stock()) : take.trial();
    }
}
