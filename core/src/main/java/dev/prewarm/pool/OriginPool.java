package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
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
    private final Costs costs;
    private final IdleLimit idle;
    private final Waste waste;
    private final Harm harm;
    private final Standing standing;
    private final Herald herald;
    private final Map<Key, Shelf<C>> shelves = new LinkedHashMap<>(4, 0.75f, true);
    private Shelf<C> lastAsked;
    private final Lookout<C> lookout = new Lookout<>(this);
    private final Filling<C> filling;
    private long lastTake;
    private long wakeAt;
    private boolean isRetired;

    /** @param all where its counts are added up */
    OriginPool(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.origin = origin;
        this.settings = settings;
        this.random = random;
        this.counters = new Counters(all);
        this.costs = new Costs(origin.isTls());
        this.idle = new IdleLimit(settings.idle().toNanos(), isNamed() && !settings.idleGiven() ? IdleLimit.MOST : 0);
        this.waste = new Waste(random);
        this.harm = new Harm(!isNamed());
        this.standing = new Standing(origin, settings, costs, waste, harm);
        this.herald = new Herald(origin, standing, waste);
        this.filling = new Filling<>(this, random);
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

    Costs costs() {
        return costs;
    }

    IdleLimit idle() {
        return idle;
    }

    Harm harm() {
        return harm;
    }

    Standing standing() {
        return standing;
    }

    Waste waste() {
        return waste;
    }

    Lookout<C> lookout() {
        return lookout;
    }

    Filling<C> filling() {
        return filling;
    }

    /** The key that was asked for last; null if none was yet. */
    Shelf<C> lastAsked() {
        return lastAsked;
    }

    /** When that was. */
    long lastTake() {
        return lastTake;
    }

    /** Null if it is not known (any more). */
    Shelf<C> shelf(Key key) {
        return shelves.get(key);
    }

    Iterable<Shelf<C>> shelves() {
        return shelves.values();
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
    Shelf<C> asked(Key key, long now, boolean fresh) {
        lastTake = now;
        Shelf<C> shelf = shelfOf(key);
        shelf.asked(now, fresh);
        lastAsked = shelf;
        if (standing.isWarmed(now)) {
            filling.asked(now);
        }
        return shelf;
    }

    /** The key of a request shows only now, too late for stock: it may be a client that will never come again. */
    void recognised(Key key, long now) {
        shelfOf(key).recognised(now);
    }

    /** The key of a request that can't use stock. */
    Shelf<C> unasked(Key key) {
        Shelf<C> shelf = shelves.get(key);
        return shelf == null ? new Shelf<>(key, this) : shelf;
    }

    private Shelf<C> shelfOf(Key key) {
        Shelf<C> shelf = shelves.get(key);
        if (shelf == null) {
            shelf = new Shelf<>(key, this);
            if (shelves.size() < MOST_KEYS || dropOne()) {
                shelves.put(key, shelf);
            }
        }
        return shelf;
    }

    private boolean dropOne() {
        for (Iterator<Shelf<C>> eldestFirst = shelves.values().iterator(); eldestFirst.hasNext(); ) {
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
        if (!standing.isWorthwhile()) {
            return 0;
        }
        // However much is parked just now: under load it is hardly ever all.
        int parked = lookout.parkedAt(endpoint);
        int count = Math.min(
                harm.sizeToTry(now, filling.wanted()) - parked,
                Math.min(mayOpen(now), Math.min(room, settings.max() - counters.held())));
        return harm.isMore(parked + count) ? Math.max(0, count) : 0;
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
        for (Shelf<C> shelf : shelves.values()) {
            unproven += shelf.youngerThan(now - Waste.FIRST);
        }
        return unproven;
    }

    /** They are to stand just before a request's own connection; none if there is no place to keep them. */
    List<Entry<C>> openTrials(long now, InetSocketAddress endpoint, int count) {
        Key key = new Key(origin, endpoint, null);
        Shelf<C> shelf = shelfOf(key);
        if (shelves.get(key) != shelf) {
            return List.of();
        }
        List<Entry<C>> entries = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                Entry<C> entry = shelf.openTrial(now);
                counters.beginsOpening();
                entries.add(entry);
            }
        } catch (Error e) {
            entries.forEach(this::giveUp);
            throw e;
        }
        return entries;
    }

    /** @param witness of that request; null if there is none */
    void coldConnected(long now, long nanos, Witness witness) {
        costs.coldConnected(nanos);
        filling.coldConnected(now);
        if (witness != null && witness.isUnhindered() && !isEmpty()) {
            witness.overtaken();
        }
    }

    /** An entry is open, and parked; {@link #unwanted} says whether it is to stay. */
    void opened(long now, Entry<C> entry, C connection, long connectNanos, long leadNanos) {
        // First what may fail for want of memory.
        entry.shelf().park(entry, connection, now, now + (entry.isTrial() ? Trial.HOLD : idleWithJitter()));
        counters.parked();
        harm.opened();
        if (entry.isTrial()) {
            costs.connected(connectNanos);
            harm.trialParked(now, entry.openingAt());
        } else {
            costs.openedAhead(connectNanos, leadNanos);
            harm.stands(now);
        }
    }

    /** Why a connection that has just been opened is not to stay; null if it is. */
    EvictReason unwanted(long now, Entry<C> entry) {
        if (entry.isTrial()) {
            return harm.isTrying(entry.openingAt()) ? null : EvictReason.SURPLUS;
        }
        if (!standing.isWarmed(now)) {
            return EvictReason.SURPLUS;
        }
        return harm.limit(now) == 0 ? EvictReason.HARM : null;
    }

    /** @param mayBeHarm whether it was reset or not answered, rather than refused or impossible */
    void failed(long now, Entry<C> entry, String why, boolean mayBeHarm) {
        int beside = lookout.parkedAt(entry.key().endpoint());
        boolean isNews = waste.wasted(now, entry.openingAt(), "could not connect ahead: " + why);
        if (entry.isTrial()) {
            harm.trialFailed(entry.openingAt());
        } else if (isNews && mayBeHarm && beside > 0) {
            harm.failedBeside(now, beside, why);
        }
    }

    /**
     * The peer has ended one that was parked, or said something on it.
     *
     * @param late how much later than it happened that may have been noticed
     */
    void ended(long now, long late, Entry<C> entry, EvictReason reason) {
        long age = now - entry.parkedAt();
        if (age - late <= Waste.FIRST) {
            String after = Words.millis(age) + " after it was opened ahead";
            String what = reason == EvictReason.CLOSED_BY_SERVER
                    ? "the server closed an unused connection " + after
                    : "the server sent data on an unused connection " + after;
            waste.wasted(now, entry.openingAt(), what);
        } else {
            idle.closedByServer(now, age);
        }
    }

    Eviction<C> evict(long now, Entry<C> entry, EvictReason reason) {
        // First what may fail for want of memory.
        Eviction<C> eviction = new Eviction<>(entry.connection(), entry.key(), reason);
        counters.evicted(reason);
        entry.shelf().evict(entry);
        if (reason == EvictReason.IDLE && harm.hasAcquitted()) {
            idle.reachedAlive();
        }
        return eviction;
    }

    /** Gives up all that nobody has checked out; what is being opened has failed. */
    void letGo() {
        for (Shelf<C> shelf : shelves.values()) {
            for (Entry<C> entry : shelf.parked()) {
                counters.evicted(EvictReason.PRESSURE);
                shelf.evict(entry);
            }
            for (Entry<C> entry : shelf.opening()) {
                giveUp(entry);
            }
        }
    }

    /** It will not be opened, and that is nobody's doing but ours. */
    void giveUp(Entry<C> entry) {
        counters.failedToOpen();
        entry.shelf().failed(entry);
        if (entry.isTrial()) {
            harm.trialFailed(entry.openingAt());
        }
    }

    /** Whatever must not stay. */
    void tidy(long now, Step<C> step) {
        wakeAt = Long.MAX_VALUE;
        if (waste.isInARow()) {
            awaitOneThatStands(now);
        }
        boolean harmful = harm.takeOverdue(now) | harm.takeConviction();
        for (Shelf<C> shelf : shelves.values()) {
            EvictReason whole = wholeShelf(shelf, now, harmful);
            for (Entry<C> entry : shelf.parked()) {
                EvictReason reason = reasonToGo(entry, whole, now);
                if (reason != null) {
                    step.evict().add(evict(now, entry, reason));
                }
            }
        }
        wake(harm.nextAt());
        Change news = herald.news(now);
        if (news != null) {
            step.changes().add(news);
        }
        wake(herald.nextAt());
    }

    private void awaitOneThatStands(long now) {
        for (Shelf<C> shelf : shelves.values()) {
            for (Entry<C> entry : shelf.parked()) {
                long stands = entry.parkedAt() + Waste.FIRST;
                if (stands > now) {
                    wake(stands);
                } else if (stands > waste.last()) {
                    waste.succeeded();
                }
            }
        }
    }

    private EvictReason reasonToGo(Entry<C> entry, EvictReason whole, long now) {
        if (entry.isTrial() && whole != EvictReason.HARM) {
            return harm.isTrying(entry.openingAt()) ? null : EvictReason.SURPLUS;
        }
        if (whole != null) {
            return whole;
        }
        return entry.expiresAt() <= now ? EvictReason.IDLE : null;
    }

    private EvictReason wholeShelf(Shelf<C> shelf, long now, boolean harmful) {
        if (harmful) {
            return EvictReason.HARM;
        }
        if (!standing.isWarmed(now) || shelf.isUseless()) {
            return EvictReason.SURPLUS;
        }
        return isAddressGone(shelf, now) ? EvictReason.ADDRESS_GONE : null;
    }

    /** Its address was not asked for during one idle limit while others of the origin were. */
    boolean isAddressGone(Shelf<C> shelf, long now) {
        return shelf != lastAsked
                && !shelf.wasAskedWithin(now, idle.nanos())
                && now - lastTake <= idle.nanos()
                && lastAsked != null
                && !lastAsked.key().endpoint().equals(shelf.key().endpoint());
    }

    /** Forgets keys that nobody asks for any more. */
    void forget(long now) {
        long after = Math.max(settings.keepWarm().toNanos(), Demand.HORIZON);
        shelves.values().removeIf(shelf -> shelf.held() == 0 && (shelf.isGone() || !shelf.wasAskedWithin(now, after)));
        if (!standing.tcpOnly().isEmpty() && shelves.keySet().stream().allMatch(key -> key.recipe() != null)) {
            standing.warmsAll();
        }
    }

    void wake(long at) {
        wakeAt = Math.min(wakeAt, at);
    }

    /** When to look at it again at the latest; {@link Long#MAX_VALUE}: not before something happens. */
    long nextAt() {
        for (Shelf<C> shelf : shelves.values()) {
            wake(shelf.nextExpiry());
        }
        return wakeAt;
    }

    Reading read(long now) {
        double rate = 0;
        for (Shelf<C> shelf : shelves.values()) {
            rate += shelf.rate(now);
        }
        Learnt learnt = new Learnt(rate, idle.nanos(), idle.differs(), costs.lead(), Math.max(0, costs.coldMedian()));
        return new Reading(
                origin.toString(),
                standing.state(now).label(),
                standing.reason(now),
                filling.target(),
                learnt,
                counters);
    }
}
