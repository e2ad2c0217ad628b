package dev.prewarm.pool;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one origin, or of all. At every reading: opened = hits + unused + failed + warm + opening, and unused
 * = the sum of evicted.
 */
final class Counters {
    long hits;
    long misses;
    long hitsTcp;
    long canaries;
    long opened;
    long failed;
    long staleHits;
    long savedNanos;
    int warm;
    int opening;
    private final long[] evicted = new long[EvictReason.values().length];

    void evicted(EvictReason reason) {
        evicted[reason.ordinal()]++;
    }

    long unused() {
        long sum = 0;
        for (long count : evicted) {
            sum += count;
        }
        return sum;
    }

    /** Every reason by its label, also those that never happened. */
    Map<String, Long> evictedByReason() {
        Map<String, Long> byLabel = new LinkedHashMap<>();
        for (EvictReason reason : EvictReason.values()) {
            byLabel.put(reason.label(), evicted[reason.ordinal()]);
        }
        return byLabel;
    }

    void add(Counters other) {
        hits += other.hits;
        misses += other.misses;
        hitsTcp += other.hitsTcp;
        canaries += other.canaries;
        opened += other.opened;
        failed += other.failed;
        staleHits += other.staleHits;
        savedNanos += other.savedNanos;
        warm += other.warm;
        opening += other.opening;
        for (int i = 0; i < evicted.length; i++) {
            evicted[i] += other.evicted[i];
        }
    }
}
