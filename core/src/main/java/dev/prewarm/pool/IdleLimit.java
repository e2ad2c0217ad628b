package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection to one origin may be parked: what is configured, or less where the server was seen to end silent
 * connections sooner. Two alike must be seen, at different moments: a server that restarts ends connections of every age.
 */
final class IdleLimit {
    private static final double MARGIN = 0.7;
    private static final double ALIKE = 0.25;
    private static final long ANOTHER_MOMENT = TimeUnit.MILLISECONDS.toNanos(100);
    /** Below this a parked connection is not worth the opening. */
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(100);

    private final long configured;
    private long learnt = Long.MAX_VALUE;
    private long previousAge;
    private long previousAt;

    IdleLimit(long configured) {
        this.configured = configured;
    }

    long nanos() {
        return Math.min(configured, Math.max(LEAST, (long) Math.min(Long.MAX_VALUE, MARGIN * learnt)));
    }

    boolean isLearnt() {
        return learnt != Long.MAX_VALUE;
    }

    /** The age at which the server ends a silent connection, as far as was seen; {@link Long#MAX_VALUE} if never. */
    long learnt() {
        return learnt;
    }

    void closedByServer(long now, long age) {
        boolean alike = previousAge > 0 && Math.abs(age - previousAge) <= ALIKE * previousAge;
        if (alike && now - previousAt >= ANOTHER_MOMENT) {
            learnt = Math.min(learnt, Math.min(age, previousAge));
        }
        previousAge = age;
        previousAt = now;
    }
}
