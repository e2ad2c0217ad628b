package dev.prewarm.pool;

import dev.prewarm.pool.guard.Conviction;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.guard.LetGo;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.ProvenAge;
import dev.prewarm.pool.sizing.WastedOpenings;
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
    private final Outcomes<C> outcomes;
    private boolean isRetired;

    OriginPool(OriginFacts facts, Random random) {
        this.random = random;
        this.facts = facts;
        this.stocks = new Stocks<>(facts);
        this.limit = new OpeningLimit<>(facts, stocks, alarm);
        this.observer = new Observer<>(facts, stocks);
        this.refill = new Refill<>(facts, stocks, limit, alarm, random);
        this.outcomes = new Outcomes<>(facts, stocks);
        this.stateChanges = new StateChanges(facts.origin(), facts.status(), facts.waste());
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

    Outcomes<C> outcomes() {
        return outcomes;
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

    private long idle(long now, Stock<C> stock) {
        // How old they grow is to be seen, all the way.
        return stock.isResting()
                ? facts.restFor(now, stock.key())
                : (long) (facts.idle().nanos() * (1 - JITTER * random.nextDouble()));
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
        if (!facts.status().isWorthwhile() || !facts.endpoint(endpoint).growth().isProven(now)) {
            return 0;
        }
        Guard guard = facts.guard();
        int free = facts.settings().max() - facts.counters().held();
        // However much is parked just now: under load it is hardly ever all.
        int parked = stocks.parkedAt(endpoint);
        int count =
                Math.min(guard.sizeToTry(now, refill.wanted()) - parked, Math.min(limit.at(now), Math.min(room, free)));
        Endpoint there = facts.endpoint(endpoint);
        if (there.growth().mayBeLimited(now)) {
            // The request's own comes on top, and behind them: what is refused would be that.
            int others = there.open(now) + stocks.openingAt(endpoint);
            count = Math.min(count, there.growth().seenTogether(now) - others - 1);
        }
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
        if (observed != null) {
            InetSocketAddress address = observed.endpoint();
            facts.endpoint(address).coldConnected(now, observed, stocks.parkedAt(address));
        }
        facts.connectTimes().coldConnected(nanos);
        refill.coldConnected(now);
        if (observed != null && observed.isUnhindered() && !isEmpty()) {
            observed.overtaken();
        }
    }

    /** An entry is open, and parked; {@link #unwanted} says whether it is to stay. */
    void opened(long now, PoolEntry<C> entry, C connection, long connectNanos, long leadNanos) {
        InetSocketAddress address = entry.key().endpoint();
        facts.endpoint(address).connected(now, stocks.parkedAt(address), true);
        stocks.of(entry)
                .park(
                        entry,
                        connection,
                        now,
                        now + (entry.isTrial() ? entry.trial().hold() : idle(now, stocks.of(entry))));
        facts.counters().parked();
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
        if (facts.status().isWithdrawn()) {
            stocks.breakOffTrial(entry);
            return EvictReason.SURPLUS;
        }
        if (entry.isTrial()) {
            return facts.guard().isTrying(entry.trial()) ? null : EvictReason.SURPLUS;
        }
        if (refill.isProving(now, entry.key())) {
            return null;
        }
        if (facts.status().isDrained(now)) {
            return null;
        }
        if (!facts.status().isWarmed(now)) {
            return EvictReason.SURPLUS;
        }
        return facts.guard().limit(now) == 0 ? EvictReason.HARM : null;
    }

    /** @param how whether it was refused, or not answered */
    void failed(long now, PoolEntry<C> entry, String why, OpeningFailure how) {
        facts.waste().wasted(now, entry.openingAt(), Wording.notOpened(why));
        stocks.breakOffTrial(entry);
        if (how == OpeningFailure.TIMED_OUT) {
            facts.endpoint(entry.key().endpoint()).timedOut();
        } else if (how == OpeningFailure.REFUSED) {
            refusedBeside(now, entry.key().endpoint(), 0);
        }
    }

    /** @param itself 1 if it is counted among those that are open */
    private void refusedBeside(long now, InetSocketAddress address, int itself) {
        Growth growth = facts.endpoint(address).growth();
        growth.refused(now, growth.open() - itself + stocks.openingAt(address));
    }

    /** Where it turns out that one connection at a time is all there is, none of ours may be it. */
    private void judgeLimits(long now) {
        for (Endpoint endpoint : facts.endpoints()) {
            boolean isOne = endpoint.growth().takeNews(now) && endpoint.growth().limit(now) == 1;
            if (isOne && !facts.guard().isSuspended(now)) {
                convict(now, endpoint.growth(), Conviction.Kind.ONE_AT_A_TIME);
            }
            alarm.wake(endpoint.growth().nextAt(now));
        }
    }

    private void convict(long now, Growth growth, Conviction.Kind kind) {
        // After it, whether two may stand together is to be seen anew.
        growth.forget();
        facts.guard().convict(now, kind);
    }

    /**
     * The peer has ended one that was parked, or said something on it.
     *
     * @param late how much later than it happened that may have been noticed
     */
    void ended(long now, long late, PoolEntry<C> entry, EvictReason reason) {
        long age = now - entry.parkedAt();
        Endpoint endpoint = facts.endpoint(entry.key().endpoint());
        if (endpoint.newestWins().ended(now, entry.parkedAt()) && !facts.guard().isSuspended(now)) {
            convict(now, endpoint.growth(), Conviction.Kind.NEWEST_WINS);
        } else if (age - late <= facts.connectTimes().twoRoundTrips()) {
            refusedBeside(now, entry.key().endpoint(), 1);
        }
        if (age - late <= WastedOpenings.FIRST) {
            facts.waste().wasted(now, entry.openingAt(), Wording.endedEarly(reason, age));
        } else {
            facts.idle().closedByServer(now, age);
            endpoint.provenAge().seenEnding(now, age - late);
            if (stocks.of(entry).isResting()) {
                rested(now, endpoint.provenAge());
            }
            if (reason == EvictReason.UNEXPECTED_DATA) {
                endpoint.provenAge().troubled(now, Outcomes.AFTER_FAILURE);
                facts.burden().shown(now);
            } else if (facts.idle().isLearntDownward()) {
                facts.burden().ended(now);
            }
        }
    }

    /** Whatever must not stay. */
    void tidy(long now, Step<C> step) {
        alarm.clear();
        if (facts.waste().isInARow()) {
            awaitOneThatStands(now);
        }
        judgeLimits(now);
        boolean harmful = facts.guard().letGo(now, address -> stocks.parkedAt(address) > 0) == LetGo.EVERYTHING;
        for (Stock<C> stock : stocks) {
            EvictReason whole = wholeStock(stock, now, harmful);
            for (PoolEntry<C> entry : stock.parked()) {
                EvictReason reason = reasonToGo(entry, whole, now);
                if (reason != null) {
                    if (reason == EvictReason.IDLE) {
                        reachedLimit(now, entry);
                    }
                    step.evict().add(stocks.evict(entry, reason));
                }
            }
            for (PoolEntry<C> entry : stock.lost(now)) {
                step.evict().add(stocks.evict(entry, EvictReason.FLUSHED));
            }
        }
        alarm.wake(facts.guard().nextAt());
        // What ended for its silence as a request set out on it is one more to the server.
        facts.burden().counts(now, facts.counters().unused() + facts.counters().staleHits());
        StateChange news = stateChanges.news(now);
        if (news != null) {
            step.changes().add(news);
        }
        alarm.wake(stateChanges.nextAt());
    }

    private void reachedLimit(long now, PoolEntry<C> entry) {
        long age = now - entry.parkedAt();
        if (facts.teachesAge(entry.key())) {
            reachedAge(now, age, entry);
        }
        facts.idle().seenAlive(age);
        if (facts.guard().hasAcquitted(now)) {
            facts.idle().reachedAlive();
        }
    }

    private void reachedAge(long now, long age, PoolEntry<C> entry) {
        ProvenAge provenAge = facts.endpoint(entry.key().endpoint()).provenAge();
        provenAge.sound(now, age, false);
        if (stocks.of(entry).isResting()) {
            rested(now, provenAge);
        }
    }

    private void rested(long now, ProvenAge provenAge) {
        provenAge.rested(now);
        facts.burden().excuse();
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
        InetSocketAddress address = stock.key().endpoint();
        if (refill.isToProve(now, address)) {
            Endpoint endpoint = facts.endpoint(address);
            // Where no trial has shown yet that it does no harm, a request may wait for it.
            boolean isInTheWay = facts.guard().isOnTrial() && endpoint.makesWay() && endpoint.isAwaited(now);
            boolean isToGo = isInTheWay || endpoint.growth().isInDoubt(now) || !refill.isProving(now, stock.key());
            return isToGo ? EvictReason.SURPLUS : null;
        }
        boolean isWanted = facts.status().isWarmed(now) || facts.status().isDrained(now);
        if (!isWanted || stock.isUseless()) {
            return EvictReason.SURPLUS;
        }
        // Two that were there to be seen together are of no use to a client that makes TLS.
        if (facts.origin().isTls() && stock.wasNeverAsked()) {
            return EvictReason.SURPLUS;
        }
        if (stocks.isAddressGone(stock, now)) {
            // When it is asked for again another server may have it.
            facts.endpoint(address).provenAge().voided();
            return EvictReason.ADDRESS_GONE;
        }
        return null;
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
