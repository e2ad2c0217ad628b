package dev.prewarm.pool;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who may open how many where all want more than the {@link Ceiling} allows, and who gives way to whom. */
final class Allotment<C> {
    private final Ceiling ceiling;
    private final OriginRegistry<C> origins;
    private final Evictions<C> evictions;

    /** Those that would hold more if the ceiling let them, longest waiting first. */
    private final Set<OriginPool<C>> lacking = new LinkedHashSet<>();

    Allotment(Ceiling ceiling, OriginRegistry<C> origins, Evictions<C> evictions) {
        this.ceiling = ceiling;
        this.origins = origins;
        this.evictions = evictions;
    }

    /** What has become free goes to those who wait: they are looked at in this step. */
    void giveToTheLacking() {
        Iterator<OriginPool<C>> longestFirst = lacking.iterator();
        for (int room = ceiling.left(); room > 0 && longestFirst.hasNext(); room--) {
            origins.touch(longestFirst.next());
            longestFirst.remove();
        }
    }

    /** Lets an origin open what it wants, as far as there is room, or room can be made. */
    void fill(long now, OriginPool<C> origin, Step<C> step) {
        boolean lacks = origin.refill().fill(now, room(origin), step);
        if (origin.refill().lacking() > 0 && othersGiveWay(origin, step)) {
            lacks = origin.refill().fill(now, room(origin), step);
        }
        if (lacks) {
            lacking.add(origin);
            if (lacking.size() > origins.all().size()) {
                lacking.removeIf(OriginPool::isRetired);
            }
        }
    }

    /** Those of a lower rank, as far as it has a right to more than it was left. */
    private boolean othersGiveWay(OriginPool<C> origin, Step<C> step) {
        int rank = origin.facts().settings().rank();
        if (!evictions.anyParkedAfter(rank)) {
            return false;
        }
        int right =
                origins.share(origin, ceiling.now()) - origin.facts().counters().held();
        int wanted = Math.min(origin.refill().lacking(), right - Math.max(0, ceiling.left()));
        Set<OriginPool<C>> from = evictions.makeRoom(rank, wanted, step.evict());
        // They are to have it back as soon as there is room.
        lacking.addAll(from);
        return !from.isEmpty();
    }

    /** What is left below the ceiling for it; where all want more than that together, no more than its share. */
    private int room(OriginPool<C> origin) {
        int left = ceiling.left();
        if (origins.target() <= ceiling.now()) {
            return left;
        }
        int held = origin.facts().counters().held();
        return Math.min(left, origins.share(origin, ceiling.now()) - held);
    }
}
