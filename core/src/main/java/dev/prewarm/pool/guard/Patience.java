package dev.prewarm.pool.guard;

import java.util.concurrent.TimeUnit;

/** How long a request may wait beside connections of ours until they are let go. */
final class Patience {
    /** Nobody would call this a stall. */
    private static final long UNNOTICED = TimeUnit.MILLISECONDS.toNanos(200);

    /** While little is known. */
    private static final long UNKNOWN = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long HALVES_EVERY = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST_DOUBLINGS = 16;

    private final UsualTimes usual;
    private int doublings;
    private long changedAt;

    Patience(UsualTimes usual) {
        this.usual = usual;
    }

    /**
     * @param idle no more than that, for so long nothing is parked anyway; but what is usual is no reason to let go
     */
    long nanos(long now, long idle) {
        return Math.min(most(now, idle), undoubled(now) << doublings);
    }

    /**
     * The same, but other than the last time.
     *
     * @param last what it was then
     * @param shift by how much it is to differ
     * @param sooner than the last time; else later, if that may be
     */
    long other(long now, long idle, long last, long shift, boolean sooner) {
        if (sooner) {
            return Math.max(UNNOTICED / 2, last - shift);
        }
        long asEver = nanos(now, idle);
        if (Math.abs(asEver - last) >= shift) {
            return asEver;
        }
        return last + shift <= most(now, idle) ? last + shift : Math.max(UNNOTICED / 2, last - shift);
    }

    private long most(long now, long idle) {
        return Math.max(idle, usual.notUnusual(now));
    }

    private long undoubled(long now) {
        while (doublings > 0 && now - changedAt >= HALVES_EVERY) {
            doublings--;
            changedAt += HALVES_EVERY;
        }
        long least = usual.isKnown(now) ? UNNOTICED : UNKNOWN;
        return Math.max(least, 2 * usual.longest(now));
    }

    /** Letting go has found nothing. */
    void doubles(long now) {
        doublings = Math.min(MOST_DOUBLINGS, doublings + 1);
        changedAt = now;
    }
}
