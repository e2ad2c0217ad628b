package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What may be held at one origin as far as can be told from outside: with {@code auto}, and after a conviction, nothing
 * before a trial was passed, and then no more than two requests that went cold were answered beside. And when a take must have
 * gone cold on purpose.
 */
final class SimCaution {
    /** All a little more than is promised: takes that go on meanwhile. */
    private static final int ONE_IN = 510;

    private static final long APART = TimeUnit.MILLISECONDS.toNanos(30_500);
    private static final int UNTRIED_ONE_IN = 10;
    private static final long UNTRIED = TimeUnit.MILLISECONDS.toNanos(3_500);
    private static final int EACH_SIZE_TO = 8;
    private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(2_500);

    private final Map<ObservedRequest, Integer> besides = new IdentityHashMap<>();
    private final Set<ObservedRequest> trials = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isCautious;
    private boolean isTried;
    /** Beside one that was answered. */
    private int most;
    /** Beside another one, too. */
    private int seen;

    private int hits;
    private long firstParkedAt = Long.MAX_VALUE;
    private long lastStrangerAt;

    SimCaution(boolean isCautious) {
        this.isCautious = isCautious;
    }

    void parked(long now) {
        firstParkedAt = Math.min(firstParkedAt, now);
    }

    /**
     * A take that might go cold as well is given a connection.
     *
     * @param parked at the same address, with the one that it is given
     */
    void hits(long now, int parked) {
        hits++;
        long alone = now - lastStrangerAt;
        boolean isUntried = parked >= (seen < EACH_SIZE_TO ? seen + 1 : 2 * seen) && now - SETTLED > firstParkedAt;
        if (isUntried && hits > UNTRIED_ONE_IN && alone > UNTRIED || hits > ONE_IN && alone > APART) {
            throw new AssertionError("no canary: " + hits + " hits and " + alone + " ns since the last, " + parked
                    + " parked, " + seen + " tried");
        }
    }

    /** @param held at the same address now, those being opened included */
    void sets(long now, ObservedRequest observed, int held, boolean isTrial) {
        if (isTrial || held > 0) {
            lastStrangerAt = now;
            hits = 0;
        }
        if (observed != null) {
            besides.put(observed, held);
        }
        if (observed != null && isTrial) {
            trials.add(observed);
        }
    }

    /** The same of one that was given one of those that were parked; it may be seen by what others, older, do to it. */
    void gives(long now, ObservedRequest observed, int held) {
        if (observed != null && !observed.isUnhindered()) {
            lastStrangerAt = now;
            hits = 0;
        }
        if (observed != null) {
            besides.put(observed, held);
        }
    }

    void answered(ObservedRequest observed) {
        Integer beside = observed == null ? null : besides.remove(observed);
        if (beside != null) {
            isTried |= trials.remove(observed);
            seen = Math.max(seen, Math.min(most, beside));
            most = Math.max(most, beside);
        }
    }

    void convicted() {
        isCautious = true;
        isTried = false;
        most = 0;
        seen = 0;
    }

    /** @param held with the one that is to be opened, without trials */
    void opens(PoolEntry<SimConnection> entry, int held) {
        if (!isCautious || entry.isTrial()) {
            return;
        }
        if (!isTried) {
            throw new AssertionError("opened before a trial was passed: " + entry.key());
        }
        if (held > seen) {
            throw new AssertionError(held + " held, and only " + seen + " were seen to do no harm: " + entry.key());
        }
    }
}
