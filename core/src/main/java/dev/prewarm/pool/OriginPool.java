package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.guard.LetGo;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.WastedOpenings;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Learnt;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.StateChange;
import dev.prewarm.pool.status.StateChanges;
import dev.prewarm.pool.status.Wording;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One origin: what was learnt of it, and the stock of each of its keys under one cap. */
final class OriginPool<C> {
    private static final double JITTER = 0.1;

    private final Random random;
    private final OriginFacts facts;
    private final Stocks<C> stocks;
    private final Alarm alarm = new Alarm();
    private final OpeningLimit<C> limit;
    private final Observer<C> observer;
    private final Refill<C> refill;
    private final StateChanges stateChanges;
    private boolean isRetired;

    /** @param all where its counts are added up */
    OriginPool(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.random = random;
        this.facts = new OriginFacts(origin, settings, random, all);
        this.stocks = new Stocks<>(facts);
        this.limit = new OpeningLimit<>(facts, stocks, alarm);
        this.observer = new Observer<>(facts, stocks);
        this.refill = new Refill<>(facts, stocks, limit, alarm, random);
        this.stateChanges = new StateChanges(origin, facts.status(), facts.waste());
    }

    OriginFacts facts() {
        return facts;
    }

    Stocks<C> stocks() {
        return stocks;
    }

    Observer<C> observer() {
        return observer;
    }

    Refill<C> refill() {
        return refill;
    }

    Alarm alarm() {
        return alarm;
    }

    /** Forgotten: nobody will find it any more. */
    void retire() {
        isRetired = true;
    }

    boolean isRetired() {
        return isRetired;
    }

    boolean isEmpty() {
        return facts.counters().held() == 0;
    }

    private long idleWithJitter() {
        return (long) (facts.idle().nanos() * (1 - JITTER * random.nextDouble()));
    }

    /** @param fresh only the youngest will do */
    Stock<C> asked(Key key, long now, boolean fresh) {
        Stock<C> stock = stocks.asked(key, now, fresh);
        if (facts.status().isWarmed(now)) {
            refill.asked(now);
        }
        return stock;
    }

    /**
     * How many silent connections are to be opened for a trial beside a request that sets out for {@code endpoint} now.
     *
     * @param room no more than these
     */
    int toTry(long now, InetSocketAddress endpoint, int room) {
        if (!facts.status().isWorthwhile()) {
            return 0;
        }
        Guard guard = facts.guard();
        int free = facts.settings().max() - facts.counters().held();
        // However much is parked just now: under load it is hardly ever all.
        int parked = stocks.parkedAt(endpoint);
        int count =
                Math.min(guard.sizeToTry(now, refill.wanted()) - parked, Math.min(limit.at(now), Math.min(room, free)));
        return guard.isMore(parked + count) ? Math.max(0, count) : 0;
    }

    /** They are to stand just before a request's own connection; none if there is no place to keep them. */
    List<PoolEntry<C>> openFor(Trial trial, long now, InetSocketAddress endpoint, int count) {
        Stock<C> stock = stocks.kept(new Key(facts.origin(), endpoint, null));
        if (stock == null) {
            return List.of();
        }
        List<PoolEntry<C>> entries = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                PoolEntry<C> entry = stock.openFor(trial, now);
                facts.counters().beginsOpening();
                entries.add(entry);
            }
        } catch (Error e) {
            entries.forEach(stocks::giveUp);
            throw e;
        }
        return entries;
    }

    /** @param observed that request; null if there is none */
    void coldConnected(long now, long nanos, ObservedRequest observed) {
        facts.connectTimes().coldConnected(nanos);
        refill.coldConnected(now);
        if (observed != null && observed.isUnhindered() && !isEmpty()) {
            observed.overtaken();
        }
    }

    /** An entry is open, and parked; {@link #unwanted} says whether it is to stay. */
    void opened(long now, PoolEntry<C> entry, C connection, long connectNanos, long leadNanos) {
        // First what may fail for want of memory.
        stocks.of(entry).park(entry, connection, now, now + (entry.isTrial() ? Trial.HOLD : idleWithJitter()));
        facts.counters().parked();
        facts.guard().opened();
        if (entry.isTrial()) {
            facts.connectTimes().connected(connectNanos);
            facts.guard().trialParked(now, entry.trial());
        } else {
            facts.connectTimes().openedAhead(connectNanos, leadNanos);
            facts.guard().stands(now);
        }
    }

    /** Why a connection that has just been opened is not to stay; null if it is. */
    EvictReason unwanted(long now, PoolEntry<C> entry) {
        if (entry.isTrial()) {
            return facts.guard().isTrying(entry.trial()) ? null : EvictReason.SURPLUS;
        }
        if (!facts.status().isWarmed(now)) {
            return EvictReason.SURPLUS;
        }
        return facts.guard().limit(now) == 0 ? EvictReason.HARM : null;
    }

    /** @param mayBeHarm whether it was reset or not answered, rather than refused or impossible */
    void failed(long now, PoolEntry<C> entry, String why, boolean mayBeHarm) {
        int beside = stocks.parkedAt(entry.key().endpoint());
        boolean isNews = facts.waste().wasted(now, entry.openingAt(), Wording.notOpened(why));
        if (entry.isTrial()) {
            facts.guard().trialFailed(entry.trial());
        } else if (isNews && mayBeHarm && beside > 0) {
            facts.guard().failedBeside(now, beside, why);
        }
    }

    /**
     * The peer has ended one that was parked, or said something on it.
     *
     * @param late how much later than it happened that may have been noticed
     */
    void ended(long now, long late, PoolEntry<C> entry, EvictReason reason) {
        long age = now - entry.parkedAt();
        if (age - late <= WastedOpenings.FIRST) {
            facts.waste().wasted(now, entry.openingAt(), Wording.endedEarly(reason, age));
        } else {
            facts.idle().closedByServer(now, age);
        }
    }

    /** Whatever must not stay. */
    void tidy(long now, Step<C> step) {
        alarm.clear();
        if (facts.waste().isInARow()) {
            awaitOneThatStands(now);
        }
        boolean harmful = facts.guard().letGo(now) == LetGo.EVERYTHING;
        for (Stock<C> stock : stocks) {
            EvictReason whole = wholeStock(stock, now, harmful);
            for (PoolEntry<C> entry : stock.parked()) {
                EvictReason reason = reasonToGo(entry, whole, now);
                if (reason != null) {
                    step.evict().add(stocks.evict(entry, reason));
                }
            }
            for (PoolEntry<C> entry : stock.lost(now)) {
                step.evict().add(stocks.evict(entry, EvictReason.FLUSHED));
            }
        }
        alarm.wake(facts.guard().nextAt());
        StateChange news = stateChanges.news(now);
        if (news != null) {
            step.changes().add(news);
        }
        alarm.wake(stateChanges.nextAt());
    }

    private void awaitOneThatStands(long now) {
        for (Stock<C> stock : stocks) {
            for (PoolEntry<C> entry : stock.parked()) {
                long stands = entry.parkedAt() + WastedOpenings.FIRST;
                if (stands > now) {
                    alarm.wake(stands);
                } else if (stands > facts.waste().last()) {
                    facts.waste().succeeded();
                }
            }
        }
    }

    private EvictReason reasonToGo(PoolEntry<C> entry, EvictReason whole, long now) {
        if (entry.isTrial() && whole != EvictReason.HARM) {
            return facts.guard().isTrying(entry.trial()) ? null : EvictReason.SURPLUS;
        }
        if (whole != null) {
            return whole;
        }
        return entry.expiresAt() <= now ? EvictReason.IDLE : null;
    }

    private EvictReason wholeStock(Stock<C> stock, long now, boolean harmful) {
        if (harmful) {
            return EvictReason.HARM;
        }
        if (!facts.status().isWarmed(now) || stock.isUseless()) {
            return EvictReason.SURPLUS;
        }
        return stocks.isAddressGone(stock, now) ? EvictReason.ADDRESS_GONE : null;
    }

    /** When to look at it again at the latest; {@link Long#MAX_VALUE}: not before something happens. */
    long nextAt() {
        for (Stock<C> stock : stocks) {
            alarm.wake(stock.nextExpiry());
        }
        return alarm.at();
    }

    Snapshot read(long now) {
        Learnt learnt = new Learnt(
                stocks.rate(now),
                facts.idle().nanos(),
                facts.idle().differs(),
                facts.connectTimes().lead(),
                Math.max(0, facts.connectTimes().coldMedian()));
        return Snapshot.of(facts.status(), now, refill.target(), learnt, facts.counters());
    }
}
