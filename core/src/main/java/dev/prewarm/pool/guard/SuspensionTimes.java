package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** How long something lasts that is longer each time: first x 2^n, with a longest. */
final class SuspensionTimes {
    private static final int MOST_DOUBLINGS = 20;

    private final long first;
    private final long longest;
    private int count;
    private long until = Long.MIN_VALUE;

    private SuspensionTimes(long first, long longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Of an origin whose requests stall: 1 min to 1 h. */
    static SuspensionTimes ofStalls() {
        return new SuspensionTimes(TimeUnit.MINUTES.toNanos(1), TimeUnit.HOURS.toNanos(1));
    }

    /** Of one whose requests fail, or that takes one connection at a time: 10 min to 6 h. */
    static SuspensionTimes ofFailures() {
        return new SuspensionTimes(TimeUnit.MINUTES.toNanos(10), TimeUnit.HOURS.toNanos(6));
    }

    /** Of one that refuses requests beside many connections: 1 h to a day. */
    static SuspensionTimes ofHeldLimits() {
        return new SuspensionTimes(TimeUnit.HOURS.toNanos(1), TimeUnit.DAYS.toNanos(1));
    }

    /** Of one whose failures are its own: 10 min to a day. */
    static SuspensionTimes ofAcquittals() {
        return new SuspensionTimes(TimeUnit.MINUTES.toNanos(10), TimeUnit.DAYS.toNanos(1));
    }

    /** Answers how long it lasts. */
    long begin(long now) {
        long length = Math.min(longest, first << Math.min(count, MOST_DOUBLINGS));
        count++;
        until = now + length;
        return length;
    }

    boolean isOn(long now) {
        return until != Long.MIN_VALUE && now < until;
    }

    /** {@link Long#MIN_VALUE}: it never was. */
    long until() {
        return until;
    }

    /** It ends now. */
    void end() {
        until = Long.MIN_VALUE;
    }

    /** The next one is a short one again. */
    void reset() {
        count = 0;
    }
}
