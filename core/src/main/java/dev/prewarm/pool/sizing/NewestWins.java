package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/** Whether each new connection to one endpoint ends those that were parked there. */
public final class NewestWins {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CONVINCING = 2;

    private final ConnectTimes times;
    private long connectedAt = Long.MIN_VALUE;
    private int left;
    private boolean isOurs;
    private int inARow;
    private long countedAt = Long.MIN_VALUE;
    private long wonAt = Long.MIN_VALUE;

    public NewestWins(ConnectTimes times) {
        this.times = times;
    }

    /**
     * @param parked how many were parked before
     * @param ours whether it is one of ours, whose own end is told
     */
    public void connected(long now, int parked, boolean ours) {
        wonAt = Long.MIN_VALUE;
        if (isOpen(now)) {
            return;
        }
        outlived();
        connectedAt = parked == 0 ? Long.MIN_VALUE : now;
        left = parked;
        isOurs = ours;
    }

    private boolean isOpen(long now) {
        return connectedAt != Long.MIN_VALUE && left > 0 && now - connectedAt <= times.twoRoundTrips();
    }

    private void outlived() {
        inARow = left > 0 && connectedAt != Long.MIN_VALUE ? 0 : inARow;
    }

    /**
     * One that was parked was ended by its peer.
     *
     * @param parkedAt since when it was
     * @return whether that makes two connects in a row that ended everything
     */
    public boolean ended(long now, long parkedAt) {
        if (wonAt != Long.MIN_VALUE && parkedAt >= wonAt && now - wonAt <= times.twoRoundTrips()) {
            takeBack();
            return false;
        }
        if (!isOpen(now)) {
            return false;
        }
        boolean isNewest = parkedAt >= connectedAt;
        boolean mayBeItsAge = !isOurs && connectedAt - parkedAt <= times.twoRoundTrips();
        if (isNewest || mayBeItsAge) {
            // This server may end whatever is silent; whether a client's own stands is not seen.
            connectedAt = Long.MIN_VALUE;
            return false;
        }
        if (--left > 0) {
            return false;
        }
        long winner = connectedAt;
        connectedAt = Long.MIN_VALUE;
        if (countedAt != Long.MIN_VALUE && now - countedAt < SECOND) {
            return false;
        }
        countedAt = now;
        wonAt = winner;
        inARow = inARow == CONVINCING ? 1 : inARow + 1;
        return inARow == CONVINCING;
    }

    /** The newest has ended as soon, and none came after it: this server ends whatever is silent. */
    private void takeBack() {
        wonAt = Long.MIN_VALUE;
        countedAt = Long.MIN_VALUE;
        inARow = Math.max(0, inARow - 1);
    }

    /** One that was parked was taken. */
    public void left(long now) {
        if (!isOpen(now)) {
            outlived();
            connectedAt = Long.MIN_VALUE;
        }
        left = Math.max(0, left - 1);
    }
}
