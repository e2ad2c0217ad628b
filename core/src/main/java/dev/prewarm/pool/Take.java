package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import java.util.List;

/** One wish of a client for a connection, until it is a hit or a miss. */
public final class Take<C> {
    enum Kind {
        /** Any warm connection will do. */
        ANY,
        /** It must not be sent twice: only a young one. */
        FRESH,
        /** It is to go cold, whatever there is, to see what a stranger would see. */
        CANARY,
        /** Nothing is warmed there (yet): it goes cold, and is neither hit nor miss. */
        UNCOUNTED,
        /** It must go cold by its user's rule. */
        COLD
    }

    private final OriginPool<C> origin;
    private final Stock<C> stock;
    private final long startedAt;
    private final Kind kind;
    private final List<PoolEntry<C>> trials;
    private final ObservedRequest trial;
    private PoolEntry<C> candidate;

    Take(OriginPool<C> origin, Stock<C> stock, long startedAt, Kind kind) {
        this(origin, stock, startedAt, kind, List.of(), null);
    }

    private Take(
            OriginPool<C> origin,
            Stock<C> stock,
            long startedAt,
            Kind kind,
            List<PoolEntry<C>> trials,
            ObservedRequest trial) {
        this.origin = origin;
        this.stock = stock;
        this.startedAt = startedAt;
        this.kind = kind;
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
        return new Take<>(origin, stock, startedAt, kind, trials, trial);
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

    Kind kind() {
        return kind;
    }
}
