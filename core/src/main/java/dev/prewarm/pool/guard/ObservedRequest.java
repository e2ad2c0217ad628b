package dev.prewarm.pool.guard;

/**
 * One request on its way, by which it is seen how the upstream serves strangers while connections of ours are parked there.
 * One that gets the connection which the server has waited on longest is no stranger; one that goes cold is. The pool's
 * lock guards it.
 */
public final class ObservedRequest {
    private static final long NEVER = Long.MAX_VALUE;

    private final long startedAt;
    private final long spared;
    private final int parked;
    private final boolean isUnhindered;
    private final double dwell;
    private final Trial trial;
    private long releasedAt = NEVER;
    private boolean heard;
    private boolean onOurs;

    private ObservedRequest(long startedAt, long spared, int parked, boolean isUnhindered, double dwell, Trial trial) {
        this.startedAt = startedAt;
        this.spared = spared;
        this.parked = parked;
        this.isUnhindered = isUnhindered;
        this.dwell = dwell;
        this.trial = trial;
    }

    /**
     * Nothing of ours can delay it, though it may be refused for what is parked.
     *
     * @param spared what a cold connection would have taken in addition; 0 if it goes cold
     * @param parked how many others are parked at its endpoint
     */
    public static ObservedRequest unhindered(long now, long spared, int parked) {
        return new ObservedRequest(now, spared, parked, true, 0, null);
    }

    /**
     * It goes cold, or others have been parked for longer than what it got.
     *
     * @param spared what a cold connection would have taken in addition; 0 if it goes cold
     * @param parked how many connections are parked at its endpoint
     * @param dwell seconds that each stays parked, about
     */
    static ObservedRequest stranger(long now, long spared, int parked, double dwell) {
        return new ObservedRequest(now, spared, parked, false, dwell, null);
    }

    /** It goes cold just after connections that will stay silent: {@code parked} with those that stood there before. */
    static ObservedRequest ofTrial(long now, int parked, Trial trial) {
        return new ObservedRequest(now, 0, parked, false, 0, trial);
    }

    /** It was given a connection that was opened ahead. */
    public ObservedRequest onOurs() {
        onOurs = true;
        return this;
    }

    public boolean isOnOurs() {
        return onOurs;
    }

    /** A connection opened ahead may have reached the server before its own: nothing can be seen by it. */
    public void overtaken() {
        heard = true;
    }

    /** From its start, a cold connection included, until {@code now}. */
    long took(long now) {
        return now - startedAt + spared;
    }

    /** What a cold connection would have taken, which is part of {@link #took}; 0 if it went cold. */
    public long spared() {
        return spared;
    }

    public boolean isUnhindered() {
        return isUnhindered;
    }

    boolean isTrial() {
        return trial != null;
    }

    /** Null if it is not that of a trial. */
    Trial trial() {
        return trial;
    }

    public int parked() {
        return parked;
    }

    double dwell() {
        return dwell;
    }

    long startedAt() {
        return startedAt;
    }

    /** All that was parked beside it is closed. */
    void release(long now) {
        releasedAt = now;
    }

    boolean isReleased() {
        return releasedAt != NEVER;
    }

    long releasedAt() {
        return releasedAt;
    }

    /** True once, unless it was overtaken. */
    public boolean becomesHeard() {
        boolean first = !heard;
        heard = true;
        return first;
    }
}
