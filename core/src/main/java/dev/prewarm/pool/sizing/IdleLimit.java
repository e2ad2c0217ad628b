package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection to one origin may be parked. It starts with what is configured and is learnt both ways: less where
 * the server was seen to end silent connections sooner, more (where nobody said how long) while they reach their limit
 * alive. Two ends alike must be seen, at different moments: a server that restarts ends connections of every age.
 */
public final class IdleLimit {
    private static final double MARGIN = 0.7;
    private static final double ALIKE = 0.25;
    private static final long ANOTHER_MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    /** gunicorn kills a worker that has waited for a request for 30 s (benoitc/gunicorn#2652). */
    public static final long MOST = TimeUnit.SECONDS.toNanos(24);

    /** Below this a parked connection is not worth the opening. */
    public static final long LEAST = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many reach their limit alive before it is doubled. */
    private static final int ALIVE_IN_A_ROW = 3;

    /** Where doubling turned out to be too much, so many times as many are wanted for the next. */
    private static final int MORE_PATIENCE = 8;

    private final long configured;
    private final long most;
    private long trusted;
    private long learnt = Long.MAX_VALUE;
    private long previousAge;
    private long previousAt;
    private int alive;
    private long aliveWanted = ALIVE_IN_A_ROW;

    /** @param most as far as it may be learnt upward; {@code configured}: not at all */
    public IdleLimit(long configured, long most) {
        this.configured = configured;
        this.trusted = configured;
        this.most = Math.max(configured, most);
    }

    public long nanos() {
        return isLearnt() ? Math.min(trusted, Math.max(LEAST, (long) (MARGIN * learnt))) : trusted;
    }

    /** Whether it is another than configured. */
    public boolean differs() {
        return nanos() != configured;
    }

    /** Whether the server was seen to end silent connections. */
    public boolean isLearnt() {
        return learnt != Long.MAX_VALUE;
    }

    /** The age at which the server ends a silent connection, as far as was seen; {@link Long#MAX_VALUE} if never. */
    public long learnt() {
        return learnt;
    }

    public void closedByServer(long now, long age) {
        boolean alike = previousAge > 0 && Math.abs(age - previousAge) <= ALIKE * previousAge;
        long shorter = Math.min(age, previousAge);
        if (alike && now - previousAt >= ANOTHER_MOMENT && shorter < learnt) {
            learnt = shorter;
            aliveWanted = Math.min(aliveWanted * MORE_PATIENCE, Integer.MAX_VALUE);
        }
        previousAge = age;
        previousAt = now;
        alive = 0;
    }

    /** One was parked until the limit, and the server had not ended it. */
    public void reachedAlive() {
        if (++alive < aliveWanted) {
            return;
        }
        alive = 0;
        if (isLearnt()) {
            learnt = 2 * learnt * MARGIN < trusted ? 2 * learnt : Long.MAX_VALUE;
        } else {
            trusted = Math.min(most, 2 * trusted);
        }
    }
}
