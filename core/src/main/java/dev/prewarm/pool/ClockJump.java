package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * Notices that time went on without us: the machine slept (the time of day runs on, the monotonic clock does not), or
 * the VM stood still for longer than was planned.
 */
final class ClockJump {
    /** The two clocks drift apart by less than this when nothing happened; a step of NTP is smaller. */
    private static final long APART = TimeUnit.SECONDS.toNanos(2);

    private long lastNow = Long.MIN_VALUE;
    private long lastWall;
    private long plannedAt = Long.MAX_VALUE;
    private long steppedLate;

    boolean noticed(long now, long wall) {
        boolean jumped = lastNow != Long.MIN_VALUE && Math.abs((wall - lastWall) - (now - lastNow)) > APART;
        lastNow = now;
        lastWall = wall;
        return jumped;
    }

    /** Whether the planned moment was missed by more than {@code limit}. */
    boolean overslept(long now, long limit) {
        return plannedAt != Long.MAX_VALUE && now - plannedAt > limit;
    }

    /** A step is made. */
    void stepped(long now) {
        steppedLate = plannedAt == Long.MAX_VALUE ? 0 : Math.max(0, now - plannedAt);
    }

    /** By how much the last step, or the one that is due, came later than it was planned: what is seen now may be as old. */
    long late(long now) {
        return plannedAt == Long.MAX_VALUE ? steppedLate : Math.max(steppedLate, now - plannedAt);
    }

    void plan(long now, long nextAt) {
        plannedAt = Math.max(now, nextAt);
    }
}
