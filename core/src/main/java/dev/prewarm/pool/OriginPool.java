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
    private static final long FIRST_FILLING = TimeUnit.SECONDS.toNanos(1);
    private static final double JITTER = 0.1;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Of a learnt idle limit, the part within which a request that must not be repeated may be risked. */
    private static final int FRESH_PART = 4;

    /** A key that was not asked for during this time, while another one was, gives way to it. */
    private static final long SUPERSEDED = TimeUnit.SECONDS.toNanos(1);

    /** So much earlier than a connection grows too old its successor is opened, in lead times. */
    private static final double AHEAD = 1.2;

    /** Demand during one idle limit from which on a successor is opened ahead. */
    private static final double STEADY = 3;

    private final Origin origin;
    private final OriginSettings settings;
    private final Random random;
    private final Counters counters;
    private final Costs costs;
    private final IdleLimit idle;
    private final Backoff backoff;
    private final Harm harm;
    private final Standing standing;
    private final Herald herald;
    private final Map<Key, Shelf<C>> shelves = new LinkedHashMap<>(4, 0.75f, true);
    private Shelf<C> lastAsked;
    private long asked;
    private long firstAsked = Long.MIN_VALUE;
    private long firstFilledBy;
    private long lastTake;
    private List<Shelf<C>> aims = List.of();
    private int[] targets = {};
    private int target;
    private long wakeAt;

    /** @param all where its counts are added up */
    OriginPool(Origin origin, OriginSettings settings, Random random, Counters all) {
        this.origin = origin;
        this.settings = settings;
        this.random = random;
        this.counters = new Counters(all);
        this.costs = new Costs(origin.isTls());
        this.idle = new IdleLimit(settings.idle().toNanos(), isNamed() && !settings.idleGiven() ? IdleLimit.MOST : 0);
        this.backoff = new Backoff(random);
        this.harm = new Harm(!isNamed());
        this.standing = new Standing(origin, settings, costs, backoff, harm);
        this.herald = new Herald(origin, standing);
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

    private boolean isNamed() {
        return settings.mode() == Mode.NAMED;
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
        asked++;
        lastTake = now;
        Shelf<C> shelf = shelfOf(key);
        shelf.asked(now, fresh);
        lastAsked = shelf;
        if (firstAsked == Long.MIN_VALUE && standing.isWarmed(now)) {
            firstAsked = asked;
            firstFilledBy = now + (long) (random.nextDouble() * FIRST_FILLING);
        }
        return shelf;
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

    /** Whether a take that could have a warm connection should go cold on purpose. */
    boolean isCanaryDue(long now, Shelf<C> shelf) {
        int parked = parkedAt(shelf.key().endpoint());
        return shelf.hasFit(now) && harm.isCanaryDue(now, parked, dwell(now, shelf, parked));
    }

    /** A silent connection that is to stand just before a request's own. */
    Entry<C> openTrial(long now, InetSocketAddress endpoint) {
        Entry<C> entry = shelfOf(new Key(origin, endpoint, null)).openTrial(now);
        counters.beginsOpening();
        return entry;
    }

    /** What can be seen by the request that set out beside it. */
    Witness tried(long now) {
        return harm.tried(now, now + settings.connectTimeout().toNanos());
    }

    /** What can be seen by a request that goes cold; null if nothing can. */
    Witness cold(long now, Shelf<C> shelf) {
        InetSocketAddress endpoint = shelf.key().endpoint();
        int parked = parkedAt(endpoint);
        if (parked > 0) {
            return harm.stranger(now, parked, dwell(now, shelf, parked));
        }
        return isOpeningAt(endpoint) ? null : Witness.unhindered(now, 0);
    }

    /** The same, of one that was just given this connection. */
    Witness hit(long now, Entry<C> given) {
        InetSocketAddress endpoint = given.key().endpoint();
        int older = 0;
        for (Shelf<C> shelf : shelves.values()) {
            if (shelf.key().endpoint().equals(endpoint)) {
                older += shelf.olderThan(given.parkedAt());
            }
        }
        return older == 0
                ? Witness.unhindered(now, costs.cold(given.key()))
                : harm.stranger(now, older, dwell(now, given.shelf(), older));
    }

    private int parkedAt(InetSocketAddress endpoint) {
        int parked = 0;
        for (Shelf<C> shelf : shelves.values()) {
            parked += shelf.key().endpoint().equals(endpoint) ? shelf.warm() : 0;
        }
        return parked;
    }

    private boolean isOpeningAt(InetSocketAddress endpoint) {
        for (Shelf<C> shelf : shelves.values()) {
            if (shelf.held() > 0 && shelf.key().endpoint().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }

    /** Seconds that a connection stays parked, about. */
    private double dwell(long now, Shelf<C> shelf, int parked) {
        double rate = shelf.rate(now);
        double limit = idle.nanos() / SECOND;
        return rate == 0 ? limit : Math.min(limit, parked / rate);
    }

    void coldConnected(long nanos) {
        costs.coldConnected(nanos);
        backoff.succeeded();
    }

    /** An entry is open, and parked; {@link #unwanted} says whether it is to stay. */
    void opened(long now, Entry<C> entry, C connection, long connectNanos, long leadNanos) {
        counters.parked();
        backoff.succeeded();
        if (entry.isTrial()) {
            costs.connected(connectNanos);
            entry.shelf().park(entry, connection, now, now + Trial.HOLD);
            if (harm.isTrying()) {
                harm.trialParked(now);
            }
        } else {
            costs.openedAhead(connectNanos, leadNanos);
            entry.shelf().park(entry, connection, now, now + idleWithJitter());
            harm.stands(now);
        }
    }

    /** Why a connection that has just been opened is not to stay; null if it is. */
    EvictReason unwanted(long now, Entry<C> entry) {
        if (entry.isTrial()) {
            return harm.isTrying() ? null : EvictReason.SURPLUS;
        }
        if (!standing.isWarmed(now)) {
            return EvictReason.SURPLUS;
        }
        return harm.limit(now) == 0 ? EvictReason.HARM : null;
    }

    /** @param mayBeHarm whether it was reset or not answered, rather than refused or impossible */
    void failed(long now, Entry<C> entry, String why, boolean mayBeHarm) {
        if (mayBeHarm && !entry.isTrial()) {
            harm.failedBeside(now, parkedAt(entry.key().endpoint()), why);
        }
        standing.failed(why);
        backoff.failed(now, entry.openingAt());
    }

    Eviction<C> evict(long now, Entry<C> entry, EvictReason reason) {
        counters.evicted(reason);
        entry.shelf().evict(entry);
        if (reason == EvictReason.CLOSED_BY_SERVER || reason == EvictReason.UNEXPECTED_DATA) {
            idle.closedByServer(now, now - entry.parkedAt());
        } else if (reason == EvictReason.IDLE && harm.hasAcquitted()) {
            idle.reachedAlive();
        }
        return new Eviction<>(entry.connection(), entry.key(), reason);
    }

    /** Whatever must not stay. */
    void tidy(long now, Step<C> step) {
        wakeAt = Long.MAX_VALUE;
        boolean harmful = harm.isOverdue(now) | harm.takeConviction();
        for (Shelf<C> shelf : shelves.values()) {
            EvictReason whole = wholeShelf(shelf, now, harmful);
            for (Entry<C> entry : whole == null ? shelf.due(now) : shelf.parked()) {
                boolean heldOnTrial = entry.isTrial() && harm.isTrying();
                if (whole == null || whole == EvictReason.HARM || !heldOnTrial) {
                    step.evict().add(evict(now, entry, whole == null ? EvictReason.IDLE : whole));
                }
            }
        }
        wake(harm.nextAt());
        Change news = herald.news(now);
        if (news != null) {
            step.changes().add(news);
        }
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

    private int cap(long now) {
        return Math.min(settings.max(), harm.limit(now));
    }

    /** Decides how many there should be; answers by how many more than before. */
    int aim(long now) {
        int before = target;
        aims = mostRecentFirst();
        targets = targets(now, aims);
        return target - before;
    }

    /** How many each of its keys should hold, all together no more than the cap. */
    private int[] targets(long now, List<Shelf<C>> order) {
        int cap = cap(now);
        int[] targets = new int[order.size()];
        int sum = 0;
        for (int i = 0; i < targets.length; i++) {
            targets[i] = target(order.get(i), now, cap);
            sum += targets[i];
        }
        target = Math.min(sum, cap);
        return sum > cap ? Shares.of(targets, cap) : targets;
    }

    private int target(Shelf<C> shelf, long now, int cap) {
        if (cap == 0 || !standing.isWarmed(now) || !shelf.earnsStock() || isAddressGone(shelf, now)) {
            return 0;
        }
        int wanted =
                shelf.target(now, costs.lead(), idle.nanos(), cap) + shelf.youngTarget(now, costs.lead(), fresh(), cap);
        return Math.min(cap, Math.max(wanted, kept(shelf, now)));
    }

    /** What is kept of the key asked for last however seldom that is. */
    private int kept(Shelf<C> shelf, long now) {
        long keptFor = isNamed() ? settings.keepWarm().toNanos() : idle.nanos();
        boolean isKept = shelf == lastAsked && now - lastTake <= keptFor && shelf.wasAskedForAnyWithin(now, keptFor);
        return isKept ? isNamed() ? settings.min() : 1 : 0;
    }

    /** How many there should be, as it was decided last. */
    int target() {
        return target;
    }

    /** Its address was not asked for during one idle limit while others of the origin were. */
    private boolean isAddressGone(Shelf<C> shelf, long now) {
        return shelf != lastAsked
                && !shelf.wasAskedWithin(now, idle.nanos())
                && now - lastTake <= idle.nanos()
                && lastAsked != null
                && !lastAsked.key().endpoint().equals(shelf.key().endpoint());
    }

    /**
     * Decides what to open, of what {@link #aim} has decided just before.
     *
     * @param room for all its keys together
     * @return whether more would be opened if there were more room
     */
    boolean fill(long now, int room, Step<C> step) {
        if (target == 0) {
            return false;
        }
        if (backoff.isActive(now)) {
            wake(backoff.until());
            return false;
        }
        int left = Math.min(room, cap(now) - counters.held());
        if (now < firstFilledBy) {
            // JVMs that restart together: each opens no more than one ahead for each request it makes itself.
            left = (int) Math.min(left, asked - firstAsked + 1 - counters.opened());
            wake(firstFilledBy);
        }
        boolean lacks = false;
        for (int i = 0; i < targets.length; i++) {
            Shelf<C> shelf = aims.get(i);
            int missing = missing(shelf, targets[i], now);
            int paced = Math.min(missing, shelf.pace(now, costs.lead()));
            if (paced > left && paced > 0) {
                left += makeRoom(shelf, paced - left, now, step);
            }
            for (int n = Math.min(paced, left); n > 0; n--) {
                step.open().add(shelf.open(now));
                counters.beginsOpening();
                left--;
            }
            lacks |= paced > 0 && left <= 0;
            if (paced < missing) {
                wake(shelf.nextPace(costs.lead()));
            }
        }
        return lacks;
    }

    private int missing(Shelf<C> shelf, int target, long now) {
        if (target == 0) {
            return 0;
        }
        int lasting = shelf.held();
        long lookAhead = (long) (AHEAD * costs.lead());
        if (shelf.rate(now) * idle.nanos() >= STEADY * SECOND) {
            lasting -= shelf.expiringBy(now + lookAhead);
            long next = shelf.nextExpiry();
            if (next != Long.MAX_VALUE) {
                wake(Math.max(now + lookAhead / 8, next - lookAhead));
            }
        }
        return Math.max(0, Math.max(target - lasting, missingYoung(shelf, target, now)));
    }

    private int missingYoung(Shelf<C> shelf, int target, long now) {
        int wanted = Math.min(target, shelf.youngTarget(now, costs.lead(), fresh(), target));
        if (wanted == 0) {
            return 0;
        }
        int young = shelf.youngerThan(now - fresh());
        long nextTooOld = young >= wanted ? shelf.parkedAtOf(wanted) : Long.MAX_VALUE;
        if (nextTooOld != Long.MAX_VALUE) {
            wake(nextTooOld + fresh());
        }
        return wanted - young;
    }

    /**
     * Takes back what stands idle under keys that were asked for before this one's demand, and no more since: a recipe
     * that a client uses only once must not keep the cap from the one that it uses from then on.
     */
    private int makeRoom(Shelf<C> wanting, int wanted, long now, Step<C> step) {
        int made = 0;
        for (Shelf<C> other : shelves.values()) {
            if (other.warm() > 0 && wanting.lastAsked() - other.lastAsked() > SUPERSEDED) {
                List<Entry<C>> parked = other.parked();
                for (Entry<C> entry : parked.subList(0, Math.min(wanted - made, parked.size()))) {
                    step.evict().add(evict(now, entry, EvictReason.SURPLUS));
                    made++;
                }
            }
        }
        return made;
    }

    private List<Shelf<C>> mostRecentFirst() {
        List<Shelf<C>> order = new ArrayList<>(shelves.values());
        if (order.size() > 1) {
            order.sort((a, b) -> Long.compare(b.lastAsked(), a.lastAsked()));
        }
        return order;
    }

    /** Forgets keys that nobody asks for any more. */
    void forget(long now) {
        long after = Math.max(settings.keepWarm().toNanos(), Demand.HORIZON);
        shelves.values().removeIf(shelf -> shelf.held() == 0 && (shelf.isGone() || !shelf.wasAskedWithin(now, after)));
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
        targets(now, mostRecentFirst());
        double rate = 0;
        for (Shelf<C> shelf : shelves.values()) {
            rate += shelf.rate(now);
        }
        Learnt learnt = new Learnt(rate, idle.nanos(), idle.differs(), costs.lead(), Math.max(0, costs.coldMedian()));
        return new Reading(
                origin.toString(), standing.state(now).label(), standing.reason(now), target, learnt, counters);
    }
}
