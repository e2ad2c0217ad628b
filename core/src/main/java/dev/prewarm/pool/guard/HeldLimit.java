package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/**
 * How many connections may be held where requests were refused (403, 429, 503) beside more, and none without: half of those. A
 * proxy may count what a client has open, silent ones included, and refuse its requests above that (HAProxy: {@code http-request
 * deny deny_status 429 if { sc_conn_cur(0) gt 10 }}). An hour the first time, twice as long each time after that. Times are
 * nanoseconds; the pool's lock guards it.
 */
public final class HeldLimit {
    private static final long SOON = TimeUnit.HOURS.toNanos(1);

    private final SuspensionTimes times = SuspensionTimes.ofHeldLimits();
    private long lastOff = Long.MIN_VALUE;
    private int beside;
    private String cause = "";

    /**
     * Everything is let go because requests were refused.
     *
     * @param held so many of ours were held by then
     * @param isSure whether once is enough; else it takes two within an hour, the first time
     * @param how the last of them was refused, in words
     */
    void off(long now, int held, boolean isSure, String how) {
        boolean isAgain = lastOff != Long.MIN_VALUE && now - lastOff <= SOON;
        lastOff = now;
        if (held > 1 && (isSure || isAgain || any())) {
            beside = held;
            cause = how;
            times.begin(now);
        }
    }

    /** Whether there was one. */
    boolean any() {
        return beside > 0;
    }

    public boolean isOn(long now) {
        return times.isOn(now);
    }

    /** {@link Integer#MAX_VALUE}: as many as are wanted. */
    public int most(long now) {
        return isOn(now) ? beside / 2 : Integer.MAX_VALUE;
    }

    /** Beside how many the last one was refused. */
    public int beside() {
        return beside;
    }

    /** How the last one was refused. */
    public String cause() {
        return cause;
    }

    /** When it ends. */
    public long until() {
        return times.until();
    }

    /** They are refused without any of ours, too: there never was one. */
    void clear() {
        times.end();
        times.reset();
        lastOff = Long.MIN_VALUE;
        beside = 0;
    }
}
