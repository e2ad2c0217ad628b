package dev.prewarm.pool.guard;

import dev.prewarm.pool.sizing.Restarts;
import java.util.concurrent.TimeUnit;

/**
 * Requests that the upstream refused, or ended without an answer, beside connections of ours: are they our doing? Two within a
 * minute, and everything is let go and nothing opened for some requests (off): what goes on failing then is the upstream's
 * own. What does not, again and again, convicts once chance can't explain it.
 */
public final class Evidence {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int ENOUGH = 2;

    private static final int FIRST_OFF = 20;
    private static final int LONGEST_OFF = FIRST_OFF << 10;

    /** So much longer the next time: each time costs a request. */
    private static final int LONGER = 16;

    /** That all of them met what was parked by chance. */
    private static final double BELIEVABLE = 1e-6;

    /** An acquittal ends if the share of requests that fail is so many times what it was. */
    private static final int MORE = 3;

    private enum Phase {
        /** Nothing, or not enough. */
        CLEAR,
        /** Nothing is opened. */
        OFF,
        /** Something is opened again, one first. */
        PROBATION,
        /** The same, after a conviction. */
        CONVICTED
    }

    /** What is to follow from a request that has failed. */
    enum Consequence {
        NOTHING,
        /** Nothing may be opened from now on, and what is parked is to go. */
        OFF,
        /** The same, for it is known now that it is by ours. */
        CONVICTION
    }

    private final SuspensionTimes acquittals = SuspensionTimes.ofAcquittals();
    private Phase phase = Phase.CLEAR;
    private int events;
    private long lastEvent = Long.MIN_VALUE;
    private int failures;
    private int failed;
    private int withStock;
    private int requests;
    private int offFor = FIRST_OFF;
    private int left;
    private long offSince;
    private long countsFrom;
    private boolean isByRefusal;
    private String cause = "";
    private double acquittedShare;
    private int failedSince;
    private int requestsSince;

    /** Whether nothing may be opened. */
    public boolean isOff() {
        return phase == Phase.OFF;
    }

    /** Whether what is parked is to be used up, not closed: a server that refuses may count what goes unused. */
    public boolean isDraining(long now) {
        return phase == Phase.OFF && isByRefusal && now < countsFrom;
    }

    /** Whether the last of them was answered with a 403 or a 429. */
    public boolean isByRefusal() {
        return isByRefusal;
    }

    /** Whether what is opened is opened to see what comes of it: one, and not for a request that must not be repeated. */
    public boolean isProbation() {
        return phase == Phase.PROBATION || phase == Phase.CONVICTED;
    }

    public boolean isAcquitted(long now) {
        return acquittals.isOn(now);
    }

    /** How many requests have failed so of late. */
    public int failures() {
        return failures;
    }

    /** How the last of them failed. */
    public String cause() {
        return cause;
    }

    /** After so many more requests it is tried again. */
    public int left() {
        return left;
    }

    public long acquittedUntil() {
        return acquittals.until();
    }

    /**
     * A request has failed.
     *
     * @param beside whether something of ours was parked beside it, or it was given that
     * @param isRefusal whether it was answered with a 403 or a 429, which may be about what came before
     */
    Consequence failed(long now, long startedAt, boolean beside, boolean isRefusal, String how) {
        count(now, beside, true);
        boolean isNew = lastEvent == Long.MIN_VALUE || now - lastEvent >= SECOND;
        if (isAcquitted(now)) {
            return Consequence.NOTHING;
        }
        if (phase == Phase.OFF) {
            if (startedAt >= Math.max(offSince, countsFrom)) {
                acquit(now);
            }
            return Consequence.NOTHING;
        }
        if (phase == Phase.CONVICTED) {
            return failedAgain(now, startedAt, beside, how);
        }
        if (!beside) {
            return Consequence.NOTHING;
        }
        boolean isFirst = lastEvent == Long.MIN_VALUE || phase == Phase.CLEAR && now - lastEvent > MINUTE;
        if (isFirst) {
            events = 0;
            failures = 0;
            withStock = 1;
            requests = 1;
            failed = 1;
        }
        if (!isFirst && phase == Phase.CLEAR && now - lastEvent < Restarts.AT_ONCE) {
            return Consequence.NOTHING;
        }
        failures++;
        if (isFirst || isNew) {
            events++;
            lastEvent = now;
        }
        cause = how;
        if (phase == Phase.PROBATION || failures >= ENOUGH) {
            offFor = phase == Phase.PROBATION ? Math.min(LONGEST_OFF, LONGER * offFor) : FIRST_OFF;
            left = offFor;
            phase = Phase.OFF;
            offSince = now;
            countsFrom = now + (isRefusal ? MINUTE : SECOND);
            isByRefusal = isRefusal;
            return Consequence.OFF;
        }
        return Consequence.NOTHING;
    }

    /** One that was convicted needs no proof again, unless some have failed without ours since. */
    private Consequence failedAgain(long now, long startedAt, boolean beside, String how) {
        if (startedAt < offSince) {
            return Consequence.NOTHING;
        }
        if (!beside) {
            clear();
            return Consequence.NOTHING;
        }
        events++;
        failures++;
        lastEvent = now;
        cause = how;
        return Consequence.CONVICTION;
    }

    /**
     * A request was answered, and not refused.
     *
     * @return whether that convicts: none of those failed that set out beside nothing of ours
     */
    boolean served(long now, long startedAt, boolean beside) {
        count(now, beside, false);
        boolean counts = isProbation() && beside || phase == Phase.OFF && startedAt >= Math.max(offSince, countsFrom);
        if (!counts || --left > 0) {
            return false;
        }
        if (isProbation()) {
            clear();
            return false;
        }
        if (Math.pow((double) withStock / requests, events) < BELIEVABLE) {
            return true;
        }
        phase = Phase.PROBATION;
        left = offFor;
        return false;
    }

    private void count(long now, boolean beside, boolean hasFailed) {
        withStock += beside ? 1 : 0;
        failed += hasFailed ? 1 : 0;
        requests++;
        if (isAcquitted(now)) {
            requestsSince++;
            failedSince += hasFailed ? 1 : 0;
            if (failedSince > MORE
                    && failedSince >= MORE * acquittedShare * requestsSince
                    && requestsSince >= FIRST_OFF) {
                acquittals.end();
                clear();
            }
        }
    }

    /** Those that fail are as many without us. */
    private void acquit(long now) {
        acquittedShare = (double) failed / Math.max(1, requests);
        failedSince = 0;
        requestsSince = 0;
        acquittals.begin(now);
        phase = Phase.CLEAR;
        events = 0;
        failures = 0;
    }

    /** It is suspended for that, for a while. */
    void convicted(long now) {
        phase = Phase.CONVICTED;
        left = FIRST_OFF;
        offSince = now;
    }

    /** Many connections have ended at once: what failed within a second of that says nothing. */
    void restarted(long now) {
        if (phase == Phase.CONVICTED) {
            return;
        }
        if (phase != Phase.OFF && now - lastEvent <= SECOND || phase == Phase.OFF && now - offSince <= SECOND) {
            clear();
        }
    }

    void clear() {
        phase = Phase.CLEAR;
        events = 0;
        failures = 0;
        lastEvent = Long.MIN_VALUE;
        offFor = FIRST_OFF;
    }
}
