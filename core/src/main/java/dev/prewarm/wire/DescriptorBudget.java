package dev.prewarm.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * What of this process's descriptors may be ours: a tenth, for the application comes first, and none while the process is
 * short of them. The keeper asks at each turn. Keeper thread only.
 */
final class DescriptorBudget {
    /** Two selectors, each with what wakes it, and the agent's jar. */
    static final int FIXED = 5;

    /** From so many descriptors on there is room for one connection. */
    private static final int ROOM_FOR_ONE = 64;

    private static final int OUR_PART = 10;

    /** It is counted only where we have more than this part: else it would be little help to close half of that. */
    private static final int COUNTED_FROM = 20;

    private static final double SHORT_FROM = 0.8;
    private static final long GAP = TimeUnit.SECONDS.toNanos(1);

    private final long limit;
    private final LongPredicate areInUse;
    private long countedAt = Long.MIN_VALUE;

    /** @param areInUse whether the process has at least so many */
    DescriptorBudget(long limit, LongPredicate areInUse) {
        this.limit = limit;
        this.areInUse = areInUse;
    }

    /** Reads the limit, once and for all. */
    static DescriptorBudget ofThisProcess() {
        ProcessDescriptors own = ProcessDescriptors.own();
        return new DescriptorBudget(own.limit(), own::areInUse);
    }

    /**
     * How many more connections there may be.
     *
     * @param channels those of ours that are open: parked, being opened or closed
     */
    int left(int channels) {
        long most = Math.max(limit < ROOM_FOR_ONE ? 0 : 1, limit / OUR_PART - FIXED);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, most - channels));
    }

    /**
     * Whether the process has come to be short of them; asks once a second at most, and only while we have many.
     *
     * @param now on {@link Clock}
     */
    boolean isShort(long now, int channels) {
        if (nextAt(channels) > now) {
            return false;
        }
        countedAt = now;
        return areInUse.test((long) Math.ceil(limit * SHORT_FROM));
    }

    /** When to ask again; {@link Long#MAX_VALUE}: not before we have more. */
    long nextAt(int channels) {
        boolean counts = FIXED + channels > limit / COUNTED_FROM;
        return counts ? countedAt == Long.MIN_VALUE ? countedAt : countedAt + GAP : Long.MAX_VALUE;
    }
}
