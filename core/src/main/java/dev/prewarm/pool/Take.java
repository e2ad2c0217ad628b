package dev.prewarm.pool;

/** One wish of a client for a connection to an origin that is being warmed, until it is a hit or a miss. */
public final class Take<C> {
    private final Shelf<C> shelf;
    private final long startedAt;
    private final Entry<C> candidate;
    private final boolean youngestOnly;

    Take(Shelf<C> shelf, long startedAt, Entry<C> candidate, boolean youngestOnly) {
        this.shelf = shelf;
        this.startedAt = startedAt;
        this.candidate = candidate;
        this.youngestOnly = youngestOnly;
    }

    /** The warm connection to have a last look at, outside the lock; null if there is none. */
    public Entry<C> candidate() {
        return candidate;
    }

    Shelf<C> shelf() {
        return shelf;
    }

    long startedAt() {
        return startedAt;
    }

    boolean youngestOnly() {
        return youngestOnly;
    }
}
