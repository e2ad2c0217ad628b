package dev.prewarm.pool.status;

/** What is known of an origin at one moment. Immutable; durations are nanoseconds. */
public final class Learnt {
    /** Of an origin of which nothing is known. */
    public static final Learnt NOTHING = new Learnt(0, 0, false, 0, 0);

    private final double rate;
    private final long idle;
    private final boolean isIdleLearnt;
    private final long lead;
    private final long cold;

    public Learnt(double rate, long idle, boolean isIdleLearnt, long lead, long cold) {
        this.rate = rate;
        this.idle = idle;
        this.isIdleLearnt = isIdleLearnt;
        this.lead = lead;
        this.cold = cold;
    }

    /** Takes per second, of late. */
    public double rate() {
        return rate;
    }

    /** How long a connection may be parked, as configured or learnt. */
    public long idleNanos() {
        return idle;
    }

    /** Whether {@link #idleNanos} is another than configured, by what the server was seen to do. */
    public boolean isIdleLearnt() {
        return isIdleLearnt;
    }

    /** How long a connection takes to open ahead (p90 of recent ones). */
    public long leadNanos() {
        return lead;
    }

    /** How long the client's own connections take to open (median of recent ones); 0: none was seen. */
    public long coldNanos() {
        return cold;
    }
}
