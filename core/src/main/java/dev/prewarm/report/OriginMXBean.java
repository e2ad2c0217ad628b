package dev.prewarm.report;

/**
 * {@code dev.prewarm:type=Origin,name="https://host:port"}. Always: opened = hits + unused + failed + warm + opening, and
 * unused = the sum of evicted; a reading of several attributes at once ({@code getAttributes}) is of one moment each.
 */
public interface OriginMXBean extends PoolMXBean {
    /** How long a connection may be parked, as configured or learnt. */
    long getIdleMillis();

    /** How long a connection takes to open, handshake included: the 90th percentile of recent ones. */
    long getLeadMillis();

    /** How long the client's own connections take to open, handshake included: the median of recent ones; 0 if none was seen. */
    long getColdMillis();

    /** Takes per second, of late. */
    double getRate();
}
