package dev.prewarm.pool;

import dev.prewarm.config.NonIdempotent;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Entry.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * All warm connections of this JVM, and every decision about them. See the package for time and threads.
 *
 * @param <C> a connection, of which nothing is known here
 */
public final class Pool<C> {
    private static final int MOST_ORIGINS = 1000;

    /** A connection that dies this long after it was parked, or sooner, says nothing about its siblings. */
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(1);

    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Of a learnt idle limit, the part within which a request that must not be repeated may be risked. */
    private static final int FRESH_PART = 4;

    private static final long PRESSURE_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final int maxTotal;
    private final Function<Origin, OriginSettings> settings;
    private final Random random;
    private final Map<Origin, OriginPool<C>> origins = new LinkedHashMap<>(16, 0.75f, true);
    private final Counters retired = new Counters();
    private final TimeJump jump = new TimeJump();

    /** Already out of the pool, to be closed at the next step. */
    private final List<Eviction<C>> pending = new ArrayList<>(0);

    private long pressedUntil = Long.MIN_VALUE;
    private boolean closed;
    private long generation;

    /** @param maxTotal cap of warm + opening over all origins */
    public Pool(int maxTotal, Function<Origin, OriginSettings> settings, Random random) {
        this.maxTotal = maxTotal;
        this.settings = settings;
        this.random = random;
    }

    private OriginPool<C> origin(Origin id) {
        OriginPool<C> origin = origins.get(id);
        if (origin == null) {
            if (origins.size() >= MOST_ORIGINS) {
                retireOne();
            }
            origin = new OriginPool<>(id, settings.apply(id), random);
            origins.put(id, origin);
            generation++;
        }
        return origin;
    }

    private void retireOne() {
        for (Iterator<OriginPool<C>> eldestFirst = origins.values().iterator(); eldestFirst.hasNext(); ) {
            OriginPool<C> eldest = eldestFirst.next();
            if (eldest.isEmpty()) {
                retired.add(eldest.counters());
                eldestFirst.remove();
                generation++;
                return;
            }
        }
    }

    /**
     * A client wants a connection. Null: it goes cold, and all there is to count has been counted. Else the take is ended
     * by {@link #hit} or {@link #miss}.
     *
     * @param wallNanos the time of day
     * @param idempotent whether the request may be sent twice by its client's own rule
     */
    public Take<C> take(long now, long wallNanos, Key key, boolean idempotent) {
        if (jump.noticed(now, wallNanos)) {
            flushAll(now);
        }
        OriginPool<C> origin = origin(key.origin());
        if (closed || !origin.isWarmed()) {
            return null;
        }
        NonIdempotent risk = idempotent ? NonIdempotent.WARM : origin.settings().nonIdempotent();
        if (risk == NonIdempotent.COLD) {
            // What can't use stock must not ask for it either.
            origin.counters().misses++;
            return null;
        }
        Shelf<C> shelf = origin.asked(key, now);
        return candidate(now, shelf, now, risk == NonIdempotent.FRESH, null);
    }

    private Take<C> candidate(long now, Shelf<C> shelf, long startedAt, boolean youngestOnly, Entry<C> previous) {
        Entry<C> entry;
        if (youngestOnly) {
            IdleLimit idle = shelf.origin().idle();
            long age = idle.isLearnt() ? Math.min(FRESH, idle.learnt() / FRESH_PART) : FRESH;
            entry = shelf.checkOutYoungest(now, age, previous);
        } else {
            entry = shelf.checkOutOldest(now, previous);
        }
        return new Take<>(shelf, startedAt, entry, youngestOnly);
    }

    /** The candidate passed its last look and is the client's now. */
    public void hit(long now, Take<C> take) {
        Shelf<C> shelf = take.shelf();
        OriginPool<C> origin = shelf.origin();
        Counters counters = origin.counters();
        shelf.hit(take.candidate());
        counters.warm--;
        counters.hits++;
        if (shelf.key().recipe() == null && origin.origin().isTls()) {
            counters.hitsTcp++;
        }
        counters.savedNanos += Math.max(0, origin.coldCost(shelf.key()) - (now - take.startedAt()));
    }

    /** There was no candidate (any more): the client opens its own. */
    public void miss(Take<C> take) {
        take.shelf().origin().counters().misses++;
    }

    /** A client opens its own: what it wanted was not known in time for a take. */
    public void missed(long now, Key key) {
        OriginPool<C> origin = origin(key.origin());
        if (!closed && origin.isWarmed()) {
            origin.asked(key, now);
            origin.counters().misses++;
        }
    }

    /** The candidate was evicted, or put back because it was in mid-record: the next one, under the same take; none twice. */
    public Take<C> next(long now, Take<C> take) {
        return candidate(now, take.shelf(), take.startedAt(), take.youngestOnly(), take.candidate());
    }

    /** An answer to a request over a connection of {@code origin} came; true if that changes what is to be done. */
    public boolean answered(Origin origin, boolean closes) {
        return origin(origin).answered(closes);
    }

    /** The client itself finished and verified a connection by this key's recipe; true if that is news. */
    public boolean verified(Key key) {
        return origin(key.origin()).verified(key);
    }

    /** The client's own connection was ready, handshake included, this long after it began to connect. */
    public void coldConnected(Origin origin, long nanos) {
        origin(origin).coldConnected(nanos);
    }

    /** A warm connection that was handed over died without a response byte. */
    public void died(long now, Key key, long sinceHit, long ageAtHit) {
        OriginPool<C> origin = origin(key.origin());
        origin.counters().staleHits++;
        Shelf<C> shelf = origin.shelf(key);
        if (shelf == null) {
            return;
        }
        boolean atOnce = sinceHit <= 2 * origin.roundTrip() && ageAtHit > YOUNG;
        if (shelf.diedAgain(now, origin.idle().nanos()) || atOnce) {
            flush(now, shelf);
        }
    }

    private void flushAll(long now) {
        for (OriginPool<C> origin : origins.values()) {
            for (Shelf<C> shelf : origin.shelves()) {
                flush(now, shelf);
            }
        }
    }

    private void flush(long now, Shelf<C> shelf) {
        for (Entry<C> entry : shelf.parked()) {
            pending.add(evict(now, entry, EvictReason.FLUSHED));
        }
        shelf.expire(now);
    }

    /**
     * An entry of {@link Step#open()} is open and is parked now.
     *
     * @param connectNanos the TCP connect, of {@code leadNanos} in all
     * @return null, or what to do with it instead: the pool is closed, or wants it no more
     */
    public Eviction<C> opened(long now, Entry<C> entry, C connection, long connectNanos, long leadNanos) {
        OriginPool<C> origin = entry.shelf().origin();
        origin.opened(connectNanos, leadNanos);
        origin.counters().opening--;
        origin.counters().warm++;
        entry.shelf().park(entry, connection, now, now + origin.idleWithJitter());
        if (closed) {
            return evict(now, entry, EvictReason.SHUTDOWN);
        }
        return origin.isWarmed() ? null : evict(now, entry, EvictReason.SURPLUS);
    }

    /** An entry of {@link Step#open()} could not be opened. */
    public void failed(long now, Entry<C> entry, String why) {
        OriginPool<C> origin = entry.shelf().origin();
        entry.shelf().failed(entry);
        origin.counters().opening--;
        origin.counters().failed++;
        if (!closed) {
            origin.failed(now, entry.openingAt(), why);
        }
    }

    /**
     * An entry of {@link Step#open()} was opened, and what came out can't be given to a client: the server chose another
     * protocol, or was shown a client certificate. Its key holds no stock from now on.
     */
    public void unusable(Entry<C> entry) {
        OriginPool<C> origin = entry.shelf().origin();
        entry.shelf().failed(entry);
        entry.shelf().bar();
        origin.counters().opening--;
        origin.counters().failed++;
    }

    /** Whether a connection to the entry's origin was ever opened ahead. */
    public boolean hasReached(Entry<C> entry) {
        return entry.shelf().origin().hasOpened();
    }

    /** Descriptors or ports ran out: nothing is opened for a while, and half of everything is closed at the next step. */
    public void pressed(long now) {
        if (now < pressedUntil) {
            return;
        }
        pressedUntil = now + PRESSURE_PAUSE;
        for (OriginPool<C> origin : origins.values()) {
            for (Shelf<C> shelf : origin.shelves()) {
                List<Entry<C>> parked = shelf.parked();
                for (Entry<C> entry : parked.subList(0, (parked.size() + 1) / 2)) {
                    pending.add(evict(now, entry, EvictReason.PRESSURE));
                }
            }
        }
    }

    /** For whoever watches a parked connection: false if a taker has it, or it is gone. */
    public boolean checkOut(Entry<C> entry) {
        if (!entry.is(State.PARKED)) {
            return false;
        }
        entry.become(State.BUSY);
        return true;
    }

    /** It is sound: back to where it was; or null if the pool has been closed meanwhile, and it is to be closed. */
    public Eviction<C> putBack(long now, Entry<C> entry) {
        if (closed) {
            return evict(now, entry, EvictReason.SHUTDOWN);
        }
        entry.become(State.PARKED);
        return null;
    }

    /** Takes a parked or checked-out connection out of the pool. */
    public Eviction<C> evict(long now, Entry<C> entry, EvictReason reason) {
        return entry.shelf().origin().evict(now, entry, reason);
    }

    /**
     * What is to be done now.
     *
     * @param wallNanos the time of day, to notice when it and {@code now} part
     */
    public Step<C> step(long now, long wallNanos) {
        Step<C> step = new Step<>();
        if (jump.noticed(now, wallNanos)) {
            flushAll(now);
        }
        step.evict().addAll(pending);
        pending.clear();
        int held = 0;
        for (OriginPool<C> origin : origins.values()) {
            origin.tell(step);
            if (!origin.isEmpty()) {
                evictFrom(origin, now, jump.overslept(now, origin.idle().nanos()), step);
                held += origin.counters().warm + origin.counters().opening;
            }
        }
        if (!closed && now >= pressedUntil) {
            for (OriginPool<C> origin : mostRecentFirst()) {
                held += origin.fill(now, maxTotal - held, step);
                origin.forget(now);
            }
        } else if (!closed) {
            step.wake(pressedUntil);
        }
        for (OriginPool<C> origin : origins.values()) {
            for (Shelf<C> shelf : origin.shelves()) {
                step.wake(shelf.nextExpiry());
            }
        }
        jump.plan(now, step.nextAt());
        return step;
    }

    private List<OriginPool<C>> mostRecentFirst() {
        List<OriginPool<C>> order = new ArrayList<>(origins.values());
        Collections.reverse(order);
        return order;
    }

    private void evictFrom(OriginPool<C> origin, long now, boolean all, Step<C> step) {
        for (Shelf<C> shelf : origin.shelves()) {
            EvictReason whole = wholeShelf(origin, shelf, now, all);
            for (Entry<C> entry : whole == null ? shelf.due(now) : shelf.parked()) {
                step.evict().add(evict(now, entry, whole == null ? EvictReason.IDLE : whole));
            }
        }
    }

    private EvictReason wholeShelf(OriginPool<C> origin, Shelf<C> shelf, long now, boolean all) {
        if (all) {
            return EvictReason.FLUSHED;
        }
        if (!origin.isWarmed() || shelf.isUseless()) {
            return EvictReason.SURPLUS;
        }
        return origin.isAddressGone(shelf, now) ? EvictReason.ADDRESS_GONE : null;
    }

    /** From now on every take goes cold; answers all that is parked. */
    public List<Eviction<C>> close(long now) {
        closed = true;
        List<Eviction<C>> evictions = new ArrayList<>(pending);
        pending.clear();
        for (OriginPool<C> origin : origins.values()) {
            for (Shelf<C> shelf : origin.shelves()) {
                for (Entry<C> entry : shelf.parked()) {
                    evictions.add(evict(now, entry, EvictReason.SHUTDOWN));
                }
            }
        }
        return evictions;
    }

    /** All origins together. */
    public Reading read(long now) {
        Counters all = new Counters();
        all.add(retired);
        int target = 0;
        for (OriginPool<C> origin : origins.values()) {
            all.add(origin.counters());
            target += origin.target(now);
        }
        String state = closed ? "closed" : now < pressedUntil ? "pressed" : "open";
        String reason = closed
                ? "the JVM shuts down"
                : now < pressedUntil ? "out of descriptors or ports: nothing is opened for now" : "";
        return new Reading("all", state, reason, Math.min(maxTotal, target), 0, 0, all);
    }

    public Reading read(long now, Origin origin) {
        OriginPool<C> known = origins.get(origin);
        return known == null ? null : known.read(now);
    }

    /** Grows whenever {@link #origins} changes. */
    public long generation() {
        return generation;
    }

    /** Those that are known, however they are treated. */
    public List<Origin> origins() {
        return new ArrayList<>(origins.keySet());
    }
}
