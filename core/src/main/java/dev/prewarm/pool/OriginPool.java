package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.guard.LetGo;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.Demand;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.sizing.WastedOpenings;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Learnt;
import dev.prewarm.pool.status.OriginStatus;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.StateChange;
import dev.prewarm.pool.status.StateChanges;
import dev.prewarm.pool.status.Wording;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One origin: what was learnt of it, and the stock of each of its keys under one cap. */
final class OriginPool<C> {
    private static final int MOST_KEYS = 64;
    private static final double JITTER = 0.1;

    /** Where {@code min} is not kept at all: for what a request itself calls for, the random wait of the first one included. */
    private static final long LEAST_KEPT_WARM = TimeUnit.SECONDS.toNanos(2);

    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Of a learnt idle limit, the part within which a request that must not be repeated may be risked. */
    private static final int FRESH_PART = 4;

    private final Origin origin;
    private final OriginSettings settings;
    private final Random random;
    private final Counters counters;
    private final ConnectTimes connectTimes;
    private final IdleLimit idle;
    private final WastedOpenings waste;
    private final Guard guard;
    private final OriginStatus status;
    private final StateChanges stateChanges;
    private final Map<Key, Stock<C>> stocks = new LinkedHashMap<>(4, 0.75f, true);
    private Stock<C> lastAsked;
    private final Observer<C> observer = new Observer<>(this);
    private final Refill<C> refill;
    private long lastTake;
    private long wakeAt;
    private boolean isRetired;

    /** @param all where its counts are added up */
    OriginPool(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.origin = origin;
        this.settings = settings;
        this.random = random;
        this.counters = new Counters(all);
        this.connectTimes = new ConnectTimes(origin.isTls());
        this.idle = new IdleLimit(settings.idle().toNanos(), isNamed() && !settings.idleGiven() ? IdleLimit.MOST : 0);
        this.waste = new WastedOpenings(random);
        this.guard = new Guard(!isNamed());
        this.status = new OriginStatus(origin, settings, connectTimes, waste, guard);
        this.stateChanges = new StateChanges(origin, status, waste);
        this.refill = new Refill<>(this, random);
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

    Guard guard() {
        return guard;
    }

    OriginStatus status() {
        return status;
    }

    WastedOpenings waste() {
        return waste;
    }

    Observer<C> observer() {
        return observer;
    }

    Refill<C> refill() {
        return refill;
    }

    /** The key that was asked for last; null if none was yet. */
    Stock<C> lastAsked() {
        return lastAsked;
    }

    /** When that was. */
    long lastTake() {
        return lastTake;
    }

    /** Null if it is not known (any more). */
    Stock<C> stock(Key key) {
        return stocks.get(key);
    }

    Iterable<Stock<C>> stocks() {
        return stocks.values();
    }

    /** Whether there is more to do about it than to watch it. */
    boolean isActedOn() {
        return settings.max() > 0 && (settings.mode() == Mode.NAMED || settings.mode() == Mode.AUTO);
    }

    boolean isNamed() {
        return settings.mode() == Mode.NAMED;
    }

    /** Forgotten: nobody will find it any more. */
    void retire() {
        isRetired = true;
    }

    boolean isRetired() {
        return isRetired;
    }

    boolean isEmpty() {
        return counters.held() == 0;
    }

    /** How old a connection may be for a request that must not be repeated. */
    long fresh() {
        return idle.isLearnt() ? Math.min(FRESH, idle.learnt() / FRESH_PART) : FRESH;
    }

    private long idleWithJitter() {
        return (long) (idle.nanos() * (1 - JITTER * random.nextDouble()));
    }

    /** @param fresh only the youngest will do */
    Stock<C> asked(Key key, long now, boolean fresh) {
        lastTake = now;
        Stock<C> stock = stockOf(key);
        stock.asked(now, fresh);
        lastAsked = stock;
        if (status.isWarmed(now)) {
            refill.asked(now);
        }
        return stock;
    }

    /** The key of a request shows only now, too late for stock: it may be a client that will never come again. */
    void recognised(Key key, long now) {
        stockOf(key).recognised(now);
    }

    /** The key of a request that can't use stock. */
    Stock<C> unasked(Key key) {
        Stock<C> stock = stocks.get(key);
        return stock == null ? new Stock<>(key, this) : stock;
    }

    private Stock<C> stockOf(Key key) {
        Stock<C> stock = stocks.get(key);
        if (stock == null) {
            stock = new Stock<>(key, this);
            if (stocks.size() < MOST_KEYS || dropOne()) {
                stocks.put(key, stock);
            }
        }
        return stock;
    }

    private boolean dropOne() {
        for (Iterator<Stock<C>> eldestFirst = stocks.values().iterator(); eldestFirst.hasNext(); ) {
            if (eldestFirst.next().held() == 0) {
                eldestFirst.remove();
                return true;
            }
        }
        return false;
    }

    /**
     * How many silent connections are to be opened for a trial beside a request that sets out for {@code endpoint} now.
     *
     * @param room no more than these
     */
    int toTry(long now, InetSocketAddress endpoint, int room) {
        if (!status.isWorthwhile()) {
            return 0;
        }
        // However much is parked just now: under load it is hardly ever all.
        int parked = observer.parkedAt(endpoint);
        int count = Math.min(
                guard.sizeToTry(now, refill.wanted()) - parked,
                Math.min(mayOpen(now), Math.min(room, settings.max() - counters.held())));
        return guard.isMore(parked + count) ? Math.max(0, count) : 0;
    }

    /** How many may be begun now, for stock or a trial, whatever is wanted. */
    int mayOpen(long now) {
        if (waste.forbids(now) || lastAsked == null || now - lastTake > keptWarm()) {
            return 0;
        }
        return waste.isInARow() ? Math.max(0, 1 - unproven(now)) : Integer.MAX_VALUE;
    }

    /** {@link #mayOpen} forbids it: to be looked at again when that may change by time alone. */
    void wakeWhenItMayOpen(long now) {
        if (waste.forbids(now)) {
            wake(waste.until(now));
        }
    }

    /** So long after a request connections are opened for the next one. */
    private long keptWarm() {
        return isNamed() ? Math.max(settings.keepWarm().toNanos(), LEAST_KEPT_WARM) : idle.nanos();
    }

    /** Those of which it is not known yet whether they come to nothing. */
    private int unproven(long now) {
        int unproven = 0;
        for (Stock<C> stock : stocks.values()) {
            unproven += stock.youngerThan(now - WastedOpenings.FIRST);
        }
        return unproven;
    }

    /** They are to stand just before a request's own connection; none if there is no place to keep them. */
    List<PoolEntry<C>> openFor(Trial trial, long now, InetSocketAddress endpoint, int count) {
        Key key = new Key(origin, endpoint, null);
        Stock<C> stock = stockOf(key);
        if (stocks.get(key) != stock) {
            return List.of();
        }
        List<PoolEntry<C>> entries = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                PoolEntry<C> entry = stock.openFor(trial, now);
                counters.beginsOpening();
                entries.add(entry);
            }
        } catch (Error e) {
            entries.forEach(this::giveUp);
            throw e;
        }
        return entries;
    }

    /** @param observed of that request; null if there is none */
    void coldConnected(long now, long nanos, ObservedRequest observed) {
        connectTimes.coldConnected(nanos);
        refill.coldConnected(now);
        if (observed != null && observed.isUnhindered() && !isEmpty()) {
            observed.overtaken();
        }
    }

    /** An entry is open, and parked; {@link #unwanted} says whether it is to stay. */
    void opened(long now, PoolEntry<C> entry, C connection, long connectNanos, long leadNanos) {
        // First what may fail for want of memory.
        entry.stock().park(entry, connection, now, now + (entry.isTrial() ? Trial.HOLD : idleWithJitter()));
        counters.parked();
        guard.opened();
        if (entry.isTrial()) {
            connectTimes.connected(connectNanos);
            guard.trialParked(now, entry.trial());
        } else {
            connectTimes.openedAhead(connectNanos, leadNanos);
            guard.stands(now);
        }
    }

    /** Why a connection that has just been opened is not to stay; null if it is. */
    EvictReason unwanted(long now, PoolEntry<C> entry) {
        if (entry.isTrial()) {
            return guard.isTrying(entry.trial()) ? null : EvictReason.SURPLUS;
        }
        if (!status.isWarmed(now)) {
            return EvictReason.SURPLUS;
        }
        return guard.limit(now) == 0 ? EvictReason.HARM : null;
    }

    /** @param mayBeHarm whether it was reset or not answered, rather than refused or impossible */
    void failed(long now, PoolEntry<C> entry, String why, boolean mayBeHarm) {
        int beside = observer.parkedAt(entry.key().endpoint());
        boolean isNews = waste.wasted(now, entry.openingAt(), "could not connect ahead: " + why);
        if (entry.isTrial()) {
            guard.trialFailed(entry.trial());
        } else if (isNews && mayBeHarm && beside > 0) {
            guard.failedBeside(now, beside, why);
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
            String after = Wording.millis(age) + " after it was opened ahead";
            String what = reason == EvictReason.CLOSED_BY_SERVER
                    ? "the server closed an unused connection " + after
                    : "the server sent data on an unused connection " + after;
            waste.wasted(now, entry.openingAt(), what);
        } else {
            idle.closedByServer(now, age);
        }
    }

    Eviction<C> evict(long now, PoolEntry<C> entry, EvictReason reason) {
        // First what may fail for want of memory.
        Eviction<C> eviction = new Eviction<>(entry.connection(), entry.key(), reason);
        counters.evicted(reason);
        entry.stock().evict(entry);
        if (reason == EvictReason.IDLE && guard.hasAcquitted()) {
            idle.reachedAlive();
        }
        return eviction;
    }

    /** Gives up all that nobody has checked out; what is being opened has failed. */
    void letGo() {
        for (Stock<C> stock : stocks.values()) {
            for (PoolEntry<C> entry : stock.parked()) {
                counters.evicted(EvictReason.PRESSURE);
                stock.evict(entry);
            }
            for (PoolEntry<C> entry : stock.opening()) {
                giveUp(entry);
            }
        }
    }

    /** It will not be opened, and that is nobody's doing but ours. */
    void giveUp(PoolEntry<C> entry) {
        counters.failedToOpen();
        entry.stock().failed(entry);
        if (entry.isTrial()) {
            guard.trialFailed(entry.trial());
        }
    }

    /** Whatever must not stay. */
    void tidy(long now, Step<C> step) {
        wakeAt = Long.MAX_VALUE;
        if (waste.isInARow()) {
            awaitOneThatStands(now);
        }
        boolean harmful = guard.letGo(now) == LetGo.EVERYTHING;
        for (Stock<C> stock : stocks.values()) {
            EvictReason whole = wholeStock(stock, now, harmful);
            for (PoolEntry<C> entry : stock.parked()) {
                EvictReason reason = reasonToGo(entry, whole, now);
                if (reason != null) {
                    step.evict().add(evict(now, entry, reason));
                }
            }
        }
        wake(guard.nextAt());
        StateChange news = stateChanges.news(now);
        if (news != null) {
            step.changes().add(news);
        }
        wake(stateChanges.nextAt());
    }

    private void awaitOneThatStands(long now) {
        for (Stock<C> stock : stocks.values()) {
            for (PoolEntry<C> entry : stock.parked()) {
                long stands = entry.parkedAt() + WastedOpenings.FIRST;
                if (stands > now) {
                    wake(stands);
                } else if (stands > waste.last()) {
                    waste.succeeded();
                }
            }
        }
    }

    private EvictReason reasonToGo(PoolEntry<C> entry, EvictReason whole, long now) {
        if (entry.isTrial() && whole != EvictReason.HARM) {
            return guard.isTrying(entry.trial()) ? null : EvictReason.SURPLUS;
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
        if (!status.isWarmed(now) || stock.isUseless()) {
            return EvictReason.SURPLUS;
        }
        return isAddressGone(stock, now) ? EvictReason.ADDRESS_GONE : null;
    }

    /** Its address was not asked for during one idle limit while others of the origin were. */
    boolean isAddressGone(Stock<C> stock, long now) {
        return stock != lastAsked
                && !stock.wasAskedWithin(now, idle.nanos())
                && now - lastTake <= idle.nanos()
                && lastAsked != null
                && !lastAsked.key().endpoint().equals(stock.key().endpoint());
    }

    /** Forgets keys that nobody asks for any more. */
    void forget(long now) {
        long after = Math.max(settings.keepWarm().toNanos(), Demand.HORIZON);
        stocks.values().removeIf(stock -> stock.held() == 0 && (stock.isGone() || !stock.wasAskedWithin(now, after)));
        if (!status.tcpOnly().isEmpty() && stocks.keySet().stream().allMatch(key -> key.recipe() != null)) {
            status.warmsAll();
        }
    }

    void wake(long at) {
        wakeAt = Math.min(wakeAt, at);
    }

    /** When to look at it again at the latest; {@link Long#MAX_VALUE}: not before something happens. */
    long nextAt() {
        for (Stock<C> stock : stocks.values()) {
            wake(stock.nextExpiry());
        }
        return wakeAt;
    }

    Snapshot read(long now) {
        double rate = 0;
        for (Stock<C> stock : stocks.values()) {
            rate += stock.rate(now);
        }
        Learnt learnt = new Learnt(
                rate, idle.nanos(), idle.differs(), connectTimes.lead(), Math.max(0, connectTimes.coldMedian()));
        return new Snapshot(
                origin.toString(), status.state(now).label(), status.reason(now), refill.target(), learnt, counters);
    }
}
