package dev.prewarm.pool;

import dev.prewarm.pool.sizing.FairShares;
import dev.prewarm.pool.status.EvictReason;
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
        int cap = facts.settings().max();
        if (!facts.status().isWarmed(now) || !stock.earnsStock() || stocks.isAddressGone(stock, now)) {
            return 0;
        }
        int wanted = stock.target(now, facts.connectTimes().lead(), facts.idle().nanos(), cap)
                + stock.youngTarget(now, facts.connectTimes().lead(), facts.fresh(), cap);
        return Math.min(cap, Math.max(wanted, kept(stock, now)));
    }

    /** What is kept of the key asked for last however seldom that is. */
    private int kept(Stock<C> stock, long now) {
        long keptFor = facts.isNamed()
                ? facts.settings().keepWarm().toNanos()
                : facts.idle().nanos();
        boolean isKept = stock == stocks.lastAsked()
                && now - stocks.lastTake() <= keptFor
                && stock.wasAskedForAnyWithin(now, keptFor);
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
        if (target == 0 || facts.guard().isTrying()) {
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
        int left = Math.min(room, cap(now) - facts.counters().held());
        if (now < firstFilledBy) {
            // JVMs that restart together: each opens no more than one ahead for each request it makes itself.
            left = (int) Math.min(left, asked - facts.counters().opened());
            alarm.wake(firstFilledBy);
        }
        boolean lacks = false;
        for (int i = 0; i < targets.length; i++) {
            Stock<C> stock = order.get(i);
            int missing = missing(stock, targets[i], now);
            int paced = Math.min(
                    mayOpen,
                    Math.min(missing, stock.pace(now, facts.connectTimes().lead())));
            if (paced > left && paced > 0) {
                left += makeRoom(stock, paced - left, now, step);
            }
            lacking += Math.max(0, paced - Math.max(0, left));
            for (int n = Math.min(paced, left); n > 0; n--) {
                PoolEntry<C> entry = stock.open(now);
                facts.counters().beginsOpening();
                step.open().add(entry);
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
        int wanted =
                Math.min(target, stock.youngTarget(now, facts.connectTimes().lead(), facts.fresh(), target));
        if (wanted == 0) {
            return 0;
        }
        int young = stock.youngerThan(now - facts.fresh());
        long nextTooOld = young >= wanted ? stock.parkedAtOf(wanted) : Long.MAX_VALUE;
        if (nextTooOld != Long.MAX_VALUE) {
            alarm.wake(nextTooOld + facts.fresh());
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
