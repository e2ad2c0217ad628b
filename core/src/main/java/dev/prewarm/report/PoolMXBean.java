package dev.prewarm.report;

import java.util.Map;

/** {@code dev.prewarm:type=Pool}: all origins together. {@link OriginMXBean} says what the counters count. */
public interface PoolMXBean {
    String getState();

    String getReason();

    int getTarget();

    long getHits();

    long getMisses();

    long getHitsTcp();

    long getCanaries();

    long getOpened();

    long getFailed();

    long getUnused();

    Map<String, Long> getEvicted();

    long getStaleHits();

    int getWarm();

    int getOpening();

    long getSavedMillis();
}
