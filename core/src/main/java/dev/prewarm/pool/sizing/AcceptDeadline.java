package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/**
 * The time that a server gives a connection from when it accepts it, whatever comes on it (gunicorn's worker timeout, Go's
 * ReadTimeout): a request on one that was parked has so much less. It shows by hits that end at the same age of their
 * connection.
 */
public final class AcceptDeadline {
    private static final int CONVINCING = 3;

    /** Servers look only now and then for whom to end: gunicorn once a second. */
    private static final double ALIKE = 0.25;

    private static final double MARGIN = 0.1;

    /** What is over sooner did not run out of time. */
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(200);

    private int seen;
    private long age;
    private long took;
    private long coldTook;
    private boolean isToAskCold;
    private long deadline = Long.MAX_VALUE;

    /**
     * A hit has ended without an answer, or was answered with 400, 408 or 5xx.
     *
     * @param itsAge since its connection began to connect
     * @param itTook since it was handed over
     */
    public void failed(long itsAge, long itTook) {
        if (itTook < LEAST) {
            return;
        }
        if (seen == 0 || Math.abs(itsAge - age) > ALIKE * age) {
            seen = 0;
            age = itsAge;
            took = itTook;
            coldTook = 0;
        }
        seen++;
        isToAskCold = true;
        age = Math.min(age, itsAge);
        took = Math.min(took, itTook);
        learn();
    }

    /** A hit was answered at that age of its connection. */
    public void answered(long itsAge) {
        if (seen > 0 && itsAge > age * (1 + MARGIN)) {
            seen = 0;
        }
    }

    /** A request on a connection of the client's own was answered. */
    public void coldAnswered(long itTook) {
        if (seen > 0) {
            coldTook = Math.max(coldTook, itTook);
            learn();
        }
    }

    private void learn() {
        if (seen >= CONVINCING && coldTook >= took * (1 - MARGIN)) {
            deadline = Math.min(deadline, age);
            seen = 0;
        }
    }

    /** One on the client's own was answered with 400, 408 or 5xx: as late as that, nobody is. */
    public void coldFailed(long itTook) {
        if (itTook >= took * (1 - MARGIN)) {
            seen = 0;
        }
    }

    /** Whether a request should go cold, to see whether one that takes as long is answered then: one after each that failed. */
    public boolean wantsCold() {
        boolean wants = isToAskCold && seen > 0 && coldTook < took * (1 - MARGIN);
        isToAskCold = false;
        return wants;
    }

    /** Nanoseconds from accept; {@link Long#MAX_VALUE}: none is known. */
    public long nanos() {
        return deadline;
    }

    /** How long a connection may be parked so that a request has the time it needs. */
    public long mostParked(long longestUsual) {
        return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, (deadline - longestUsual) / 2);
    }
}
