package dev.prewarm.pool;

import dev.prewarm.pool.sizing.Demand;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.status.EvictReason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stock of each key of one origin, least recently asked for first, of bounded number. */
final class Stocks<C> implements Iterable<Stock<C>> {
    private static final int MOST_KEYS = 64;

    private final OriginFacts facts;
    private final Map<Key, Stock<C>> byUse = new LinkedHashMap<>(4, 0.75f, true);
    private final Map<Key, Stock<C>> byKey = new HashMap<>(4);
    private Stock<C> lastAsked;
    private long lastTake;

    Stocks(OriginFacts facts) {
        this.facts = facts;
    }

    @Override
    public Iterator<Stock<C>> iterator() {
        return byUse.values().iterator();
    }

    /** Null if it is not known (any more). */
    Stock<C> get(Key key) {
        return byUse.get(key);
    }

    /** Of one that is held; null if it is held no more, and its stock forgotten. It is no use of the stock. */
    Stock<C> of(PoolEntry<C> entry) {
        return byKey.get(entry.key());
    }

    /** The key that was asked for last; null if none was yet. */
    Stock<C> lastAsked() {
        return lastAsked;
    }

    /** When that was. */
    long lastTake() {
        return lastTake;
    }

    /** @param fresh only the youngest will do */
    Stock<C> asked(Key key, long now, boolean fresh) {
        lastTake = now;
        Stock<C> stock = of(key);
        stock.asked(now, fresh);
        lastAsked = stock;
        return stock;
    }

    /** The key of a request shows only now, too late for stock: it may be a client that will never come again. */
    void recognised(Key key, long now) {
        of(key).recognised(now);
    }

    /** The key of a request that can't use stock. */
    Stock<C> unasked(Key key) {
        Stock<C> stock = byUse.get(key);
        return stock == null ? new Stock<>(key) : stock;
    }

    /** Null if there is no place for one more key. */
    Stock<C> kept(Key key) {
        Stock<C> stock = of(key);
        return byUse.get(key) == stock ? stock : null;
    }

    private Stock<C> of(Key key) {
        Stock<C> stock = byUse.get(key);
        if (stock == null) {
            stock = new Stock<>(key);
            if (byUse.size() < MOST_KEYS || dropOne()) {
                byUse.put(key, stock);
                byKey.put(key, stock);
            }
        }
        return stock;
    }

    private boolean dropOne() {
        for (Iterator<Stock<C>> eldestFirst = iterator(); eldestFirst.hasNext(); ) {
            Stock<C> eldest = eldestFirst.next();
            if (eldest.held() == 0) {
                eldestFirst.remove();
                byKey.remove(eldest.key());
                return true;
            }
        }
        return false;
    }

    /** Forgets keys that nobody asks for any more. */
    void forget(long now) {
        long after = Math.max(facts.settings().keepWarm().toNanos(), Demand.HORIZON);
        if (byUse.values()
                .removeIf(stock -> stock.held() == 0 && (stock.isGone() || !stock.wasAskedWithin(now, after)))) {
            byKey.keySet().retainAll(byUse.keySet());
        }
        if (!facts.status().tcpOnly().isEmpty() && byUse.keySet().stream().allMatch(key -> key.recipe() != null)) {
            facts.status().warmsAll();
        }
    }

    /** Its address was not asked for during one idle limit while others of the origin were. */
    boolean isAddressGone(Stock<C> stock, long now) {
        long idle = facts.idle().nanos();
        return stock != lastAsked
                && !stock.wasAskedWithin(now, idle)
                && now - lastTake <= idle
                && lastAsked != null
                && !lastAsked.key().endpoint().equals(stock.key().endpoint());
    }

    /** What the server waits on for sure. */
    int parkedAt(InetSocketAddress endpoint) {
        int parked = 0;
        for (Stock<C> stock : this) {
            parked += stock.key().endpoint().equals(endpoint) ? stock.warm() : 0;
        }
        return parked;
    }

    int heldAt(InetSocketAddress endpoint) {
        int held = 0;
        for (Stock<C> stock : this) {
            held += stock.key().endpoint().equals(endpoint) ? stock.held() : 0;
        }
        return held;
    }

    /** Those that are being opened. */
    int openingAt(InetSocketAddress endpoint) {
        return heldAt(endpoint) - parkedAt(endpoint);
    }

    /** Those parked after {@code moment}, or about to be. */
    int youngerThan(long moment) {
        int younger = 0;
        for (Stock<C> stock : this) {
            younger += stock.youngerThan(moment);
        }
        return younger;
    }

    /** Takes per second, of all keys. */
    double rate(long now) {
        double rate = 0;
        for (Stock<C> stock : this) {
            rate += stock.rate(now);
        }
        return rate;
    }

    /** Takes one that is parked, or checked out, out of the pool. */
    Eviction<C> evict(PoolEntry<C> entry, EvictReason reason) {
        // First what may fail for want of memory.
        Eviction<C> eviction = new Eviction<>(entry.connection(), entry.key(), reason);
        facts.counters().evicted(reason);
        of(entry).evict(entry);
        Growth growth = facts.endpoint(entry.key().endpoint()).growth();
        if (reason == EvictReason.CLOSED_BY_SERVER || reason == EvictReason.UNEXPECTED_DATA) {
            growth.endedSilent();
        } else {
            growth.withdrawn();
        }
        return eviction;
    }

    /**
     * So many of those parked at that address, as far as there are as many, make way for a client's own.
     *
     * @param trials whether those of a trial do, too
     */
    List<Eviction<C>> yield(InetSocketAddress address, int count, boolean trials) {
        List<Eviction<C>> evictions = new ArrayList<>(count);
        for (Stock<C> stock : this) {
            if (stock.key().endpoint().equals(address)) {
                for (PoolEntry<C> entry : stock.parked()) {
                    if (evictions.size() < count && (trials || !entry.isTrial())) {
                        evictions.add(evict(entry, EvictReason.SURPLUS));
                        breakOffTrial(entry);
                    }
                }
            }
        }
        return evictions;
    }

    /** The same of those that are being opened, the last begun first. */
    List<PoolEntry<C>> withdraw(InetSocketAddress address, int count) {
        List<PoolEntry<C>> withdrawn = new ArrayList<>(count);
        for (Stock<C> stock : this) {
            if (stock.key().endpoint().equals(address)) {
                withdrawn.addAll(stock.withdraw(count - withdrawn.size()));
            }
        }
        withdrawn.forEach(entry -> facts.counters().withdrawn());
        return withdrawn;
    }

    /** It will not be opened, and that is nobody's doing but ours. */
    void giveUp(PoolEntry<C> entry) {
        facts.counters().failedToOpen();
        of(entry).failed(entry);
        breakOffTrial(entry);
    }

    /** If it is for a trial: one of its connections goes before its time, and it shows nothing. */
    void breakOffTrial(PoolEntry<C> entry) {
        if (entry.isTrial()) {
            facts.guard().trialFailed(entry.trial());
        }
    }

    /** Gives up all that nobody has checked out; what is being opened has failed. Needs little memory. */
    void letGo() {
        for (Stock<C> stock : this) {
            for (PoolEntry<C> entry : stock.parked()) {
                facts.counters().evicted(EvictReason.PRESSURE);
                stock.evict(entry);
                facts.endpoint(entry.key().endpoint()).growth().closed();
            }
            stock.opening().forEach(this::giveUp);
        }
    }
}
