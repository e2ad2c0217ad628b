package dev.prewarm.pool;

import dev.prewarm.config.NonIdempotent;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
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
            return trial == null ? new Take<>(origin, stock, now, Take.Kind.UNCOUNTED) : trial;
        }
        facts.guard().taken();
        if (risk == NonIdempotent.COLD) {
            return new Take<>(origin, stock, now, Take.Kind.COLD);
        }
        Take.Kind kind = risk == NonIdempotent.FRESH ? Take.Kind.FRESH : Take.Kind.ANY;
        Take<C> trial = trial(now, origin, stock, stock.hasFit(now) ? Take.Kind.CANARY : kind);
        if (trial != null) {
            return trial;
        }
        if (idempotent && origin.observer().isCanaryDue(now, stock)) {
            return new Take<>(origin, stock, now, Take.Kind.CANARY);
        }
        return offered(now, new Take<>(origin, stock, now, kind), null);
    }

    /** Null if it is not time for one. */
    private Take<C> trial(long now, OriginPool<C> origin, Stock<C> stock, Take.Kind kind) {
        InetSocketAddress endpoint = stock.key().endpoint();
        int count = pressure.isOn(now) ? 0 : origin.toTry(now, endpoint, ceiling.left());
        if (count == 0) {
            return null;
        }
        Trial trial = new Trial(count);
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
        return offered(now, new Take<>(take.origin(), take.stock(), take.startedAt(), take.kind()), take.candidate());
    }

    private Take<C> offered(long now, Take<C> take, PoolEntry<C> previous) {
        return take.offer(
                take.kind() == Take.Kind.FRESH
                        ? take.stock()
                                .checkOutYoungest(now, take.origin().facts().fresh(), previous)
                        : take.stock().checkOutOldest(now, previous));
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
        facts.counters().hit(withoutTls && facts.origin().isTls(), saved);
        origins.touch(origin);
        return origin.observer().hit(take.startedAt(), entry);
    }

    /** There was no candidate (any more): the client opens its own. Null if nothing is to be seen by that. */
    ObservedRequest miss(Take<C> take) {
        OriginPool<C> origin = take.origin();
        if (take.kind() == Take.Kind.CANARY) {
            origin.facts().counters().canary();
        } else if (take.kind() != Take.Kind.UNCOUNTED) {
            origin.facts().counters().miss();
        }
        origins.touch(origin);
        return take.trial() == null ? origin.observer().cold(take.startedAt(), take.stock()) : take.trial();
    }
}
