package dev.prewarm.pool.status;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one origin, or of all. At every reading: opened = hits + unused + failed + warm + opening, and unused
 * = the sum of evicted.
 */
public final class Counters {
    private final Counters all;
    private final long[] evicted = new long[EvictReason.values().length];
    private long hits;
    private long misses;
    private long hitsTcp;
    private long canaries;
    private long opened;
    private long failed;
    private long staleHits;
    private long savedNanos;
    private int warm;
    private int opening;

    /** Those of all origins. */
    public Counters() {
        this(null);
    }

    /** Those of one origin: what is counted here is counted in {@code all}, too. */
    public Counters(Counters all) {
        this.all = all;
    }

    public Counters copy() {
        Counters copy = new Counters();
        copy.add(this);
        return copy;
    }

    /** Those of others come on top. */
    void add(Counters others) {
        for (int i = 0; i < evicted.length; i++) {
            evicted[i] += others.evicted[i];
        }
        hits += others.hits;
        misses += others.misses;
        hitsTcp += others.hitsTcp;
        canaries += others.canaries;
        opened += others.opened;
        failed += others.failed;
        staleHits += others.staleHits;
        savedNanos += others.savedNanos;
        warm += others.warm;
        opening += others.opening;
    }

    public void beginsOpening() {
        opened++;
        opening++;
        if (all != null) {
            all.beginsOpening();
        }
    }

    public void failedToOpen() {
        opening--;
        failed++;
        if (all != null) {
            all.failedToOpen();
        }
    }

    /** What was being opened is broken off: it makes way. */
    public void withdrawn() {
        opening--;
        evicted[EvictReason.SURPLUS.ordinal()]++;
        if (all != null) {
            all.withdrawn();
        }
    }

    public void parked() {
        opening--;
        warm++;
        if (all != null) {
            all.parked();
        }
    }

    /** @param tcpOnly of an https origin, without its TLS */
    public void hit(boolean tcpOnly, long nanosSaved) {
        warm--;
        hits++;
        hitsTcp += tcpOnly ? 1 : 0;
        savedNanos += nanosSaved;
        if (all != null) {
            all.hit(tcpOnly, nanosSaved);
        }
    }

    /** What was counted as a hit was none: the connection is closed without use, and the client opens its own. */
    public void givenUp(boolean tcpOnly, long nanosNotSaved) {
        hits--;
        hitsTcp -= tcpOnly ? 1 : 0;
        savedNanos = Math.max(0, savedNanos - nanosNotSaved);
        evicted[EvictReason.FLUSHED.ordinal()]++;
        misses++;
        if (all != null) {
            all.givenUp(tcpOnly, nanosNotSaved);
        }
    }

    public void miss() {
        misses++;
        if (all != null) {
            all.miss();
        }
    }

    public void canary() {
        canaries++;
        if (all != null) {
            all.canary();
        }
    }

    public void staleHit() {
        staleHits++;
        if (all != null) {
            all.staleHit();
        }
    }

    public void evicted(EvictReason reason) {
        warm--;
        evicted[reason.ordinal()]++;
        if (all != null) {
            all.evicted(reason);
        }
    }

    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    public long hitsTcp() {
        return hitsTcp;
    }

    public long canaries() {
        return canaries;
    }

    public long opened() {
        return opened;
    }

    public long failed() {
        return failed;
    }

    public long unused() {
        long sum = 0;
        for (long count : evicted) {
            sum += count;
        }
        return sum;
    }

    /** Every reason by its label, also those that never happened. */
    public Map<String, Long> evictedByReason() {
        Map<String, Long> byLabel = new LinkedHashMap<>();
        for (EvictReason reason : EvictReason.values()) {
            byLabel.put(reason.label(), evicted[reason.ordinal()]);
        }
        return byLabel;
    }

    public long staleHits() {
        return staleHits;
    }

    public long savedNanos() {
        return savedNanos;
    }

    public int warm() {
        return warm;
    }

    public int opening() {
        return opening;
    }

    /** What the caps are for: one number counts what is parked and what is being opened. */
    public int held() {
        return warm + opening;
    }
}
