package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.StateChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A pool which keeps books of its own, and compares them with the pool's after every call. */
final class CheckedPool {
    private final VirtualTime time;
    private final int maxTotal;
    private final Function<Origin, OriginSettings> settings;
    private final Pool<SimConnection> pool;
    private final SimEvents events;

    private final Map<Origin, SimBooks> books = new LinkedHashMap<>();
    private final Map<Origin, SimCaution> cautions = new LinkedHashMap<>();
    private final Map<Origin, SimWaste> wastes = new LinkedHashMap<>();
    private final Map<Origin, OriginPool<SimConnection>> seenInTakes = new LinkedHashMap<>();
    private final SimBooks all = SimBooks.ofAll();
    private final Set<PoolEntry<SimConnection>> opening = new LinkedHashSet<>();
    private final Set<SimConnection> held = new LinkedHashSet<>();
    private final Set<PoolEntry<SimConnection>> checkedOut = new HashSet<>();
    private final Set<SimConnection> distrusted = new HashSet<>();
    private int convictions;
    private int said;

    /** Told of each that goes unused. */
    Consumer<Eviction<SimConnection>> whenLeft = eviction -> {};

    private boolean closed;

    CheckedPool(
            VirtualTime time,
            int maxTotal,
            Function<Origin, OriginSettings> settings,
            Random random,
            SimEvents events) {
        this.time = time;
        this.maxTotal = maxTotal;
        this.settings = settings;
        this.pool = new Pool<>(maxTotal, settings, random);
        this.events = events;
    }

    Take<SimConnection> take(Key key, boolean idempotent) {
        waste(key.origin()).requested(time.now());
        Take<SimConnection> take = pool.take(time.now(), time.wall(), key, idempotent);
        require(!closed || take == null, "a take after close", key);
        if (take != null) {
            seenInTakes.put(key.origin(), take.origin());
            take.trials().forEach(entry -> begins(entry, true));
            checkCandidate(take, key);
            if (idempotent && take.candidate() != null && mayGoCold(take)) {
                caution(key.origin()).hits(time.now() - time.stalled(), parkedAt(key));
            }
            checkTrusted(take.candidate());
        } else {
            events.leavesAlone(time.now(), key);
        }
        check(key.origin());
        return take;
    }

    /**
     * Where nothing keeps it from that: beside what a limit allows, or more than was seen to stand, it might be refused, and what is
     * used up is soon gone.
     */
    private boolean mayGoCold(Take<SimConnection> take) {
        OriginFacts facts = take.origin().facts();
        Endpoint endpoint = facts.endpoint(take.stock().key().endpoint());
        Growth growth = endpoint.growth();
        return growth.isProven(time.now())
                && !growth.isLimited(time.now())
                && (growth.seenTogether(time.now()) >= Observer.MANY
                        || endpoint.open(time.now()) < growth.seenTogether(time.now()))
                && !facts.guard().evidence().isProbation()
                && !facts.guard().evidence().isOff();
    }

    Take<SimConnection> next(Take<SimConnection> take) {
        Take<SimConnection> next = pool.next(time.now(), take);
        checkCandidate(next, take.stock().key());
        check(take.stock().key().origin());
        return next;
    }

    private void checkCandidate(Take<SimConnection> take, Key key) {
        PoolEntry<SimConnection> entry = take.candidate();
        if (entry == null) {
            return;
        }
        SimConnection connection = entry.connection();
        events.offers(time.now(), entry);
        require(checkedOut.add(entry), "checked out twice", connection);
        require(entry.key().equals(key), "of another key", connection);
        require(held.contains(connection), "handed out or evicted before", connection);
        require(entry.expiresAt() > time.now(), "after its limit", connection);
        require(!entry.isTrial(), "of a trial", connection);
    }

    /** Not for the next one of a take that began before the jump: it is the first step or take that notices. */
    private void checkTrusted(PoolEntry<SimConnection> entry) {
        require(entry == null || !distrusted.contains(entry.connection()), "should have been flushed", entry);
    }

    ObservedRequest hit(Take<SimConnection> take) {
        SimConnection connection = take.candidate().connection();
        require(held.remove(connection), "handed out before", connection);
        checkedOut.remove(take.candidate());
        ObservedRequest observed = pool.hit(time.now(), take);
        events.handsOut(time.now(), take.candidate());
        Key key = take.stock().key();
        caution(key.origin()).gives(time.now() - time.stalled(), observed, heldAt(key));
        of(key.origin()).hit();
        check(key.origin());
        return observed;
    }

    ObservedRequest miss(Take<SimConnection> take) {
        ObservedRequest observed = pool.miss(time.now(), take);
        take.yields().forEach(this::left);
        take.withdrawn().forEach(this::withdrawn);
        Key key = take.stock().key();
        events.goesCold(time.now(), key, take.kind());
        caution(key.origin())
                .sets(
                        time.now() - time.stalled(),
                        observed,
                        heldAt(key),
                        !take.trials().isEmpty());
        if (take.kind() == Take.Kind.CANARY) {
            of(key.origin()).canary();
        } else if (take.kind() != Take.Kind.UNCOUNTED) {
            of(key.origin()).missed(1);
        }
        check(key.origin());
        return observed;
    }

    /** A client goes cold before it is known by which recipe. */
    ObservedRequest cold(Key key) {
        ObservedRequest observed = pool.cold(time.now(), key);
        caution(key.origin()).sets(time.now() - time.stalled(), observed, heldAt(key), false);
        check(key.origin());
        return observed;
    }

    /** Now it is known. */
    void missed(Key key) {
        Snapshot before = pool.read(time.now(), key.origin());
        waste(key.origin()).requested(time.now());
        pool.missed(time.now(), key);
        long counted = pool.read(time.now(), key.origin()).misses() - (before == null ? 0 : before.misses());
        require(counted == 0 || counted == 1, "one miss", key);
        of(key.origin()).missed(counted);
        events.missed(time.now(), key, counted == 1);
        check(key.origin());
    }

    private int heldAt(Key key) {
        int held = parkedAt(key);
        for (PoolEntry<SimConnection> entry : opening) {
            held += isAtSame(entry.key(), key) ? 1 : 0;
        }
        return held;
    }

    private static boolean isAtSame(Key one, Key other) {
        return one.origin().equals(other.origin()) && one.endpoint().equals(other.endpoint());
    }

    /** Without those that are evicted and have not been seen in a step yet. */
    private int parkedAt(Key key) {
        int parked = 0;
        for (SimConnection connection : held) {
            boolean stands = !connection.entry.is(PoolEntry.State.GONE);
            parked += stands && isAtSame(connection.entry.key(), key) ? 1 : 0;
        }
        return parked;
    }

    boolean checkOut(PoolEntry<SimConnection> entry) {
        boolean mine = pool.checkOut(entry);
        if (mine) {
            require(checkedOut.add(entry), "checked out twice", entry.connection());
            require(held.contains(entry.connection()), "handed out or evicted before", entry.connection());
        }
        check(entry.key().origin());
        return mine;
    }

    void putBack(PoolEntry<SimConnection> entry) {
        checkedOut.remove(entry);
        left(pool.putBack(time.now(), entry));
        check(entry.key().origin());
    }

    /** Its server has ended it, or said something. */
    void evict(PoolEntry<SimConnection> entry, EvictReason reason) {
        checkedOut.remove(entry);
        if (time.now() - entry.parkedAt() < SECONDS.toNanos(1)) {
            waste(entry.key().origin()).wasted(time.now());
        }
        left(pool.evict(time.now(), entry, reason));
        check(entry.key().origin());
    }

    Step<SimConnection> step() {
        Step<SimConnection> step = pool.step(time.now(), time.wall());
        for (Eviction<SimConnection> eviction : step.evict()) {
            left(eviction);
        }
        for (StateChange change : step.changes()) {
            events.changes(time.now(), change);
            said += change.isMinor() ? 0 : 1;
            if (change.isAlarming()) {
                convictions++;
                caution(change.origin()).convicted();
            }
        }
        for (PoolEntry<SimConnection> entry : step.open()) {
            begins(entry, false);
            OriginState state =
                    seenInTakes.get(entry.key().origin()).facts().status().state(time.now());
            boolean isProof = isProof(entry.key()) && (state == OriginState.ON_TRIAL || state == OriginState.SUSPENDED);
            boolean mayOpen = state == OriginState.WARMING || state == OriginState.BACKING_OFF || isProof;
            require(mayOpen, "opened while it is not warmed", entry.key());
        }
        require(step.nextAt() > time.now() || !checkedOut.isEmpty(), "a step leaves what is due", step.nextAt());
        checkChangedBy(step);
        return step;
    }

    private void begins(PoolEntry<SimConnection> entry, boolean forTrial) {
        events.opens(time.now(), entry, forTrial);
        require(!closed, "opened after close", entry.key());
        of(entry.key().origin()).begins();
        opening.add(entry);
        Snapshot together = pool.read(time.now());
        require(together.warm() + together.opening() <= maxTotal, "more than max-total", maxTotal);
        if (!isProof(entry.key())) {
            caution(entry.key().origin()).opens(entry, heldAt(entry.key().origin()));
        }
        waste(entry.key().origin()).opens(time.now(), entry.key());
    }

    /** Two, to see whether they may stand together, come before anything else. */
    private boolean isProof(Key key) {
        OriginFacts facts = seenInTakes.get(key.origin()).facts();
        return heldAt(key) <= 2 && !facts.endpoint(key.endpoint()).growth().isProven(time.now());
    }

    /** Without those of a trial. */
    private int heldAt(Origin origin) {
        int stock = 0;
        for (SimConnection connection : held) {
            stock += isStockOf(origin, connection.entry) ? 1 : 0;
        }
        for (PoolEntry<SimConnection> entry : opening) {
            stock += isStockOf(origin, entry) ? 1 : 0;
        }
        return stock;
    }

    private static boolean isStockOf(Origin origin, PoolEntry<SimConnection> entry) {
        return !entry.isTrial() && entry.key().origin().equals(origin);
    }

    void opened(SimConnection connection, long connectNanos, long leadNanos) {
        Origin origin = connection.entry.key().origin();
        of(origin).parked();
        opening.remove(connection.entry);
        require(held.add(connection), "parked twice", connection);
        left(pool.opened(time.now(), connection.entry, connection, connectNanos, leadNanos));
        if (held.contains(connection)) {
            OriginSettings own = settings.apply(origin);
            long idle = own.idleGiven() ? own.idle().toNanos() : IdleLimit.MOST;
            long limit = connection.entry.expiresAt() - time.now();
            require(limit > 0 && limit <= idle, "parked for " + limit, connection);
            caution(origin).parked(time.now() - time.stalled());
        }
        check(origin);
    }

    void failed(PoolEntry<SimConnection> entry, OpeningFailure how) {
        of(entry.key().origin()).failed();
        opening.remove(entry);
        waste(entry.key().origin()).wasted(time.now());
        pool.failed(time.now(), entry, "simulated", how);
        check(entry.key().origin());
    }

    private void withdrawn(PoolEntry<SimConnection> entry) {
        require(opening.remove(entry), "withdrawn, and not being opened", entry.key());
        of(entry.key().origin()).withdrawn();
    }

    void unusable(PoolEntry<SimConnection> entry) {
        of(entry.key().origin()).failed();
        opening.remove(entry);
        pool.unusable(entry);
        check(entry.key().origin());
    }

    void pressed() {
        pool.pressed(time.now());
        checkAll();
    }

    /** The client has verified its server, too. */
    void answered(Key key, boolean closes, int status, ObservedRequest observed) {
        caution(key.origin()).answered(observed);
        pool.answered(time.now(), key.origin(), closes, status, observed);
        if (key.recipe() != null) {
            pool.verified(key, null);
        }
        check(key.origin());
    }

    void coldConnected(Key key, long nanos, ObservedRequest observed) {
        pool.coldConnected(time.now(), key.origin(), nanos, observed);
        check(key.origin());
    }

    /** On a connection of the client's own. */
    void failed(Key key, ObservedRequest observed, String how) {
        pool.failed(time.now(), key, observed, how);
        check(key.origin());
    }

    void unreachable(Key key, ObservedRequest observed) {
        pool.unreachable(key, observed);
        check(key.origin());
    }

    void abandoned(Key key, ObservedRequest observed) {
        pool.abandoned(key.origin(), observed);
        check(key.origin());
    }

    void died(Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        pool.died(time.now(), key, sinceHit, ageAtHit, observed);
        OriginPool<SimConnection> origin = seenInTakes.get(key.origin());
        boolean atOnce = sinceHit <= 2 * origin.facts().connectTimes().roundTrip() && ageAtHit > SECONDS.toNanos(1);
        if (atOnce && origin.stocks().get(key) != null) {
            distrust(key);
        }
        check(key.origin());
    }

    /** A 408 came on a warm connection; whether it may be taken for no answer. */
    boolean timedOut(Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        boolean early = pool.timedOut(time.now(), key, sinceHit, ageAtHit, observed);
        check(key.origin());
        return early;
    }

    void close() {
        closed = true;
        List<Eviction<SimConnection>> evictions = pool.close(time.now());
        evictions.forEach(this::left);
        checkAll();
    }

    /** Time has jumped: what nobody looks at now must not be handed out any more. */
    void distrustWhatIsParked() {
        distrust(null);
    }

    /** @param key null: of any */
    private void distrust(Key key) {
        for (SimConnection connection : held) {
            boolean isMeant = key == null || connection.entry.key().equals(key);
            if (isMeant && !checkedOut.contains(connection.entry)) {
                distrusted.add(connection);
            }
        }
    }

    /** Whether everything that was ever opened has been given to somebody. */
    void checkNothingIsLeft() {
        require(held.isEmpty(), "neither handed out nor given back to be closed", held);
        require(all.opening == 0, "still opening", all.opening);
        require(checkedOut.isEmpty(), "still looked at", checkedOut);
        checkAll();
    }

    Snapshot read() {
        return pool.read(time.now());
    }

    Snapshot read(Origin origin) {
        return pool.read(time.now(), origin);
    }

    private void left(Eviction<SimConnection> eviction) {
        if (eviction == null) {
            return;
        }
        SimConnection connection = eviction.connection();
        events.closes(time.now(), connection.entry, eviction.reason());
        connection.socket.close();
        require(held.remove(connection), "evicted twice, or after it was handed out", connection);
        require(!checkedOut.contains(connection.entry), "evicted while somebody looks", connection);
        of(eviction.key().origin()).evicted();
        whenLeft.accept(eviction);
    }

    private SimBooks of(Origin origin) {
        return books.computeIfAbsent(origin, any -> SimBooks.ofOne(all));
    }

    private SimCaution caution(Origin origin) {
        return cautions.computeIfAbsent(
                origin, any -> new SimCaution(settings.apply(origin).mode() == Mode.AUTO));
    }

    /** How many changes an operator was told of. */
    int said() {
        return said;
    }

    /** Whether nothing is opened there because of requests that failed. */
    boolean isOff(Origin origin) {
        OriginPool<SimConnection> known = seenInTakes.get(origin);
        return known != null && known.facts().guard().evidence().isOff();
    }

    SimWaste waste(Origin origin) {
        return wastes.computeIfAbsent(origin, any -> new SimWaste(settings.apply(origin)));
    }

    /** How often an operator was told that an origin suffers. */
    int convictions() {
        return convictions;
    }

    private static void require(boolean holds, String otherwise, Object about) {
        if (!holds) {
            throw new AssertionError(otherwise + ": " + about);
        }
    }

    /** What a call about one origin has changed; a step and a close may change all. */
    private void check(Origin origin) {
        checkNothingIsParkedAfterClose();
        OriginPool<SimConnection> seen = seenInTakes.get(origin);
        if (seen != null) {
            of(origin).compare(seen.facts().counters(), settings.apply(origin).max());
        }
    }

    private void checkChangedBy(Step<SimConnection> step) {
        step.open().forEach(entry -> check(entry.key().origin()));
        step.evict().forEach(eviction -> check(eviction.key().origin()));
    }

    /** Also what users are shown. */
    private void checkAll() {
        checkNothingIsParkedAfterClose();
        long held = 0;
        for (Origin origin : books.keySet()) {
            check(origin);
            Snapshot snapshot = pool.read(time.now(), origin);
            if (snapshot != null) {
                SimBooks.check(snapshot, settings.apply(origin).max());
                held += snapshot.warm() + snapshot.opening();
            }
        }
        Snapshot together = pool.read(time.now());
        SimBooks.check(together, maxTotal);
        require(together.warm() + together.opening() == held, "not the sum of all", held);
        require(together.opened() == all.opened && together.hits() == all.hits, "not what was booked", all.opened);
    }

    private void checkNothingIsParkedAfterClose() {
        require(!closed || held.size() == checkedOut.size(), "still parked after close", held);
    }
}
