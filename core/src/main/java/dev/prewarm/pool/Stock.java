package dev.prewarm.pool;

import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.Demand;
import dev.prewarm.pool.sizing.StockSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The stock of one key, in the order in which it was opened, and what is known of the demand for it. */
final class Stock<C> {
    /** Requests of one burst leave a client spread over about this long, however short the lead time is. */
    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(200);

    /** A TLS key of which this many were opened and none ever used: clients made per request, one-time recipes. */
    private static final int HOPELESS = 3;

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Key key;
    private final Demand demand = new Demand();
    private final ArrayDeque<PoolEntry<C>> warm = new ArrayDeque<>();
    private final ArrayDeque<Long> openedAt = new ArrayDeque<>();
    private final List<PoolEntry<C>> opening = new ArrayList<>(2);
    private Demand demandForFresh;
    private long lastAsked = Long.MIN_VALUE;
    private long openings;
    private int asked;
    private int unusedSinceAsked;
    private boolean everHit;
    private boolean verified;
    private final ClientIdentity client = new ClientIdentity();
    private boolean barred;
    private int resting;
    private long restFor;
    private long lastDeath = Long.MIN_VALUE;

    Stock(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    int warm() {
        return warm.size();
    }

    int held() {
        return warm.size() + opening.size();
    }

    /** @param fresh only the youngest will do */
    void asked(long now, boolean fresh) {
        if (fresh && demandForFresh == null) {
            demandForFresh = new Demand();
        }
        (fresh ? demandForFresh : demand).record(now);
        lastAsked = now;
        asked++;
        unusedSinceAsked = 0;
    }

    /** It was asked for by somebody who could not have been given anything. */
    void recognised(long now) {
        lastAsked = now;
        asked++;
    }

    boolean wasAskedWithin(long now, long span) {
        return asked > 0 && now - lastAsked <= span;
    }

    /** Whether a connection of any age would have done, within {@code span}. */
    boolean wasAskedForAnyWithin(long now, long span) {
        return demand.within(now, span);
    }

    /** {@link Long#MIN_VALUE} if it never was. */
    long lastAsked() {
        return lastAsked;
    }

    /** Takes per second, of either kind. */
    double rate(long now) {
        return demand.rate(now) + rateOfFresh(now);
    }

    private double rateOfFresh(long now) {
        return demandForFresh == null ? 0 : demandForFresh.rate(now);
    }

    /**
     * The client finished and verified a handshake by this key's recipe; true if that is news.
     *
     * @param certificate as whom it showed itself, to be compared by {@code equals}; null: as nobody
     */
    boolean verify(Object certificate) {
        boolean news = !verified;
        verified = true;
        client.become(certificate);
        return news;
    }

    /** Connections by this key turned out not to be usable ahead; true if that is news. */
    boolean bar() {
        boolean news = !barred;
        barred = true;
        return news;
    }

    /** What is held can't be given to anybody any more. */
    boolean isUseless() {
        return barred || isGone();
    }

    /** Nobody can ask for it again. */
    boolean isGone() {
        return key.recipe() != null && key.recipe().isGone();
    }

    /** Whether stock may be held at all: a TLS key earns it at its second request, and loses it while it is useless. */
    boolean earnsStock() {
        if (key.recipe() == null) {
            return true;
        }
        return verified && asked >= 2 && !isUseless() && (everHit || unusedSinceAsked < HOPELESS);
    }

    /** How many are worth holding, whatever their age. */
    int target(long now, long lead, long idle, int max) {
        return StockSize.target(
                demand.rate(now), lead / SECOND, idle / SECOND, demand.secondPeak(now, atOnce(lead), idle), max);
    }

    /** How many will certainly be used, by requests that take any, or by those that want them no older than {@code fresh}. */
    int sureTarget(long now, long lead, long idle, long fresh, int max) {
        return StockSize.sureTarget(demand.rate(now), lead / SECOND, idle / SECOND, max)
                + StockSize.sureTarget(rateOfFresh(now), lead / SECOND, fresh / SECOND, max);
    }

    /** How many besides must be no older than {@code fresh}. */
    int youngTarget(long now, long lead, long fresh, int max) {
        return StockSize.target(rateOfFresh(now), lead / SECOND, fresh / SECOND, 0, max);
    }

    /** Whether one no older than {@code fresh} is rather used than not. */
    boolean isYoungLikelyUsed(long now, long fresh) {
        return StockSize.isLikelyUsed(rateOfFresh(now), fresh / SECOND);
    }

    /** Whether one was wanted, within {@code span}, for a request that must not be repeated. */
    boolean wasAskedForFreshWithin(long now, long span) {
        return demandForFresh != null && demandForFresh.within(now, span);
    }

    /**
     * How many may be opened now: as many as are asked for within one lead time or stood here before it, at least two, per
     * lead time. So the upstream sees no more than double of what the application itself does.
     */
    int pace(long now, long lead) {
        while (!openedAt.isEmpty() && now - openedAt.peekFirst() >= lead) {
            openedAt.removeFirst();
        }
        int stoodBefore = held() - openedAt.size();
        int atOnce = demand.count(now, atOnce(lead))
                + (demandForFresh == null ? 0 : demandForFresh.count(now, atOnce(lead)));
        int allowed = Math.max(2, Math.max(stoodBefore, atOnce));
        return Math.max(0, allowed - openedAt.size());
    }

    /** The window in which takes count as "at once": what opens for one of them may come too late for the others. */
    private static long atOnce(long lead) {
        return Math.max(2 * lead, BURST);
    }

    /** The next moment at which {@link #pace} allows more. */
    long nextPace(long lead) {
        return openedAt.isEmpty() ? Long.MAX_VALUE : openedAt.peekFirst() + lead;
    }

    PoolEntry<C> open(long now) {
        PoolEntry<C> entry = new PoolEntry<>(key, client, now, ++openings, null);
        openedAt.addLast(now);
        opening.add(entry);
        return entry;
    }

    PoolEntry<C> openFor(Trial trial, long now) {
        PoolEntry<C> entry = new PoolEntry<>(key, client, now, ++openings, trial);
        opening.add(entry);
        return entry;
    }

    void failed(PoolEntry<C> entry) {
        opening.remove(entry);
        entry.become(PoolEntry.State.GONE);
    }

    /** So many of those that are being opened, as far as there are as many, the last begun first. */
    List<PoolEntry<C>> withdraw(int count) {
        List<PoolEntry<C>> withdrawn = new ArrayList<>(count);
        for (int i = opening.size() - 1; i >= 0 && withdrawn.size() < count; i--) {
            if (!opening.get(i).isTrial()) {
                withdrawn.add(opening.remove(i));
            }
        }
        withdrawn.forEach(PoolEntry::withdraw);
        return withdrawn;
    }

    void park(PoolEntry<C> entry, C connection, long now, long until) {
        Deque<PoolEntry<C>> later = new ArrayDeque<>(2);
        while (!warm.isEmpty() && warm.peekLast().number() > entry.number()) {
            later.addFirst(warm.removeLast());
        }
        warm.addLast(entry);
        warm.addAll(later);
        opening.remove(entry);
        entry.park(connection, now, until);
    }

    /**
     * The one opened first that is not due, or null; it is {@link PoolEntry.State#BUSY} then.
     *
     * @param age only those parked for no longer
     * @param after only those opened later than this one; null: any
     */
    PoolEntry<C> checkOutOldest(long now, long age, PoolEntry<C> after) {
        int left = resting;
        for (PoolEntry<C> entry : warm) {
            boolean rests = left-- > 0 && now - entry.parkedAt() < restFor;
            boolean seen = after != null && entry.number() <= after.number();
            if (!seen && !rests && now - entry.parkedAt() <= age && isFit(entry, now)) {
                entry.become(PoolEntry.State.BUSY);
                return entry;
            }
        }
        return null;
    }

    /**
     * The first so many of its connections are left alone until they have been parked for so long: to see how long the server
     * leaves them alone.
     */
    void rest(int count, long nanos) {
        resting = count;
        restFor = nanos;
    }

    boolean isResting() {
        return resting > 0;
    }

    private boolean isFit(PoolEntry<C> entry, long now) {
        return entry.is(PoolEntry.State.PARKED) && entry.expiresAt() > now && !entry.isTrial();
    }

    /** Whether nobody has ever wanted it. */
    boolean wasNeverAsked() {
        return asked == 0;
    }

    /** Whether one has gone unused since somebody asked for one. */
    boolean wentUnusedSinceAsked() {
        return unusedSinceAsked > 0;
    }

    /** Whether any is parked, to be taken. */
    boolean hasFit(long now) {
        for (PoolEntry<C> entry : warm) {
            if (isFit(entry, now)) {
                return true;
            }
        }
        return false;
    }

    void hit(PoolEntry<C> entry) {
        warm.remove(entry);
        entry.become(PoolEntry.State.TAKEN);
        everHit = true;
    }

    void evict(PoolEntry<C> entry) {
        warm.remove(entry);
        entry.become(PoolEntry.State.GONE);
        unusedSinceAsked++;
    }

    /** Those that somebody is looking at now are due when they come back. */
    void expire(long now) {
        for (PoolEntry<C> entry : warm) {
            entry.expireBy(now);
        }
    }

    /** From when each was parked, in nanoseconds. */
    void parkNoLongerThan(long nanos) {
        for (PoolEntry<C> entry : warm) {
            entry.expireBy(entry.parkedAt() + nanos);
        }
    }

    /** Those that nobody is looking at, oldest first. */
    List<PoolEntry<C>> parked() {
        List<PoolEntry<C>> parked = new ArrayList<>(warm.size());
        for (PoolEntry<C> entry : warm) {
            if (entry.is(PoolEntry.State.PARKED)) {
                parked.add(entry);
            }
        }
        return parked;
    }

    /** Those that somebody has been looking at for so long that nobody can be. */
    List<PoolEntry<C>> lost(long now) {
        List<PoolEntry<C>> lost = new ArrayList<>(0);
        for (PoolEntry<C> entry : warm) {
            if (entry.isLost(now)) {
                lost.add(entry);
            }
        }
        return lost;
    }

    /** Those that are being opened. */
    List<PoolEntry<C>> opening() {
        return new ArrayList<>(opening);
    }

    int expiringBy(long moment) {
        int expiring = 0;
        for (PoolEntry<C> entry : warm) {
            if (entry.expiresAt() <= moment) {
                expiring++;
            }
        }
        return expiring;
    }

    /** Those parked after {@code moment}, or about to be, and not to rest. */
    int youngAndFree(long moment) {
        int free = Math.max(0, held() - resting);
        return Math.min(free, youngerThan(moment));
    }

    /** Those parked after {@code moment}, or about to be. */
    int youngerThan(long moment) {
        int younger = opening.size();
        for (Iterator<PoolEntry<C>> it = warm.descendingIterator();
                it.hasNext() && it.next().parkedAt() > moment; ) {
            younger++;
        }
        return younger;
    }

    /** Those that the server may have accepted before that one. */
    int openedBefore(PoolEntry<C> given) {
        int before = 0;
        for (PoolEntry<C> entry : warm) {
            before += isBefore(entry, given) ? 1 : 0;
        }
        for (PoolEntry<C> entry : opening) {
            before += isBefore(entry, given) ? 1 : 0;
        }
        return before;
    }

    private static boolean isBefore(PoolEntry<?> entry, PoolEntry<?> given) {
        return entry.openingAt() < given.openingAt()
                || entry.openingAt() == given.openingAt() && entry.number() < given.number();
    }

    /** When the n-th youngest was parked, counting those about to be; {@link Long#MAX_VALUE} if it is not yet. */
    long parkedAtOf(int n) {
        int left = n - opening.size();
        for (Iterator<PoolEntry<C>> it = warm.descendingIterator(); left > 0 && it.hasNext(); left--) {
            PoolEntry<C> entry = it.next();
            if (left == 1) {
                return entry.parkedAt();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Of those that nobody is looking at: whoever does, says so when done, or is given up. */
    long nextExpiry() {
        long next = Long.MAX_VALUE;
        for (PoolEntry<C> entry : warm) {
            next = Math.min(next, entry.is(PoolEntry.State.PARKED) ? entry.expiresAt() : entry.overdueAt());
        }
        return next;
    }

    /** Remembers a death without a response byte; true if it is the second within {@code span}. */
    boolean diedAgain(long now, long span) {
        boolean again = lastDeath != Long.MIN_VALUE && now - lastDeath <= span;
        lastDeath = now;
        return again;
    }
}
