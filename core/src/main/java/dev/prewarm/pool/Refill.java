package dev.prewarm.pool;

import dev.prewarm.pool.sizing.FairShares;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.ProvenAge;
import dev.prewarm.pool.status.EvictReason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How many connections to one origin there should be, and which to open now. */
final class Refill<C> {
    private static final long FIRST_FILLING = TimeUnit.SECONDS.toNanos(1);
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** A key that was not asked for during this time, while another one was, gives way to it. */
    private static final long SUPERSEDED = TimeUnit.SECONDS.toNanos(1);

    /** For a client's own connection to stand; a JVM's first one has classes to load. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** So much earlier than a connection grows too old its successor is opened, in lead times. */
    private static final double AHEAD = 1.2;

    /** Demand during one idle limit from which on a successor is opened ahead. */
    private static final double STEADY = 3;

    /** So many must have stood together before more is done. */
    private static final int PROOF = 2;

    private static final int LEAST_RESTING = 2;

    private final OriginFacts facts;
    private final Stocks<C> stocks;
    private final OpeningLimit<C> limit;
    private final Alarm alarm;
    private final Random random;
    private List<Stock<C>> order = List.of();
    private int[] targets = {};
    private int target;
    private int wanted;
    private int lacking;
    private long asked;
    private long firstFilledBy;
    private long heldBackUntil = Long.MIN_VALUE;

    Refill(OriginFacts facts, Stocks<C> stocks, OpeningLimit<C> limit, Alarm alarm, Random random) {
        this.facts = facts;
        this.stocks = stocks;
        this.limit = limit;
        this.alarm = alarm;
        this.random = random;
    }

    /** A take that could have had a warm connection. */
    void asked(long now) {
        if (asked++ == 0) {
            firstFilledBy = now + (long) (random.nextDouble() * FIRST_FILLING);
        }
    }

    /**
     * A client wants a connection. If nothing is held it opens its own, and what is opened ahead for the next must not
     * reach the server first, which might have one worker, and let it wait for us.
     */
    void sought(long now) {
        if (facts.counters().held() == 0 && now >= heldBackUntil) {
            heldBackUntil = now + Math.max(PATIENCE, facts.connectTimes().lead());
        }
    }

    /** A client's own connection stands. */
    void coldConnected(long now) {
        heldBackUntil = Math.min(heldBackUntil, now);
    }

    /** How many more may be opened to that address now, whatever is wanted: as many stood there together, or half as many more. */
    int room(long now, InetSocketAddress address) {
        Endpoint endpoint = facts.endpoint(address);
        alarm.wake(endpoint.growth().nextAt(now));
        return endpoint.growth().mostOpen(now) - endpoint.open(now) - stocks.openingAt(address);
    }

    /** Whether it is to be seen first whether two may stand together there: before there is any stock, and any trial. */
    boolean isToProve(long now, InetSocketAddress address) {
        return facts.settings().max() >= PROOF
                && !facts.endpoint(address).growth().isProven(now);
    }

    /** Whether what is held for that key is there to see that. */
    boolean isProving(long now, Key key) {
        return key.recipe() == null
                && isToProve(now, key.endpoint())
                && facts.status().isWorthwhile()
                && !facts.guard().isSuspended(now)
                && !facts.guard().evidence().isOff();
    }

    /**
     * Opens two, one behind the other, while nobody waits for an answer: whatever the server does to either, no request is
     * there to suffer. Where no such moment comes, one beside a request: if the server takes but one, it is ours that is refused.
     */
    private int prove(long now, Stock<C> stock, int room, Step<C> step) {
        InetSocketAddress address = stock.key().endpoint();
        Endpoint endpoint = facts.endpoint(address);
        alarm.wake(endpoint.growth().nextAt(now));
        boolean isBeside = endpoint.isAwaited(now);
        if (endpoint.growth().isInDoubt(now)) {
            alarm.wake(endpoint.growth().doubtEnds());
            return 0;
        }
        if (isBeside && !endpoint.isBusy(now)) {
            alarm.wake(endpoint.busyAt());
            return 0;
        }
        int missing = isBeside
                ? 1 - stocks.heldAt(address)
                : PROOF - endpoint.growth().open() - stocks.openingAt(address);
        if (missing <= 0 || room < missing) {
            return 0;
        }
        long next = endpoint.nextTry(now, isBeside);
        if (now < next) {
            alarm.wake(next);
            return 0;
        }
        endpoint.proves(now, isBeside);
        for (int left = missing; left > 0; left--) {
            open(now, stock, step);
        }
        return missing;
    }

    /** Of what, before any trial, two are to be seen to stand together; null: of nothing. */
    private Stock<C> toProve(long now) {
        Stock<C> last = stocks.lastAsked();
        boolean isToBeTried = facts.guard().isOnTrial()
                && facts.status().isWorthwhile()
                && !facts.guard().isSuspended(now);
        if (last == null || !isToBeTried || !isToProve(now, last.key().endpoint())) {
            return null;
        }
        return stocks.kept(new Key(facts.origin(), last.key().endpoint(), null));
    }

    private void open(long now, Stock<C> stock, Step<C> step) {
        PoolEntry<C> entry = stock.open(now);
        facts.counters().beginsOpening();
        step.open().add(entry);
    }

    private int cap(long now) {
        return Math.min(facts.settings().max(), facts.guard().limit(now));
    }

    /** Decides how many there should be; answers by how many more than before. */
    int aim(long now) {
        int before = target;
        order = mostRecentFirst();
        targets = targets(now);
        return target - before;
    }

    /** How many each of its keys should hold, all together no more than the cap. */
    private int[] targets(long now) {
        int cap = cap(now);
        int[] targets = new int[order.size()];
        wanted = 0;
        for (int i = 0; i < targets.length; i++) {
            targets[i] = cap == 0 ? 0 : target(order.get(i), now);
            wanted += targets[i];
        }
        target = Math.min(wanted, cap);
        return wanted > cap ? FairShares.of(targets, cap) : targets;
    }

    private int target(Stock<C> stock, long now) {
        if (!facts.status().isWarmed(now) || !stock.earnsStock() || stocks.isAddressGone(stock, now)) {
            return 0;
        }
        int resting = resting(now, stock);
        stock.rest(resting, ProvenAge.enough(facts.restFor(now, stock.key())));
        int wanted = toBeUsed(stock, now) + resting;
        return Math.min(facts.settings().max(), wanted + placeOfAClient(now, stock, wanted));
    }

    /** So many more stand once: before a client's own connection is opened beside what is wanted it is to be seen that it may. */
    private int placeOfAClient(long now, Stock<C> stock, int wanted) {
        Growth growth = facts.endpoint(stock.key().endpoint()).growth();
        return wanted > 0 && !growth.isLimited(now) && growth.isProven(now) && growth.seenTogether(now) <= wanted
                ? 1
                : 0;
    }

    private int toBeUsed(Stock<C> stock, long now) {
        int cap = facts.settings().max();
        long lead = facts.connectTimes().lead();
        long idle = facts.idle().nanos();
        long fresh = fresh(now, stock);
        int wanted = stock.target(now, lead, idle, cap) + stock.youngTarget(now, lead, fresh, cap);
        int left = facts.burden().left(now, facts.waste().requests(now));
        if (left == Integer.MAX_VALUE) {
            return Math.max(wanted, kept(stock, now));
        }
        // Where unused ones are a burden: what will certainly be used, and beyond that no more than may go unused.
        int sure = stock.sureTarget(now, lead, idle, fresh, cap);
        int atTheNextRequest = stock.wentUnusedSinceAsked() ? wanted : Math.max(wanted, kept(stock, now));
        return Math.max(sure, Math.min(left, atTheNextRequest));
    }

    private long fresh(long now, Stock<C> stock) {
        return facts.fresh(now, stock.key());
    }

    /** How many of its connections are left alone, for it to be seen how old they may grow for what must not be repeated. */
    private int resting(long now, Stock<C> stock) {
        Endpoint endpoint = facts.endpoint(stock.key().endpoint());
        boolean isUseful = facts.isNamed()
                && facts.teachesAge(stock.key())
                && stock.wasAskedForFreshWithin(now, facts.settings().keepWarm().toNanos())
                && !endpoint.growth().isLimited(now);
        return isUseful && endpoint.provenAge().isWanted(now, facts.restFor(now, stock.key()))
                ? Math.max(LEAST_RESTING, facts.settings().min())
                : 0;
    }

    /** What is kept of the key asked for last however seldom that is. */
    private int kept(Stock<C> stock, long now) {
        long keptFor = facts.isNamed()
                ? facts.settings().keepWarm().toNanos()
                : facts.idle().nanos();
        boolean isKept = stock == stocks.lastAsked()
                && now - stocks.lastTake() <= keptFor
                && (stock.wasAskedForAnyWithin(now, keptFor) || facts.provenAge(now, stock.key()) > 0);
        return isKept ? facts.isNamed() ? facts.settings().min() : 1 : 0;
    }

    /** How many there should be, as it was decided last. */
    int target() {
        return target;
    }

    /** How many there would be if there were no doubt that they do no harm. */
    int wanted() {
        return Math.min(wanted, facts.settings().max());
    }

    /**
     * Decides what to open, of what {@link #aim} has decided just before.
     *
     * @param room for all its keys together
     * @return whether more would be opened if there were more room
     */
    boolean fill(long now, int room, Step<C> step) {
        lacking = 0;
        // Else a trial would be about more than was to be tried.
        if (facts.guard().isTrying()) {
            return false;
        }
        Stock<C> unproven = toProve(now);
        if (target == 0 && unproven == null) {
            return false;
        }
        int mayOpen = limit.at(now);
        if (mayOpen == 0) {
            limit.wakeWhenItMayGrow(now);
            return false;
        }
        if (now < heldBackUntil) {
            alarm.wake(heldBackUntil);
            return false;
        }
        if (unproven != null) {
            prove(
                    now,
                    unproven,
                    Math.min(room, facts.settings().max() - facts.counters().held()),
                    step);
            return false;
        }
        int left = Math.min(room, cap(now) - facts.counters().held());
        if (now < firstFilledBy) {
            // JVMs that restart together: each opens no more than one ahead for each request it makes itself.
            left = (int) Math.min(left, asked - facts.counters().opened());
            alarm.wake(firstFilledBy);
        }
        boolean lacks = false;
        for (int i = 0; i < targets.length; i++) {
            Stock<C> stock = order.get(i);
            if (targets[i] > 0 && isToProve(now, stock.key().endpoint())) {
                // By TCP alone: a server with one worker would finish no second handshake.
                Stock<C> plain = stocks.kept(new Key(facts.origin(), stock.key().endpoint(), null));
                left -= plain == null ? 0 : prove(now, plain, left, step);
                continue;
            }
            int missing = missing(stock, targets[i], now);
            int paced = Math.min(
                    Math.min(
                            mayOpen,
                            missing == 0 ? 0 : Math.max(0, room(now, stock.key().endpoint()))),
                    Math.min(missing, stock.pace(now, facts.connectTimes().lead())));
            if (paced > left && paced > 0) {
                left += makeRoom(stock, paced - left, now, step);
            }
            lacking += Math.max(0, paced - Math.max(0, left));
            for (int n = Math.min(paced, left); n > 0; n--) {
                open(now, stock, step);
                left--;
                mayOpen--;
            }
            lacks |= paced > 0 && left <= 0;
            if (paced < missing) {
                alarm.wake(stock.nextPace(facts.connectTimes().lead()));
            }
        }
        return lacks;
    }

    /** How many more {@link #fill} would have opened with more room. */
    int lacking() {
        return lacking;
    }

    private int missing(Stock<C> stock, int target, long now) {
        if (target == 0) {
            return 0;
        }
        int lasting = stock.held();
        long lookAhead = (long) (AHEAD * facts.connectTimes().lead());
        if (stock.rate(now) * facts.idle().nanos() >= STEADY * SECOND) {
            lasting -= stock.expiringBy(now + lookAhead);
            long next = stock.nextExpiry();
            if (next != Long.MAX_VALUE) {
                alarm.wake(Math.max(now + lookAhead / 8, next - lookAhead));
            }
        }
        return Math.max(0, Math.max(target - lasting, missingYoung(stock, target, now)));
    }

    private int missingYoung(Stock<C> stock, int target, long now) {
        long fresh = fresh(now, stock);
        int wanted =
                Math.min(target, stock.youngTarget(now, facts.connectTimes().lead(), fresh, target));
        if (wanted == 0 && stock.isYoungLikelyUsed(now, fresh)) {
            // It is replaced when it has grown too old for them, as one for any request is when it expires.
            wanted = Math.min(target, kept(stock, now));
        }
        if (wanted == 0) {
            return 0;
        }
        int young = stock.youngAndFree(now - fresh);
        long nextTooOld = young >= wanted ? stock.parkedAtOf(wanted) : Long.MAX_VALUE;
        if (nextTooOld != Long.MAX_VALUE) {
            alarm.wake(nextTooOld + fresh);
        }
        return wanted - young;
    }

    /**
     * Takes back what stands idle under keys that were asked for before this one's demand, and no more since: a recipe
     * that a client uses only once must not keep the cap from the one that it uses from then on.
     */
    private int makeRoom(Stock<C> wanting, int wanted, long now, Step<C> step) {
        int made = 0;
        for (Stock<C> other : stocks) {
            if (other.warm() > 0 && wanting.lastAsked() - other.lastAsked() > SUPERSEDED) {
                List<PoolEntry<C>> parked = other.parked();
                for (PoolEntry<C> entry : parked.subList(0, Math.min(wanted - made, parked.size()))) {
                    step.evict().add(stocks.evict(entry, EvictReason.SURPLUS));
                    made++;
                }
            }
        }
        return made;
    }

    private List<Stock<C>> mostRecentFirst() {
        List<Stock<C>> order = new ArrayList<>(4);
        stocks.forEach(order::add);
        if (order.size() > 1) {
            order.sort((a, b) -> Long.compare(b.lastAsked(), a.lastAsked()));
        }
        return order;
    }
}
