package dev.prewarm.pool;

import dev.prewarm.config.NonIdempotent;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.PoolEntry.State;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Learnt;
import dev.prewarm.pool.status.Snapshot;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * All warm connections of this JVM, and every decision about them. See the package for time and threads.
 *
 * @param <C> a connection, of which nothing is known here
 */
public final class Pool<C> {
    /** A connection that dies this long after it was parked, or sooner, says nothing about its siblings. */
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(1);

    /** A 408 that comes so soon after the hand-out, or within two round trips, may be about the silence before it. */
    private static final long SAID_OF_SILENCE = TimeUnit.SECONDS.toNanos(1);

    /** Origins: a fraction of a millisecond, for which takes may have to wait. */
    static final int MOST_OF_A_STEP = 100;

    private static final long PRESSURE_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final int maxTotal;
    private final Counters all = new Counters();
    private final OriginRegistry<C> origins;
    private final ClockJump jump = new ClockJump();

    /** Those that would hold more if {@link #maxTotal} let them, longest waiting first. */
    private final Set<OriginPool<C>> lacking = new LinkedHashSet<>();

    /** Already out of the pool, to be closed at the next step. */
    private final ArrayList<Eviction<C>> pending = new ArrayList<>(0);

    private long pressedUntil = Long.MIN_VALUE;
    private String pressedBy = "";
    private boolean closed;
    private String closedBy = "the JVM shuts down";

    /** @param maxTotal cap of warm + opening over all origins */
    public Pool(int maxTotal, Function<Origin, OriginSettings> settings, Random random) {
        this.maxTotal = maxTotal;
        this.origins = new OriginRegistry<>(settings, random, all);
    }

    /**
     * A client wants a connection. Null: it goes cold, and nothing is to be seen by that. Else the take is ended by {@link
     * #hit} or {@link #miss}.
     *
     * @param wallNanos the time of day
     * @param idempotent whether the request may be sent twice by its client's own rule
     */
    public Take<C> take(long now, long wallNanos, Key key, boolean idempotent) {
        if (jump.noticed(now, wallNanos)) {
            flushAll(now);
        }
        OriginPool<C> origin = origins.of(key.origin());
        if (closed || !origin.isActedOn()) {
            return null;
        }
        NonIdempotent risk = idempotent ? NonIdempotent.WARM : origin.settings().nonIdempotent();
        origin.waste().requested(now);
        // What can't use stock must not ask for it either.
        Stock<C> stock =
                risk == NonIdempotent.COLD ? origin.unasked(key) : origin.asked(key, now, risk == NonIdempotent.FRESH);
        origin.refill().sought(now);
        if (!origin.status().isWarmed(now)) {
            return uncounted(now, origin, stock);
        }
        origin.guard().taken();
        if (risk == NonIdempotent.COLD) {
            return new Take<>(stock, now, Take.Kind.COLD);
        }
        Take.Kind kind = risk == NonIdempotent.FRESH ? Take.Kind.FRESH : Take.Kind.ANY;
        Take<C> trial = trial(now, origin, stock, stock.hasFit(now) ? Take.Kind.CANARY : kind);
        if (trial != null) {
            return trial;
        }
        if (idempotent && origin.observer().isCanaryDue(now, stock)) {
            return new Take<>(stock, now, Take.Kind.CANARY);
        }
        return candidate(now, stock, now, kind, null);
    }

    private Take<C> uncounted(long now, OriginPool<C> origin, Stock<C> stock) {
        Take<C> trial = trial(now, origin, stock, Take.Kind.UNCOUNTED);
        return trial == null ? new Take<>(stock, now, Take.Kind.UNCOUNTED) : trial;
    }

    /** Null if it is not time for one. */
    private Take<C> trial(long now, OriginPool<C> origin, Stock<C> stock, Take.Kind kind) {
        InetSocketAddress endpoint = stock.key().endpoint();
        int count = now < pressedUntil ? 0 : origin.toTry(now, endpoint, maxTotal - all.held());
        if (count == 0) {
            return null;
        }
        Trial trial = new Trial(count);
        List<PoolEntry<C>> opened = origin.openFor(trial, now, endpoint, count);
        if (opened.isEmpty()) {
            return null;
        }
        try {
            return Take.trying(stock, now, kind, opened, origin.observer().tried(now, stock, trial, count));
        } catch (Error e) {
            opened.forEach(origin::giveUp);
            throw e;
        }
    }

    private Take<C> candidate(long now, Stock<C> stock, long startedAt, Take.Kind kind, PoolEntry<C> previous) {
        // First what may fail for want of memory: what is checked out has to come back.
        Take<C> take = new Take<>(stock, startedAt, kind);
        return take.offer(
                kind == Take.Kind.FRESH
                        ? stock.checkOutYoungest(now, stock.origin().fresh(), previous)
                        : stock.checkOutOldest(now, previous));
    }

    /** The candidate passed its last look and is the client's now. */
    public ObservedRequest hit(long now, Take<C> take) {
        Stock<C> stock = take.stock();
        OriginPool<C> origin = stock.origin();
        PoolEntry<C> entry = take.candidate();
        boolean tcpOnly = stock.key().recipe() == null && origin.origin().isTls();
        long saved = Math.max(0, origin.connectTimes().cold(stock.key().recipe() == null) - (now - take.startedAt()));
        stock.hit(entry);
        origin.counters().hit(tcpOnly, saved);
        origins.touch(origin);
        return origin.observer().hit(take.startedAt(), entry);
    }

    /**
     * A client that was given a connection did not get it, or could not use it: it is closed, and the client opens its own.
     *
     * @param observed what {@link #hit} answered
     */
    public void givenUp(Key key, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(key.origin());
        boolean tcpOnly = key.recipe() == null && key.origin().isTls();
        origin.counters().givenUp(tcpOnly, observed.spared());
        origin.guard().lost(observed);
        origins.touch(origin);
    }

    /** There was no candidate (any more): the client opens its own. Null if nothing is to be seen by that. */
    public ObservedRequest miss(Take<C> take) {
        OriginPool<C> origin = take.stock().origin();
        if (take.kind() == Take.Kind.CANARY) {
            origin.counters().canary();
        } else if (take.kind() != Take.Kind.UNCOUNTED) {
            origin.counters().miss();
        }
        origins.touch(origin);
        return take.trial() == null ? origin.observer().cold(take.startedAt(), take.stock()) : take.trial();
    }

    /** A client opens its own, by which recipe is not known yet. Null if nothing is to be seen by that. */
    public ObservedRequest cold(long now, Key key) {
        OriginPool<C> origin = origins.of(key.origin());
        return closed || !origin.isActedOn() ? null : origin.observer().cold(now, origin.unasked(key));
    }

    /** A client opens its own: what it wanted was not known in time for a take. */
    public void missed(long now, Key key) {
        OriginPool<C> origin = origins.of(key.origin());
        if (!closed && origin.isActedOn()) {
            origin.recognised(key, now);
            origin.waste().requested(now);
            if (origin.status().isWarmed(now)) {
                origin.counters().miss();
            }
        }
    }

    /** The candidate was evicted, or put back because it was in mid-record: the next one, under the same take; none twice. */
    public Take<C> next(long now, Take<C> take) {
        return candidate(now, take.stock(), take.startedAt(), take.kind(), take.candidate());
    }

    /**
     * An answer to a request over a connection of {@code origin} came.
     *
     * @param closes whether the server closes the connection after it
     * @param refused with a 429 or a 503
     * @param observed what {@link #hit}, {@link #miss} or {@link #cold} answered
     * @return true if that changes what is to be done
     */
    public boolean answered(long now, Origin origin, boolean closes, boolean refused, ObservedRequest observed) {
        OriginPool<C> known = origins.of(origin);
        boolean news = known.status().answered(closes);
        news |= observed != null && observed.isOnOurs() && known.waste().succeeded();
        return observed != null && known.guard().answered(now, observed, refused) || news;
    }

    /** It is asked for, whatever is done about it; true if it was not known. */
    public boolean noted(Origin origin) {
        boolean news = origins.known(origin) == null;
        if (news) {
            origins.of(origin);
        }
        return news;
    }

    /**
     * The client itself finished and verified a connection by this key's recipe; true if that is news.
     *
     * @param certificate as whom it showed itself, to be compared by {@code equals}; null: as nobody
     */
    public boolean verified(Key key, Object certificate) {
        Stock<C> stock = origins.of(key.origin()).stock(key);
        return stock != null && stock.verify(certificate);
    }

    /** Stock of this key is without TLS, for the time being, because of this. */
    public void warmsTcpOnly(Key key, String why) {
        OriginPool<C> known = origins.known(key.origin());
        if (known != null && known.stock(key) != null) {
            known.status().warmsTcpOnly(why);
            origins.touch(known);
        }
    }

    /**
     * The client's own connection was ready, handshake included, {@code nanos} after it began to connect.
     *
     * @param observed what {@link #miss} or {@link #cold} answered
     */
    public void coldConnected(long now, Origin origin, long nanos, ObservedRequest observed) {
        origins.of(origin).coldConnected(now, nanos, observed);
    }

    /**
     * A warm connection that was handed over died without a response byte.
     *
     * @param observed what {@link #hit} answered
     */
    public void died(long now, Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(key.origin());
        ended(now, origin, key, sinceHit <= 2 * origin.connectTimes().roundTrip() && ageAtHit > YOUNG, observed);
    }

    /**
     * The first that came on a warm connection that was handed over is a 408 (RFC 9110, 15.5.9), which HAProxy and Node say
     * to one that was silent for too long, before they close it.
     *
     * @param sinceHit nanoseconds since it was handed over
     * @param ageAtHit nanoseconds that it had been parked for
     * @param observed what {@link #hit} answered
     * @return whether it came so early that it may have left before the request arrived, and may be taken for no answer
     */
    public boolean timedOut(long now, Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(key.origin());
        boolean mayHaveCrossed = mayHaveCrossed(key, sinceHit);
        if (!mayHaveCrossed && sinceHit >= SAID_OF_SILENCE) {
            return false;
        }
        // An application may answer so, too; the age of a young one would teach a limit nobody could live with.
        if (ageAtHit > YOUNG) {
            origin.idle().closedByServer(now, ageAtHit);
        }
        // It was said for its silence, and its siblings are as silent: their age is no excuse.
        ended(now, origin, key, true, observed);
        return mayHaveCrossed;
    }

    /**
     * Whether a connection that ends {@code sinceHit} nanoseconds after it was handed over may have been ended before the
     * request arrived: within two round trips. Later, the server had the request and may have acted on it.
     */
    public boolean mayHaveCrossed(Key key, long sinceHit) {
        return sinceHit <= origins.of(key.origin()).connectTimes().twoRoundTrips();
    }

    /** @param withSiblings whether what is parked for its key is given up, also if it is the first to end so */
    private void ended(long now, OriginPool<C> origin, Key key, boolean withSiblings, ObservedRequest observed) {
        origin.counters().staleHit();
        origin.guard().lost(observed);
        Stock<C> stock = origin.stock(key);
        if (stock != null && (stock.diedAgain(now, origin.idle().nanos()) || withSiblings)) {
            flush(now, stock);
        }
    }

    private void flushAll(long now) {
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.stocks()) {
                flush(now, stock);
            }
        }
    }

    private void flush(long now, Stock<C> stock) {
        List<PoolEntry<C>> parked = stock.parked();
        pending.ensureCapacity(pending.size() + parked.size());
        for (PoolEntry<C> entry : parked) {
            pending.add(evict(now, entry, EvictReason.FLUSHED));
        }
        stock.expire(now);
        origins.touch(stock.origin());
    }

    /**
     * An entry of {@link Step#open()} is open and is parked now, unless it was given up meanwhile.
     *
     * @param connectNanos the TCP connect, of {@code leadNanos} in all
     * @return null, or what to do with it instead: the pool is closed, or wants it no more
     */
    public Eviction<C> opened(long now, PoolEntry<C> entry, C connection, long connectNanos, long leadNanos) {
        if (!entry.is(State.OPENING)) {
            return new Eviction<>(connection, entry.key(), EvictReason.PRESSURE);
        }
        OriginPool<C> origin = entry.stock().origin();
        origin.opened(now, entry, connection, connectNanos, leadNanos);
        origins.touch(origin);
        EvictReason unwanted = closed ? EvictReason.SHUTDOWN : origin.unwanted(now, entry);
        return unwanted == null ? null : evict(now, entry, unwanted);
    }

    /**
     * An entry of {@link Step#open()} could not be opened. No effect if it was given up before.
     *
     * @param mayBeHarm whether it was reset or not answered, rather than refused or impossible
     */
    public void failed(long now, PoolEntry<C> entry, String why, boolean mayBeHarm) {
        if (!entry.is(State.OPENING)) {
            return;
        }
        OriginPool<C> origin = entry.stock().origin();
        entry.stock().failed(entry);
        origin.counters().failedToOpen();
        origins.touch(origin);
        if (!closed) {
            origin.failed(now, entry, why, mayBeHarm);
        }
    }

    /**
     * An entry of {@link Step#open()} was opened, and what came out can't be given to a client: the server chose another
     * protocol, or was shown a client certificate. Its key holds no stock from now on.
     */
    public void unusable(PoolEntry<C> entry) {
        OriginPool<C> origin = entry.stock().origin();
        entry.stock().bar();
        if (!entry.is(State.OPENING)) {
            return;
        }
        entry.stock().failed(entry);
        origin.counters().failedToOpen();
        origins.touch(origin);
    }

    /** Whether a connection to the entry's origin was ever opened ahead. */
    public boolean hasReached(PoolEntry<C> entry) {
        return entry.stock().origin().connectTimes().hasOpenedAhead();
    }

    /** Descriptors or ports ran out: nothing is opened for a while, and half of everything is closed at the next step. */
    public void pressed(long now) {
        if (now < pressedUntil) {
            return;
        }
        pressedUntil = now + PRESSURE_PAUSE;
        pressedBy = "out of descriptors or ports";
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.stocks()) {
                List<PoolEntry<C>> parked = stock.parked();
                pending.ensureCapacity(pending.size() + parked.size());
                for (PoolEntry<C> entry : parked.subList(0, (parked.size() + 1) / 2)) {
                    pending.add(evict(now, entry, EvictReason.PRESSURE));
                }
            }
        }
    }

    /**
     * Something failed on our side: all that nobody has checked out is given up, and whoever holds it closes it; what is
     * being opened has failed. Nothing is opened for a while.
     */
    public void letGo(long now, String why) {
        pressedUntil = now + PRESSURE_PAUSE;
        pressedBy = why;
        pending.clear();
        for (OriginPool<C> origin : origins.all()) {
            origin.letGo();
            origins.touch(origin);
        }
    }

    /** The same, and every take goes cold from then on. */
    public void switchOff(long now, String why) {
        if (!closed) {
            closed = true;
            closedBy = why;
        }
        letGo(now, why);
    }

    /** Whether it left the pool unused: it is not a taker's, nor a client's. */
    public boolean isGone(PoolEntry<C> entry) {
        return entry.is(State.GONE);
    }

    /** For whoever watches a parked connection: false if a taker has it, or it is gone. */
    public boolean checkOut(PoolEntry<C> entry) {
        if (!entry.is(State.PARKED)) {
            return false;
        }
        entry.become(State.BUSY);
        return true;
    }

    /** It is sound: back to where it was; or null if the pool has been closed meanwhile, and it is to be closed. */
    public Eviction<C> putBack(long now, PoolEntry<C> entry) {
        if (closed) {
            return evict(now, entry, EvictReason.SHUTDOWN);
        }
        entry.become(State.PARKED);
        origins.touch(entry.stock().origin());
        return null;
    }

    /** A taker failed with it after its last look; it may have been a {@link #hit} by then, and remains one. */
    public void giveUp(long now, PoolEntry<C> entry) {
        if (entry.is(State.BUSY)) {
            evict(now, entry, EvictReason.PRESSURE);
        }
    }

    /** Takes a parked or checked-out connection out of the pool. */
    public Eviction<C> evict(long now, PoolEntry<C> entry, EvictReason reason) {
        OriginPool<C> origin = entry.stock().origin();
        origins.touch(origin);
        if (reason == EvictReason.CLOSED_BY_SERVER || reason == EvictReason.UNEXPECTED_DATA) {
            origin.ended(now, jump.late(now), entry, reason);
        }
        return origin.evict(now, entry, reason);
    }

    /**
     * What is to be done now. It costs nothing for origins to which nothing has happened and nothing is due. Of very many it
     * leaves some to the next step, which then is to come at once: nobody who takes waits for all of them.
     *
     * @param wallNanos the time of day, to notice when it and {@code now} part
     */
    public Step<C> step(long now, long wallNanos) {
        Step<C> step = new Step<>();
        if (jump.noticed(now, wallNanos)) {
            flushAll(now);
        }
        if (jump.overslept(now, IdleLimit.LEAST)) {
            flushWhatSleptThrough(now);
        }
        jump.stepped(now);
        step.evict().addAll(pending);
        pending.clear();
        giveRoomToTheLacking();
        for (OriginPool<C> origin : origins.due(now, MOST_OF_A_STEP)) {
            origin.tidy(now, step);
            if (!closed) {
                fill(now, origin, step);
                origin.forget(now);
            }
            origins.plan(origin);
        }
        step.wake(Math.max(now, origins.nextAt()));
        jump.plan(now, step.nextAt());
        return step;
    }

    private void flushWhatSleptThrough(long now) {
        for (OriginPool<C> origin : origins.all()) {
            if (!origin.isEmpty() && jump.overslept(now, origin.idle().nanos())) {
                for (Stock<C> stock : origin.stocks()) {
                    flush(now, stock);
                }
            }
        }
    }

    private void giveRoomToTheLacking() {
        Iterator<OriginPool<C>> longestFirst = lacking.iterator();
        for (int room = maxTotal - all.held(); room > 0 && longestFirst.hasNext(); room--) {
            origins.touch(longestFirst.next());
            longestFirst.remove();
        }
    }

    private void fill(long now, OriginPool<C> origin, Step<C> step) {
        origins.aim(now, origin);
        if (now < pressedUntil) {
            origin.wake(pressedUntil);
        } else if (origin.refill().fill(now, room(origin), step)) {
            lacking.add(origin);
        }
    }

    /** What is left of {@link #maxTotal} for it; where all want more than that together, no more than its share. */
    private int room(OriginPool<C> origin) {
        int left = maxTotal - all.held();
        if (origins.target() <= maxTotal) {
            return left;
        }
        return Math.min(
                left, origins.share(origin, maxTotal) - origin.counters().held());
    }

    /** From now on every take goes cold; answers all that is parked. */
    public List<Eviction<C>> close(long now) {
        closed = true;
        List<Eviction<C>> evictions = new ArrayList<>(pending);
        pending.clear();
        for (OriginPool<C> origin : origins.all()) {
            for (Stock<C> stock : origin.stocks()) {
                for (PoolEntry<C> entry : stock.parked()) {
                    evictions.add(evict(now, entry, EvictReason.SHUTDOWN));
                }
            }
        }
        return evictions;
    }

    /** All origins together. */
    public Snapshot read(long now) {
        origins.all().forEach(origin -> origins.aim(now, origin));
        String state = closed ? "closed" : now < pressedUntil ? "pressed" : "open";
        String reason = closed ? closedBy : now < pressedUntil ? pressedBy : "";
        return new Snapshot("all", state, reason, Math.min(maxTotal, origins.target()), Learnt.NOTHING, all);
    }

    public Snapshot read(long now, Origin origin) {
        OriginPool<C> known = origins.known(origin);
        if (known == null) {
            return null;
        }
        origins.aim(now, known);
        return known.read(now);
    }

    /** Whether there would be something to gain by warming it, as far as is known. */
    public boolean isWorthwhile(Origin origin) {
        OriginPool<C> known = origins.known(origin);
        return known != null && known.status().isWorthwhile();
    }

    /** Grows whenever {@link #origins} changes. */
    public long generation() {
        return origins.generation();
    }

    /** Those that are known, however they are treated. */
    public List<Origin> origins() {
        return origins.ids();
    }
}
