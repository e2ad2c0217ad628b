package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/** What connections to one origin take to open, of late. In nanoseconds. */
public final class ConnectTimes {
    private static final int RECENT = 32;
    private static final long UNKNOWN_LEAD = TimeUnit.MILLISECONDS.toNanos(100);

    /** A connection that takes no longer than this is not worth opening ahead: a sidecar on the same host. */
    private static final long WORTHWHILE = TimeUnit.MILLISECONDS.toNanos(1);

    /** One that was worth it is so until it takes clearly less: a verdict is not to waver. */
    private static final long STILL_WORTHWHILE = TimeUnit.MICROSECONDS.toNanos(800);

    private static final int ENOUGH = 3;

    /** On a busy machine, what comes at once is seen as late as this. */
    private static final long LEAST_TWO_ROUND_TRIPS = TimeUnit.MILLISECONDS.toNanos(50);

    private final boolean tls;
    private final RecentDurations cold = new RecentDurations(RECENT);
    private final RecentDurations ahead = new RecentDurations(RECENT);
    private final RecentDurations connects = new RecentDurations(RECENT);
    private long lead = UNKNOWN_LEAD;
    private boolean isGain;

    /** @param tls whether the origin is https */
    public ConnectTimes(boolean tls) {
        this.tls = tls;
    }

    public void coldConnected(long nanos) {
        cold.record(nanos);
        isGain = cold.size() >= ENOUGH && coldMedian() > (isGain ? STILL_WORTHWHILE : WORTHWHILE);
        if (ahead.isEmpty()) {
            learnLead(cold);
        }
    }

    /** TCP alone, ahead. */
    public void connected(long nanos) {
        connects.record(nanos);
    }

    public void openedAhead(long connectNanos, long leadNanos) {
        connects.record(connectNanos);
        ahead.record(leadNanos);
        learnLead(ahead);
    }

    private void learnLead(RecentDurations from) {
        lead = Math.max(1, from.quantile(0.9, UNKNOWN_LEAD));
    }

    /** How long a connection takes to open ahead, handshake included: p90 of recent ones. */
    public long lead() {
        return lead;
    }

    public boolean hasOpenedAhead() {
        return !ahead.isEmpty();
    }

    /** One round trip, about: what a TCP connect takes. */
    public long roundTrip() {
        return connects.quantile(0.5, UNKNOWN_LEAD);
    }

    /** The time in which what the peer did, and what this side did, may not yet have known of each other. */
    public long twoRoundTrips() {
        return Math.max(LEAST_TWO_ROUND_TRIPS, 2 * roundTrip());
    }

    /**
     * What a client's own connection takes at the median.
     *
     * @param tcpOnly without its TLS
     */
    public long cold(boolean tcpOnly) {
        if (tcpOnly && tls) {
            return connects.quantile(0.5, 0);
        }
        return cold.isEmpty() ? ahead.quantile(0.5, 0) : cold.quantile(0.5, 0);
    }

    /** The median of the clients' own connections; -1 while none was seen. */
    public long coldMedian() {
        return cold.quantile(0.5, -1);
    }

    /** Whether enough is known to say that there is next to nothing to gain. */
    public boolean isNoGain() {
        return cold.size() >= ENOUGH && !isGain;
    }

    /** Whether enough is known to say that there is something to gain. */
    public boolean isGain() {
        return isGain;
    }
}
