package dev.prewarm.pool;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** What can be seen by a request to one origin of how others fare there, going by what is parked at its endpoint. */
final class Lookout<C> {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final OriginPool<C> origin;

    Lookout(OriginPool<C> origin) {
        this.origin = origin;
    }

    /** Whether a take that could have a warm connection should go cold on purpose. */
    boolean isCanaryDue(long now, Shelf<C> shelf) {
        int parked = parkedAt(shelf.key().endpoint());
        return shelf.hasFit(now) && origin.harm().isCanaryDue(now, parked, dwell(now, shelf, parked));
    }

    /** What can be seen by a request that sets out now, just after so many connections of its trial. */
    Witness tried(long now, Shelf<C> shelf, int opened) {
        long until = now + origin.settings().connectTimeout().toNanos();
        return origin.harm().tried(now, until, parkedAt(shelf.key().endpoint()) + opened, opened);
    }

    /** What can be seen by a request that goes cold. */
    Witness cold(long now, Shelf<C> shelf) {
        InetSocketAddress endpoint = shelf.key().endpoint();
        int parked = parkedAt(endpoint);
        // Those being opened may reach the server first, or not.
        return heldAt(endpoint) == 0
                ? Witness.unhindered(now, 0, 0)
                : origin.harm().stranger(now, 0, parked, dwell(now, shelf, parked));
    }

    /** The same, of one that was just given this connection. */
    Witness hit(long now, Entry<C> given) {
        InetSocketAddress endpoint = given.key().endpoint();
        int older = 0;
        for (Shelf<C> shelf : origin.shelves()) {
            if (shelf.key().endpoint().equals(endpoint)) {
                older += shelf.olderThan(given.parkedAt());
            }
        }
        long spared = origin.costs().cold(given.key());
        Witness witness = older == 0
                ? Witness.unhindered(now, spared, parkedAt(endpoint))
                : origin.harm().stranger(now, spared, older, dwell(now, given.shelf(), older));
        return witness.onOurs();
    }

    private int heldAt(InetSocketAddress endpoint) {
        int held = 0;
        for (Shelf<C> shelf : origin.shelves()) {
            held += shelf.key().endpoint().equals(endpoint) ? shelf.held() : 0;
        }
        return held;
    }

    /** What the server waits on for sure. */
    int parkedAt(InetSocketAddress endpoint) {
        int parked = 0;
        for (Shelf<C> shelf : origin.shelves()) {
            parked += shelf.key().endpoint().equals(endpoint) ? shelf.warm() : 0;
        }
        return parked;
    }

    /** Seconds that a connection stays parked, about. */
    private double dwell(long now, Shelf<C> shelf, int held) {
        double rate = shelf.rate(now);
        double limit = origin.idle().nanos() / SECOND;
        return rate == 0 ? limit : Math.min(limit, held / rate);
    }
}
