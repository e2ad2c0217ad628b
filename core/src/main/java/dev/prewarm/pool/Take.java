package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.TakeOutcome;
import java.util.List;

/** One wish of a client for a connection, until it is a hit or a miss. */
public final class Take<C> {
    enum Kind {
        /** Any warm connection will do. */
        ANY(TakeOutcome.MISS),
        /** It must not be sent twice: only a young one. */
        FRESH(TakeOutcome.MISS),
        /** It is to go cold, whatever there is, to see what a stranger would see. */
        CANARY(TakeOutcome.CANARY),
        /** Nothing is warmed there (yet): it goes cold, and is neither hit nor miss. */
        UNCOUNTED(TakeOutcome.NOT_WARMED),
        /** It must go cold by its user's rule. */
        COLD(TakeOutcome.MISS);

        private final TakeOutcome cold;

        Kind(TakeOutcome cold) {
            this.cold = cold;
        }
    }

    private final OriginPool<C> origin;
    private final Stock<C> stock;
    private final long startedAt;
    private final Kind kind;
    private final boolean idempotent;
    private final List<PoolEntry<C>> trials;
    private final ObservedRequest trial;
    private PoolEntry<C> candidate;
    private List<Eviction<C>> yields = List.of();
    private List<PoolEntry<C>> withdrawn = List.of();

    /** @param idempotent whether its request may be sent twice */
    Take(OriginPool<C> origin, Stock<C> stock, long startedAt, Kind kind, boolean idempotent) {
        this(origin, stock, startedAt, kind, idempotent, List.of(), null);
    }

    /** The same, with no candidate yet. */
    Take<C> again() {
        return new Take<>(origin, stock, startedAt, kind, idempotent);
    }

    private Take(
            OriginPool<C> origin,
            Stock<C> stock,
            long startedAt,
            Kind kind,
            boolean idempotent,
            List<PoolEntry<C>> trials,
            ObservedRequest trial) {
        this.origin = origin;
        this.stock = stock;
        this.startedAt = startedAt;
        this.kind = kind;
        this.idempotent = idempotent;
        this.trials = trials;
        this.trial = trial;
    }

    /**
     * It goes cold, just after the connections of a trial.
     *
     * @param trial what is to be seen by it
     */
    static <C> Take<C> trying(
            OriginPool<C> origin,
            Stock<C> stock,
            long startedAt,
            Kind kind,
            List<PoolEntry<C>> trials,
            ObservedRequest trial) {
        return new Take<>(origin, stock, startedAt, kind, true, trials, trial);
    }

    /** What was checked out for it, or null. */
    Take<C> offer(PoolEntry<C> checkedOut) {
        candidate = checkedOut;
        return this;
    }

    /** The warm connection to have a last look at, outside the lock; null if there is none. */
    public PoolEntry<C> candidate() {
        return candidate;
    }

    /** To be opened at once, before the client connects. Answered as those of {@link Step#open()}. */
    public List<PoolEntry<C>> trials() {
        return trials;
    }

    /**
     * What makes place for the client's own connection, where there is a limit: to be closed before that connects. Known once it is
     * a miss.
     */
    public List<Eviction<C>> yields() {
        return yields;
    }

    /** The same of what is being opened: to be broken off. None of them is answered any more. */
    public List<PoolEntry<C>> withdrawn() {
        return withdrawn;
    }

    void yields(List<Eviction<C>> evictions, List<PoolEntry<C>> openings) {
        yields = evictions;
        withdrawn = openings;
    }

    /** Null if it is no trial. */
    ObservedRequest trial() {
        return trial;
    }

    OriginPool<C> origin() {
        return origin;
    }

    Stock<C> stock() {
        return stock;
    }

    long startedAt() {
        return startedAt;
    }

    boolean isForNonIdempotent() {
        return !idempotent;
    }

    Kind kind() {
        return kind;
    }

    /** What it counts as if it goes cold. Any thread. */
    public TakeOutcome coldOutcome() {
        return kind.cold;
    }
}
