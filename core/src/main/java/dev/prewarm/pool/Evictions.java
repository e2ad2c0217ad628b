package dev.prewarm.pool;

import dev.prewarm.pool.status.EvictReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What leaves the pool unused for a reason that is not its own: its siblings died, time jumped, the machine is in trouble. */
final class Evictions<C> {
    private final OriginRegistry<C> origins;

    /** Already out of the pool, to be closed at the next step. */
    private final ArrayList<Eviction<C>> pending = new ArrayList<>(0);

    Evictions(OriginRegistry<C> origins) {
        this.origins = origins;
    }

    /** Those that are to be closed now. */
    List<Eviction<C>> takePending() {
        List<Eviction<C>> taken = new ArrayList<>(pending);
        pending.clear();
        return taken;
    }

    Eviction<C> evict(PoolEntry<C> entry, EvictReason reason) {
        OriginPool<C> origin = origins.holding(entry);
        origins.touch(origin);
        return origin.stocks().evict(entry, reason);
    }

    void flushAll(long now) {
        for (OriginPool<C> origin : origins.all()) {
            flush(now, origin);
        }
    }

    void flush(long now, OriginPool<C> origin) {
        for (Stock<C> stock : origin.stocks()) {
            flush(now, origin, stock);
        }
    }

    /** Closes what nobody is looking at; the rest when it comes back. */
    void flush(long now, OriginPool<C> origin, Stock<C> stock) {
        add(stock.parked(), EvictReason.FLUSHED);
        stock.expire(now);
        origins.touch(origin);
    }

    /** Half of what is parked for each key, the oldest of it. */
    void halve() {
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.stocks()) {
                List<PoolEntry<C>> parked = stock.parked();
                add(parked.subList(0, (parked.size() + 1) / 2), EvictReason.PRESSURE);
            }
        }
    }

    /**
     * Takes {@code count} of those that are parked from origins that come after {@code rank}, the last first, as far as they have as
     * many.
     *
     * @return from which
     */
    Set<OriginPool<C>> makeRoom(int rank, int count, List<Eviction<C>> evicted) {
        Set<OriginPool<C>> from = new LinkedHashSet<>();
        Iterator<PoolEntry<C>> parked = parkedAfter(rank).iterator();
        for (int left = count; left > 0 && parked.hasNext(); left--) {
            PoolEntry<C> entry = parked.next();
            OriginPool<C> origin = origins.holding(entry);
            evicted.add(origin.stocks().evict(entry, EvictReason.SURPLUS));
            from.add(origin);
        }
        return from;
    }

    /** Whether an origin that comes after {@code rank} holds anything. */
    boolean anyParkedAfter(int rank) {
        for (OriginPool<C> origin : origins.all()) {
            if (origin.facts().settings().rank() > rank && !origin.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private List<PoolEntry<C>> parkedAfter(int rank) {
        List<OriginPool<C>> after = new ArrayList<>(origins.all());
        after.removeIf(origin -> origin.facts().settings().rank() <= rank || origin.isEmpty());
        after.sort(Comparator.comparingInt(origin -> -origin.facts().settings().rank()));
        List<PoolEntry<C>> parked = new ArrayList<>();
        for (OriginPool<C> origin : after) {
            for (Stock<C> stock : origin.stocks()) {
                parked.addAll(stock.parked());
            }
        }
        parked.removeIf(PoolEntry::isTrial);
        return parked;
    }

    /** All that nobody has checked out is given up, and whoever holds it closes it; what is being opened has failed. */
    void letGo() {
        pending.clear();
        for (OriginPool<C> origin : origins.all()) {
            origin.stocks().letGo();
            origins.touch(origin);
        }
    }

    /** What is parked at origins that are withdrawn, and what was to be closed before. */
    List<Eviction<C>> withdrawn() {
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.facts().status().isWithdrawn() ? origin.stocks() : List.<Stock<C>>of()) {
                List<PoolEntry<C>> parked = stock.parked();
                parked.forEach(origin.stocks()::breakOffTrial);
                add(parked, EvictReason.SURPLUS);
            }
        }
        return takePending();
    }

    /** All that is parked, and what was to be closed before. */
    List<Eviction<C>> all() {
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.stocks()) {
                add(stock.parked(), EvictReason.SHUTDOWN);
            }
        }
        return takePending();
    }

    private void add(List<PoolEntry<C>> entries, EvictReason reason) {
        pending.ensureCapacity(pending.size() + entries.size());
        for (PoolEntry<C> entry : entries) {
            pending.add(evict(entry, reason));
        }
    }
}
