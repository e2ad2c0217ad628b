package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.pool.PoolEntry.State;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.IdleLimit;
import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Snapshot;
import java.util.List;
import java.util.Random;
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

    private final Counters all = new Counters();
    private final Ceiling ceiling;
    private final Pressure pressure = new Pressure();
    private final ClockJump jump = new ClockJump();
    private final OriginRegistry<C> origins;
    private final Evictions<C> evictions;
    private final Takes<C> takes;
    private final Allotment<C> allotment;

    private boolean closed;
    private String closedBy = "the JVM shuts down";

    /** @param maxTotal cap of warm + opening over all origins */
    public Pool(int maxTotal, Function<Origin, OriginSettings> settings, Random random) {
        this.ceiling = new Ceiling(maxTotal, all);
        this.origins = new OriginRegistry<>(settings, random, all);
        this.evictions = new Evictions<>(origins);
        this.takes = new Takes<>(ceiling, origins, pressure);
        this.allotment = new Allotment<>(ceiling, origins, evictions);
    }

    public int maxTotal() {
        return ceiling.maxTotal();
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
            evictions.flushAll(now);
        }
        OriginPool<C> origin = origins.of(key.origin());
        return closed || !origin.facts().isActedOn() ? null : takes.take(now, origin, key, idempotent);
    }

    /** The candidate was evicted, or put back because it was in mid-record: the next one, under the same take; none twice. */
    public Take<C> next(long now, Take<C> take) {
        return takes.next(now, take);
    }

    /** The candidate passed its last look and is the client's now. */
    public ObservedRequest hit(long now, Take<C> take) {
        return takes.hit(now, take);
    }

    /** There was no candidate (any more): the client opens its own. Null if nothing is to be seen by that. */
    public ObservedRequest miss(long now, Take<C> take) {
        return takes.miss(now, take);
    }

    /**
     * A client that was given a connection did not get it, or could not use it: it is closed, and the client opens its own.
     *
     * @param observed what {@link #hit} answered
     */
    public void givenUp(Key key, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(key.origin());
        boolean tcpOnly = key.recipe() == null && key.origin().isTls();
        origin.facts().counters().givenUp(tcpOnly, observed.spared());
        origin.outcomes().lost(observed);
        origins.touch(origin);
    }

    /** A client opens its own, by which recipe is not known yet. Null if nothing is to be seen by that. */
    public ObservedRequest cold(long now, Key key) {
        OriginPool<C> origin = origins.of(key.origin());
        return closed || !origin.facts().isActedOn()
                ? null
                : origin.observer().cold(now, origin.stocks().unasked(key));
    }

    /** A client opens its own: what it wanted was not known in time for a take. True if it counts as a miss. */
    public boolean missed(long now, Key key) {
        OriginPool<C> origin = origins.of(key.origin());
        OriginFacts facts = origin.facts();
        if (closed || !facts.isActedOn()) {
            return false;
        }
        origin.stocks().recognised(key, now);
        facts.waste().requested(now);
        boolean isMiss = facts.status().isWarmed(now);
        if (isMiss) {
            facts.counters().miss();
        }
        return isMiss;
    }

    /**
     * An answer to a request over a connection of {@code origin} came.
     *
     * @param closes whether the server closes the connection after it; null: it goes on in another protocol, and what the
     *     answer took tells nothing of others
     * @param status of a final answer
     * @param observed what {@link #hit}, {@link #miss} or {@link #cold} answered
     * @return true if that changes what is to be done
     */
    public boolean answered(long now, Origin origin, Boolean closes, int status, ObservedRequest observed) {
        OriginPool<C> answering = origins.of(origin);
        if (closes == null) {
            boolean isNews = observed != null
                    && observed.isOnOurs()
                    && answering.facts().waste().succeeded();
            abandoned(origin, observed);
            return isNews;
        }
        boolean news = answering.facts().status().answered(closes);
        news |= observed != null && answering.outcomes().answered(now, observed, status);
        if (news) {
            origins.touch(answering);
        }
        return news;
    }

    /**
     * A request was refused, or its connection ended without an answer: on the client's own, for hits see {@link #died}.
     *
     * @param how in words
     */
    public void failed(long now, Key key, ObservedRequest observed, String how) {
        OriginPool<C> origin = origins.of(key.origin());
        if (observed != null && origin.outcomes().failed(now, observed, how)) {
            evictions.flush(now, origin);
        }
        origins.touch(origin);
    }

    /** The client's own connect was not answered. */
    public void unreachable(Key key, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(key.origin());
        if (observed != null) {
            origin.facts().endpoint(key.endpoint()).timedOut();
            origin.facts().waste().clientFailed();
            origin.outcomes().lost(observed);
        }
        origins.touch(origin);
    }

    /** The client itself gave it up, or what came is no answer to it: nothing is seen by it. */
    public void abandoned(Origin of, ObservedRequest observed) {
        OriginPool<C> origin = origins.of(of);
        origin.outcomes().lost(observed);
        origins.touch(origin);
    }

    /**
     * A connection of {@code origin} ended at once after an answer that promised to keep it.
     *
     * @param answeredAt when that answer came
     * @return true if that changes what is to be done
     */
    public boolean brokePromise(long now, Origin origin, long answeredAt) {
        OriginPool<C> pool = origins.of(origin);
        origins.touch(pool);
        return pool.facts().status().broke(now, answeredAt);
    }

    /** A connection of {@code origin} was kept, as its last answer had promised, and has brought another one. */
    public void keptPromise(Origin origin) {
        origins.of(origin).facts().status().usedAgain();
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
     * No connection opened ahead would be one that its clients make themselves: nothing is opened any more, and what is parked
     * goes at the next step.
     */
    public void bar(Origin origin, String why) {
        OriginPool<C> barred = origins.of(origin);
        barred.facts().status().bar(why);
        origins.touch(barred);
    }

    /**
     * The client itself finished and verified a connection by this key's recipe; true if that is news.
     *
     * @param certificate as whom it showed itself, to be compared by {@code equals}; null: as nobody
     */
    public boolean verified(Key key, Object certificate) {
        Stock<C> stock = origins.of(key.origin()).stocks().get(key);
        return stock != null && stock.verify(certificate);
    }

    /** Stock of this key is without TLS, for the time being, because of this. */
    public void warmsTcpOnly(Key key, String why) {
        OriginPool<C> known = origins.known(key.origin());
        if (known != null && known.stocks().get(key) != null) {
            known.facts().status().warmsTcpOnly(why);
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
        long roundTrip = origin.facts().connectTimes().roundTrip();
        boolean isYoung = ageAtHit <= YOUNG;
        boolean isStale = sinceHit <= 2 * roundTrip && !isYoung;
        if (isStale) {
            origin.outcomes().stale(now, key, ageAtHit);
        }
        ended(now, origin, key, isYoung, isStale, observed);
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
            origin.facts().idle().closedByServer(now, ageAtHit);
        }
        origin.outcomes().stale(now, key, ageAtHit);
        origin.facts().burden().shown(now);
        // It was said for its silence, so it is no evidence; and its siblings are as silent: their age is no excuse.
        ended(now, origin, key, false, true, observed);
        return mayHaveCrossed;
    }

    /**
     * Whether a connection that ends {@code sinceHit} nanoseconds after it was handed over may have been ended before the
     * request arrived: within two round trips. Later, the server had the request and may have acted on it.
     */
    public boolean mayHaveCrossed(Key key, long sinceHit) {
        return sinceHit <= origins.of(key.origin()).facts().connectTimes().twoRoundTrips();
    }

    /**
     * @param isEvidence whether its silence can't be why it ended
     * @param withSiblings whether what is parked for its key is given up, also if it is the first to end so
     */
    private void ended(
            long now,
            OriginPool<C> origin,
            Key key,
            boolean isEvidence,
            boolean withSiblings,
            ObservedRequest observed) {
        origin.facts().counters().staleHit();
        origin.outcomes().diedOnHit(now, observed, isEvidence);
        Stock<C> stock = origin.stocks().get(key);
        long idle = origin.facts().idle().nanos();
        if (stock != null && (stock.diedAgain(now, idle) || withSiblings)) {
            evictions.flush(now, origin, stock);
        }
    }

    /**
     * An entry of {@link Step#open()} is open and is parked now, unless it was given up meanwhile.
     *
     * @param connectNanos the TCP connect, of {@code leadNanos} in all
     * @return null, or what to do with it instead: the pool is closed, or wants it no more
     */
    public Eviction<C> opened(long now, PoolEntry<C> entry, C connection, long connectNanos, long leadNanos) {
        if (!entry.is(State.OPENING)) {
            EvictReason reason = entry.isWithdrawn() ? EvictReason.SURPLUS : EvictReason.PRESSURE;
            return new Eviction<>(connection, entry.key(), reason);
        }
        OriginPool<C> origin = origins.holding(entry);
        origin.opened(now, entry, connection, connectNanos, leadNanos);
        origins.touch(origin);
        EvictReason unwanted = closed ? EvictReason.SHUTDOWN : origin.unwanted(now, entry);
        return unwanted == null ? null : evict(now, entry, unwanted);
    }

    /**
     * An entry of {@link Step#open()} could not be opened. No effect if it was given up before.
     *
     * @param how whether it was refused, or not answered
     */
    public void failed(long now, PoolEntry<C> entry, String why, OpeningFailure how) {
        OriginPool<C> origin = failed(entry);
        if (origin != null && !closed) {
            origin.failed(now, entry, why, how);
        }
    }

    /** Null if it was given up before. */
    private OriginPool<C> failed(PoolEntry<C> entry) {
        if (!entry.is(State.OPENING)) {
            return null;
        }
        OriginPool<C> origin = origins.holding(entry);
        origin.stocks().of(entry).failed(entry);
        origin.facts().counters().failedToOpen();
        origins.touch(origin);
        return origin;
    }

    /** An entry of {@link Step#open()} was not opened, which says nothing about its upstream. */
    public void delayed(PoolEntry<C> entry) {
        failed(entry);
    }

    /**
     * An entry of {@link Step#open()} was opened, and what came out can't be given to a client: the server chose another
     * protocol, or was shown a client certificate. Its key holds no stock from now on.
     *
     * @return whether that is news
     */
    public boolean unusable(PoolEntry<C> entry) {
        OriginPool<C> origin = origins.holding(entry);
        Stock<C> stock = origin == null ? null : origin.stocks().of(entry);
        boolean news = stock != null && stock.bar();
        failed(entry);
        return news;
    }

    /** Whether a connection to the entry's origin was ever opened ahead. */
    public boolean hasReached(PoolEntry<C> entry) {
        OriginPool<C> origin = origins.holding(entry);
        return origin != null && origin.facts().connectTimes().hasOpenedAhead();
    }

    /** Descriptors or ports ran out: nothing is opened for a while, and half of everything is closed at the next step. */
    public void pressed(long now) {
        if (!pressure.isOn(now)) {
            runsShort(now, "out of file descriptors or ports");
        }
    }

    /** The same, each time it is told: of something there is little left. True if nothing was known of it. */
    public boolean runsShort(long now, String why) {
        boolean isNews = !pressure.isOn(now);
        pressure.begin(now, why);
        evictions.halve();
        return isNews;
    }

    /**
     * How much room there is for connections from now on, whatever was allowed.
     *
     * @param more how many more than there are
     */
    public void allow(int more) {
        ceiling.allow(more);
    }

    /**
     * Something failed on our side: all that nobody has checked out is given up, and whoever holds it closes it; what is
     * being opened has failed. Nothing is opened for a while.
     */
    public void letGo(long now, String why) {
        pressure.begin(now, why);
        evictions.letGo();
    }

    /** The same, and every take goes cold from then on. */
    public void switchOff(long now, String why) {
        if (!closed) {
            closed = true;
            closedBy = why;
        }
        letGo(now, why);
    }

    /**
     * This, and no more, is withdrawn from now on: there every take goes cold, and nothing is opened. A connection that was
     * handed over stays its client's.
     *
     * @return what was parked there, to be closed now
     */
    public List<Eviction<C>> withdraw(Withdrawal withdrawal) {
        origins.withdraw(withdrawal);
        return evictions.withdrawn();
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

    /** It is sound: back to where it was, and null; or it is to be closed, for the pool was closed or it is withdrawn. */
    public Eviction<C> putBack(long now, PoolEntry<C> entry) {
        if (closed) {
            return evict(now, entry, EvictReason.SHUTDOWN);
        }
        if (!entry.is(State.BUSY)) {
            return null;
        }
        if (origins.holding(entry).facts().status().isWithdrawn()) {
            return evict(now, entry, EvictReason.SURPLUS);
        }
        entry.become(State.PARKED);
        origins.touch(origins.holding(entry));
        return null;
    }

    /** A taker failed with it after its last look; it may have been a {@link #hit} by then, and remains one. */
    public void giveUp(long now, PoolEntry<C> entry) {
        if (entry.is(State.BUSY)) {
            evict(now, entry, EvictReason.PRESSURE);
        }
    }

    /** Takes a parked or checked-out connection out of the pool; null if it is gone already, because the look took too long. */
    public Eviction<C> evict(long now, PoolEntry<C> entry, EvictReason reason) {
        if (entry.is(State.GONE)) {
            return null;
        }
        if (reason == EvictReason.CLOSED_BY_SERVER || reason == EvictReason.UNEXPECTED_DATA) {
            OriginPool<C> origin = origins.holding(entry);
            boolean isDue = origin.facts().idle().isDue(now - entry.parkedAt());
            origin.ended(now, jump.late(now), entry, reason);
            if (!isDue && origin.outcomes().endedOne(now, entry.key().endpoint())) {
                Eviction<C> eviction = evictions.evict(entry, reason);
                evictions.flush(now, origin);
                return eviction;
            }
        }
        return evictions.evict(entry, reason);
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
            evictions.flushAll(now);
        }
        if (jump.overslept(now, IdleLimit.LEAST)) {
            flushWhatSleptThrough(now);
        }
        jump.stepped(now);
        step.evict().addAll(evictions.takePending());
        allotment.giveToTheLacking();
        for (OriginPool<C> origin : origins.due(now, MOST_OF_A_STEP)) {
            origin.tidy(now, step);
            if (!closed) {
                fill(now, origin, step);
                origin.stocks().forget(now);
            }
            origins.plan(origin);
        }
        step.wake(Math.max(now, origins.nextAt()));
        jump.plan(now, step.nextAt());
        return step;
    }

    private void flushWhatSleptThrough(long now) {
        for (OriginPool<C> origin : origins.all()) {
            if (!origin.isEmpty() && jump.overslept(now, origin.facts().idle().nanos())) {
                evictions.flush(now, origin);
            }
        }
    }

    private void fill(long now, OriginPool<C> origin, Step<C> step) {
        origins.aim(now, origin);
        if (pressure.isOn(now)) {
            origin.alarm().wake(pressure.until());
        } else {
            allotment.fill(now, origin, step);
        }
    }

    /** From now on every take goes cold; answers all that is parked. */
    public List<Eviction<C>> close(long now) {
        closed = true;
        return evictions.all();
    }

    /** All origins together. Like all readings it changes nothing, and shows what the last step has decided. */
    public Snapshot read(long now) {
        boolean isDisabled = origins.withdrawal().isAll();
        String state = closed ? "closed" : isDisabled ? "disabled" : pressure.isOn(now) ? "pressed" : "open";
        String reason = closed
                ? closedBy
                : isDisabled ? "disabled " + origins.withdrawal().allBy() : pressure.isOn(now) ? pressure.why() : "";
        int target = Math.min(ceiling.now(), origins.target());
        return Snapshot.ofAll(state, reason, target, all, origins.all().size());
    }

    /** Null if it is not known. */
    public Snapshot read(long now, Origin origin) {
        OriginPool<C> known = origins.seen(origin);
        return known == null ? null : known.read(now);
    }

    /** Whether there would be something to gain by warming it, as far as is known. */
    public boolean isWorthwhile(Origin origin) {
        OriginPool<C> known = origins.known(origin);
        return known != null && known.facts().status().isWorthwhile();
    }

    /** Those that are known, however they are treated. */
    public List<Origin> origins() {
        return origins.ids();
    }
}
