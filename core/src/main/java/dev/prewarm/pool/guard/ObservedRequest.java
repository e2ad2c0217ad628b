package dev.prewarm.pool.guard;

import java.net.InetSocketAddress;

/**
 * One request on its way, by which it is seen how the upstream serves requests while connections of ours are parked there.
 * One that gets the connection opened first is not delayed by the others; one that goes cold, or gets another, may be. The
 * pool's lock guards it.
 */
public final class ObservedRequest {
    private static final long NEVER = Long.MAX_VALUE;

    private final InetSocketAddress endpoint;
    private final long startedAt;
    private final long spared;
    private final int parked;
    private final boolean isUnhindered;
    private final double dwell;
    private final Trial trial;
    private long letGoAt = NEVER;
    private boolean isBlurred;
    private boolean heard;
    private boolean onOurs;
    private boolean isConnected;
    private long ageAtHit;
    private long silentFor;

    private ObservedRequest(
            InetSocketAddress endpoint,
            long startedAt,
            long spared,
            int parked,
            boolean isUnhindered,
            double dwell,
            Trial trial) {
        this.endpoint = endpoint;
        this.startedAt = startedAt;
        this.spared = spared;
        this.parked = parked;
        this.isUnhindered = isUnhindered;
        this.dwell = dwell;
        this.trial = trial;
    }

    /** See {@link Guard#unhindered}. */
    static ObservedRequest unhindered(InetSocketAddress endpoint, long now, long spared, int parked) {
        return new ObservedRequest(endpoint, now, spared, parked, true, 0, null);
    }

    /** See {@link Guard#stranger}. */
    static ObservedRequest stranger(InetSocketAddress endpoint, long now, long spared, int parked, double dwell) {
        return new ObservedRequest(endpoint, now, spared, parked, false, dwell, null);
    }

    /** It goes cold just after connections that will stay silent: {@code parked} with those that stood there before. */
    static ObservedRequest ofTrial(InetSocketAddress endpoint, long now, int parked, Trial trial) {
        return new ObservedRequest(endpoint, now, 0, parked, false, 0, trial);
    }

    /**
     * It was given a connection that was opened ahead.
     *
     * @param age nanoseconds since that began to connect, which is what a server may count from
     * @param silent nanoseconds since it was parked
     */
    public ObservedRequest onOurs(long age, long silent) {
        onOurs = true;
        ageAtHit = age;
        silentFor = silent;
        return this;
    }

    public boolean isOnOurs() {
        return onOurs;
    }

    /** How old what it was given was; 0 if it went cold. */
    public long ageAtHit() {
        return ageAtHit;
    }

    /** How long what it was given had been parked; 0 if it went cold. */
    public long silentFor() {
        return silentFor;
    }

    public InetSocketAddress endpoint() {
        return endpoint;
    }

    /** The client's own connection for it stands. */
    public void connected() {
        isConnected = true;
    }

    /** Whether a connection for it stands, whoever has opened that. */
    public boolean isConnected() {
        return isConnected || onOurs;
    }

    /** A connection opened ahead may have reached the server before its own: nothing can be seen by it. */
    public void overtaken() {
        isBlurred = true;
    }

    boolean isBlurred() {
        return isBlurred;
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

    public long startedAt() {
        return startedAt;
    }

    /** What was parked beside it is closed. */
    void letGo(long now) {
        letGoAt = now;
    }

    boolean isLetGo() {
        return letGoAt != NEVER;
    }

    long letGoAt() {
        return letGoAt;
    }

    /** Whether it was answered, or never will be. */
    public boolean isOver() {
        return heard;
    }

    /** True once. */
    boolean ends() {
        boolean first = !heard;
        heard = true;
        return first;
    }
}
