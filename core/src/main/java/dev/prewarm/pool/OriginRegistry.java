package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.pool.sizing.FairShares;
import dev.prewarm.pool.status.Counters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Those that are known, least recently used first, and when each is to be looked at. Of bounded number. */
final class OriginRegistry<C> {
    private static final int MOST = 1000;

    private final Function<Origin, OriginSettings> settings;
    private final Random random;
    private final Counters counters;
    private final Map<Origin, OriginPool<C>> origins = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Origin, OriginPool<C>> byOrigin = new HashMap<>();
    private final DueQueue<OriginPool<C>> dueQueue = new DueQueue<>();

    /** What protects an upstream outlives what helps a request: of those that many others have made forgotten. */
    private final Map<Origin, OriginFacts> protection = new LinkedHashMap<>();

    private Withdrawal withdrawal = Withdrawal.NOTHING;
    private int target;

    /** @param counters of all of them, also of those that are forgotten */
    OriginRegistry(Function<Origin, OriginSettings> settings, Random random, Counters counters) {
        this.settings = settings;
        this.random = random;
        this.counters = counters;
    }

    /** Known from now on, and to be looked at in the next step. */
    OriginPool<C> of(Origin id) {
        OriginPool<C> origin = origins.get(id);
        if (origin == null) {
            if (origins.size() >= MOST) {
                retireOne();
            }
            OriginFacts facts = protection.remove(id);
            origin = new OriginPool<>(
                    facts == null ? new OriginFacts(id, settings.apply(id), random, counters) : facts, random);
            origin.facts().status().withdraw(withdrawal);
            origins.put(id, origin);
            byOrigin.put(id, origin);
        }
        touch(origin);
        return origin;
    }

    private void retireOne() {
        for (Iterator<OriginPool<C>> eldestFirst = origins.values().iterator(); eldestFirst.hasNext(); ) {
            OriginPool<C> eldest = eldestFirst.next();
            if (eldest.isEmpty()) {
                dueQueue.plan(eldest, Long.MAX_VALUE);
                target -= eldest.refill().target();
                eldest.retire();
                eldestFirst.remove();
                byOrigin.remove(eldest.facts().origin());
                if (eldest.facts().protectsUpstream()) {
                    remember(eldest.facts());
                }
                return;
            }
        }
    }

    private void remember(OriginFacts facts) {
        if (protection.size() >= MOST) {
            Iterator<OriginFacts> eldestFirst = protection.values().iterator();
            eldestFirst.next();
            eldestFirst.remove();
        }
        protection.put(facts.origin(), facts);
    }

    /** Holds for those that are known and for those that will be. */
    void withdraw(Withdrawal now) {
        withdrawal = now;
        for (OriginPool<C> each : origins.values()) {
            each.facts().status().withdraw(now);
            touch(each);
        }
    }

    Withdrawal withdrawal() {
        return withdrawal;
    }

    /** Null if it is not known (any more). */
    OriginPool<C> known(Origin id) {
        return origins.get(id);
    }

    /** The same; it is no use of the origin, which may be forgotten as soon as before. */
    OriginPool<C> seen(Origin id) {
        return byOrigin.get(id);
    }

    /** Of one that is held, or was until just now; null if it is not known any more. It is no use of the origin. */
    OriginPool<C> holding(PoolEntry<C> entry) {
        return seen(entry.key().origin());
    }

    Collection<OriginPool<C>> all() {
        return origins.values();
    }

    List<Origin> ids() {
        return new ArrayList<>(origins.keySet());
    }

    /** Something about it has changed. */
    void touch(OriginPool<C> origin) {
        if (!origin.isRetired()) {
            dueQueue.touch(origin);
        }
    }

    /** It has been looked at. */
    void plan(OriginPool<C> origin) {
        dueQueue.plan(origin, origin.nextAt());
    }

    List<OriginPool<C>> due(long now, int most) {
        return dueQueue.due(now, most);
    }

    /** When the next one is due; {@link Long#MAX_VALUE} if nothing is planned. */
    long nextAt() {
        return dueQueue.next();
    }

    /** Decides how many connections there should be to one of them. */
    void aim(long now, OriginPool<C> origin) {
        target += origin.refill().aim(now);
    }

    /** How many connections there should be to all of them together, were it not for a common cap. */
    int target() {
        return target;
    }

    /**
     * What one of them may have of {@code cap}, if all want more than that together: of what those before it leave, as much as others
     * of its own rank.
     */
    int share(OriginPool<C> origin, int cap) {
        int rank = origin.facts().settings().rank();
        int left = cap;
        int[] mostRecentFirst = new int[origins.size()];
        int at = mostRecentFirst.length;
        int own = 0;
        for (OriginPool<C> each : origins.values()) {
            int itsRank = each.facts().settings().rank();
            left -= itsRank < rank ? each.refill().target() : 0;
            mostRecentFirst[--at] = itsRank == rank ? each.refill().target() : 0;
            own = each == origin ? at : own;
        }
        return FairShares.of(mostRecentFirst, Math.max(0, left))[own];
    }
}
