package dev.prewarm.pool;

import java.util.Collections;
import java.util.Map;

/** The counters at one moment, of one origin or of all. Immutable. */
public final class Reading {
    private final String name;
    private final String state;
    private final String reason;
    private final int target;
    private final long idleNanos;
    private final long leadNanos;
    private final Counters counters;
    private final Map<String, Long> evicted;

    Reading(String name, String state, String reason, int target, long idleNanos, long leadNanos, Counters live) {
        this.name = name;
        this.state = state;
        this.reason = reason;
        this.target = target;
        this.idleNanos = idleNanos;
        this.leadNanos = leadNanos;
        this.counters = new Counters();
        this.counters.add(live);
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

    /** How long a connection may be parked, as configured or learnt. */
    public long idleNanos() {
        return idleNanos;
    }

    /** How long a connection takes to open (p90 of recent ones). */
    public long leadNanos() {
        return leadNanos;
    }

    public long hits() {
        return counters.hits;
    }

    public long misses() {
        return counters.misses;
    }

    public long hitsTcp() {
        return counters.hitsTcp;
    }

    public long canaries() {
        return counters.canaries;
    }

    public long opened() {
        return counters.opened;
    }

    public long failed() {
        return counters.failed;
    }

    public long unused() {
        return counters.unused();
    }

    /** By {@link EvictReason#label()}. */
    public Map<String, Long> evicted() {
        return evicted;
    }

    public long staleHits() {
        return counters.staleHits;
    }

    public int warm() {
        return counters.warm;
    }

    public int opening() {
        return counters.opening;
    }

    public long savedNanos() {
        return counters.savedNanos;
    }
}
