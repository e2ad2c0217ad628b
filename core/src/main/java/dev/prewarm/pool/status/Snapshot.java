package dev.prewarm.pool.status;

import java.util.Collections;
import java.util.Map;

/** The counters at one moment, of one origin or of all. Immutable. */
public final class Snapshot {
    private final String name;
    private final String state;
    private final String reason;
    private final int target;
    private final Learnt learnt;
    private final Counters counters;
    private final Map<String, Long> evicted;

    public Snapshot(String name, String state, String reason, int target, Learnt learnt, Counters live) {
        this.name = name;
        this.state = state;
        this.reason = reason;
        this.target = target;
        this.learnt = learnt;
        this.counters = live.copy();
        this.evicted = Collections.unmodifiableMap(counters.evictedByReason());
    }

    /** The origin, or "all". */
    public String name() {
        return name;
    }

    public String state() {
        return state;
    }

    /** Why it is in this state, in words. */
    public String reason() {
        return reason;
    }

    /** How many warm connections there should be. */
    public int target() {
        return target;
    }

    /** What is known of the origin; of all together, nothing. */
    public Learnt learnt() {
        return learnt;
    }

    public long hits() {
        return counters.hits();
    }

    public long misses() {
        return counters.misses();
    }

    public long hitsTcp() {
        return counters.hitsTcp();
    }

    public long canaries() {
        return counters.canaries();
    }

    public long opened() {
        return counters.opened();
    }

    public long failed() {
        return counters.failed();
    }

    public long unused() {
        return counters.unused();
    }

    /** By {@link EvictReason#label()}. */
    public Map<String, Long> evicted() {
        return evicted;
    }

    public long staleHits() {
        return counters.staleHits();
    }

    public int warm() {
        return counters.warm();
    }

    public int opening() {
        return counters.opening();
    }

    public long savedNanos() {
        return counters.savedNanos();
    }
}
