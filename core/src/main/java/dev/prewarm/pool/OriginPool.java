package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One origin: its settings, what was learnt of it, and the stock of each of its keys. */
public final class OriginPool<C> {
    /** What a change of an origin's state looks like to a log. */
    public static final class Change {
        private final Origin origin;
        private final OriginState state;
        private final String reason;

        Change(Origin origin, OriginState state, String reason) {
            this.origin = origin;
            this.state = state;
            this.reason = reason;
        }

        public Origin origin() {
            return origin;
        }

        public OriginState state() {
            return state;
        }

        /** In words. */
        public String reason() {
            return reason;
        }
    }

    private static final int MOST_KEYS = 64;
    private static final long UNKNOWN_LEAD = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FIRST_FILLING = TimeUnit.SECONDS.toNanos(1);
    private static final double JITTER = 0.1;

    /** A key that was not asked for during this time, while another one was, gives way to it. */
    private static final long SUPERSEDED = TimeUnit.SECONDS.toNanos(1);

    /** So much earlier than a connection grows too old its successor is opened, in lead times. */
    private static final double AHEAD = 1.2;

    /** Demand during one idle limit from which on a successor is opened ahead. */
    private static final double STEADY = 3;

    private final Origin origin;
    private final OriginSettings settings;
    private final Random random;
    private final Counters counters = new Counters();
    private final CloseWatch answers = new CloseWatch();
    private final Durations cold = new Durations();
    private final Durations ahead = new Durations();
    private final Durations connects = new Durations();
    private final IdleLimit idle;
    private final Backoff backoff;
    private final Map<Key, Shelf<C>> shelves = new LinkedHashMap<>(4, 0.75f, true);
    private Shelf<C> lastAsked;
    private long asked;
    private long firstAsked = Long.MIN_VALUE;
    private long firstFilledBy;
    private long lastTake;
    private OriginState told;
    private boolean advised;
    private String lastFailure = "";

    OriginPool(Origin origin, OriginSettings settings, Random random) {
        this.origin = origin;
        this.settings = settings;
        this.random = random;
        this.idle = new IdleLimit(settings.idle().toNanos());
        this.backoff = new Backoff(random);
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

    IdleLimit idle() {
        return idle;
    }

    /** Null if it is not known (any more). */
    Shelf<C> shelf(Key key) {
        return shelves.get(key);
    }

    Iterable<Shelf<C>> shelves() {
        return shelves.values();
    }

    boolean isNamed() {
        return settings.mode() == Mode.NAMED;
    }

    /** Whether takes here count as hits or misses. */
    boolean isWarmed() {
        return isNamed() && settings.max() > 0 && !answers.keepsAlive();
    }

    boolean isEmpty() {
        return counters.warm + counters.opening == 0;
    }

    long lead() {
        return Math.max(1, ahead.isEmpty() ? cold.quantile(0.9, UNKNOWN_LEAD) : ahead.quantile(0.9, UNKNOWN_LEAD));
    }

    /** One round trip, about: what a TCP connect takes. */
    long roundTrip() {
        return connects.quantile(0.5, UNKNOWN_LEAD);
    }

    /** What a client's own connection takes at the median; with TLS if the key has its TLS done ahead. */
    long coldCost(Key key) {
        if (key.recipe() == null && origin.isTls()) {
            return connects.quantile(0.5, 0);
        }
        return cold.isEmpty() ? ahead.quantile(0.5, 0) : cold.quantile(0.5, 0);
    }

    long idleWithJitter() {
        return (long) (idle.nanos() * (1 - JITTER * random.nextDouble()));
    }

    Shelf<C> asked(Key key, long now) {
        if (firstAsked == Long.MIN_VALUE) {
            firstAsked = now;
            firstFilledBy = now + (long) (random.nextDouble() * FIRST_FILLING);
        }
        asked++;
        lastTake = now;
        Shelf<C> shelf = shelves.get(key);
        if (shelf == null) {
            shelf = new Shelf<>(key, this);
            if (shelves.size() < MOST_KEYS || dropOne()) {
                shelves.put(key, shelf);
            }
        }
        shelf.asked(now);
        lastAsked = shelf;
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

    /** True if that changes what is to be done. */
    boolean answered(boolean closes) {
        return answers.answered(closes);
    }

    /** True if that is news. */
    boolean verified(Key key) {
        Shelf<C> shelf = shelves.get(key);
        return shelf != null && shelf.verify();
    }

    boolean hasOpened() {
        return !ahead.isEmpty();
    }

    void coldConnected(long nanos) {
        cold.record(nanos);
        backoff.succeeded();
    }

    void opened(long connectNanos, long leadNanos) {
        connects.record(connectNanos);
        ahead.record(leadNanos);
        backoff.succeeded();
    }

    void failed(long now, long begunAt, String why) {
        lastFailure = why;
        backoff.failed(now, begunAt);
    }

    Eviction<C> evict(long now, Entry<C> entry, EvictReason reason) {
        counters.warm--;
        counters.evicted(reason);
        entry.shelf().evict(entry);
        if (reason == EvictReason.CLOSED_BY_SERVER || reason == EvictReason.UNEXPECTED_DATA) {
            idle.closedByServer(now, now - entry.parkedAt());
        }
        return new Eviction<>(entry.connection(), entry.key(), reason);
    }

    OriginState state() {
        switch (settings.mode()) {
            case EXCLUDED:
                return OriginState.EXCLUDED;
            case NAMED:
                if (settings.max() == 0) {
                    return OriginState.OFF;
                }
                if (answers.keepsAlive()) {
                    return OriginState.KEEPS_ALIVE;
                }
                return backoff.hasFailed() ? OriginState.BACKING_OFF : OriginState.WARMING;
            default:
                return OriginState.OBSERVED;
        }
    }

    String reason() {
        switch (state()) {
            case EXCLUDED:
                return "named in prewarm.exclude";
            case OFF:
                return "max=0";
            case KEEPS_ALIVE:
                return "it keeps its connections open, there is nothing to gain";
            case BACKING_OFF:
                return "could not connect ahead: " + lastFailure;
            case WARMING:
                return answers.closes() ? "named, and it closes each connection" : "named";
            default:
                return answers.closes() ? "not named, closes each connection" : "not named";
        }
    }

    /** What a cold connection costs here, in words; null while nothing is known. */
    private String advice() {
        long cost = cold.quantile(0.5, -1);
        if (cost < 0) {
            return null;
        }
        return "it closes each connection, and each request waits " + millis(cost)
                + " for a new one (median of those seen); warming would save that: -Dprewarm.origins=" + origin;
    }

    private static String millis(long nanos) {
        long tenths = Math.round(nanos / 1e5);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " ms" : Math.round(tenths / 10.0) + " ms";
    }

    void tell(Step<C> step) {
        OriginState state = state();
        if (state == OriginState.OBSERVED) {
            String advice = answers.closes() && !advised ? advice() : null;
            if (advice != null) {
                advised = true;
                step.changes().add(new Change(origin, state, advice));
            }
        } else if (state != told) {
            step.changes().add(new Change(origin, state, reason()));
        }
        told = state;
    }

    int target(Shelf<C> shelf, long now) {
        if (!isWarmed() || !shelf.earnsStock() || isAddressGone(shelf, now)) {
            return 0;
        }
        int wanted = shelf.target(now, lead(), idle.nanos(), settings.max());
        boolean kept =
                shelf == lastAsked && now - lastTake <= settings.keepWarm().toNanos();
        return kept ? Math.max(wanted, settings.min()) : wanted;
    }

    int target(long now) {
        int sum = 0;
        for (Shelf<C> shelf : shelves.values()) {
            sum += target(shelf, now);
        }
        return Math.min(settings.max(), sum);
    }

    /** Its address was not asked for during one idle limit while others of the origin were. */
    boolean isAddressGone(Shelf<C> shelf, long now) {
        return shelf != lastAsked
                && !shelf.demand().within(now, idle.nanos())
                && now - lastTake <= idle.nanos()
                && lastAsked != null
                && !lastAsked.key().endpoint().equals(shelf.key().endpoint());
    }

    /** Decides what to open, at most {@code room} over all keys; answers how many. */
    int fill(long now, int room, Step<C> step) {
        if (!isWarmed()) {
            return 0;
        }
        if (backoff.isActive(now)) {
            step.wake(backoff.until());
            return 0;
        }
        int left = Math.min(room, settings.max() - counters.warm - counters.opening);
        if (now < firstFilledBy) {
            // JVMs that restart together: each opens no more than one ahead for each request it makes itself.
            left = (int) Math.min(left, asked - counters.opened);
            step.wake(firstFilledBy);
        }
        int opened = 0;
        for (Shelf<C> shelf : mostRecentFirst()) {
            int missing = missing(shelf, now, step);
            int paced = Math.min(missing, shelf.pace(now, lead()));
            if (paced > left - opened && paced > 0) {
                left += makeRoom(shelf, paced - (left - opened), now, step);
            }
            for (int i = Math.min(paced, left - opened); i > 0; i--) {
                step.open().add(shelf.open(now));
                counters.opened++;
                counters.opening++;
                opened++;
            }
            if (paced < missing) {
                step.wake(shelf.nextPace(lead()));
            }
        }
        return opened;
    }

    /**
     * Takes back what stands idle under keys that were asked for before this one's demand, and no more since: a recipe
     * that a client uses only once must not keep the cap from the one that it uses from then on.
     */
    private int makeRoom(Shelf<C> wanting, int wanted, long now, Step<C> step) {
        int made = 0;
        for (Shelf<C> other : shelves.values()) {
            if (wanting.demand().last() - other.demand().last() > SUPERSEDED) {
                List<Entry<C>> parked = other.parked();
                for (Entry<C> entry : parked.subList(0, Math.min(wanted - made, parked.size()))) {
                    step.evict().add(evict(now, entry, EvictReason.SURPLUS));
                    made++;
                }
            }
        }
        return made;
    }

    private int missing(Shelf<C> shelf, long now, Step<C> step) {
        int target = target(shelf, now);
        if (target == 0) {
            return 0;
        }
        int lasting = shelf.held();
        long lookAhead = (long) (AHEAD * lead());
        if (shelf.demand().rate(now) * idle.nanos() >= STEADY * TimeUnit.SECONDS.toNanos(1)) {
            lasting -= shelf.expiringBy(now + lookAhead);
            long next = shelf.nextExpiry();
            if (next != Long.MAX_VALUE) {
                step.wake(Math.max(now + lookAhead / 8, next - lookAhead));
            }
        }
        return Math.max(0, target - lasting);
    }

    private List<Shelf<C>> mostRecentFirst() {
        List<Shelf<C>> order = new ArrayList<>(shelves.values());
        order.sort((a, b) -> Long.compare(b.demand().last(), a.demand().last()));
        return order;
    }

    /** Forgets keys that nobody asks for any more. */
    void forget(long now) {
        long after = Math.max(settings.keepWarm().toNanos(), Demand.HORIZON);
        shelves.values()
                .removeIf(shelf ->
                        shelf.held() == 0 && (shelf.isGone() || !shelf.demand().within(now, after)));
    }

    Reading read(long now) {
        return new Reading(origin.toString(), state().label(), reason(), target(now), idle.nanos(), lead(), counters);
    }
}
