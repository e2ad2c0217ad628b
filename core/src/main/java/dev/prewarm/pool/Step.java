package dev.prewarm.pool;

import dev.prewarm.pool.status.StateChange;
import java.util.ArrayList;
import java.util.List;

/** What is to be done now, and when to ask again. */
public final class Step<C> {
    private final List<PoolEntry<C>> open = new ArrayList<>(0);
    private final List<Eviction<C>> evict = new ArrayList<>(0);
    private final List<StateChange> changes = new ArrayList<>(0);
    private long nextAt = Long.MAX_VALUE;

    /** To be opened; each is answered by {@link Pool#opened} or {@link Pool#failed}. */
    public List<PoolEntry<C>> open() {
        return open;
    }

    /** To be closed; they are no longer in the pool. */
    public List<Eviction<C>> evict() {
        return evict;
    }

    /** Origins whose state has changed since the last step. */
    public List<StateChange> changes() {
        return changes;
    }

    /** When to step again at the latest; {@link Long#MAX_VALUE}: not before something happens. */
    public long nextAt() {
        return nextAt;
    }

    void wake(long at) {
        nextAt = Math.min(nextAt, at);
    }
}
