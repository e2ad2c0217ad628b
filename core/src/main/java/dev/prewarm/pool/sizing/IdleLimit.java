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
    private static final long ANOTHER_MOMENT = TimeUnit.SECONDS.toNanos(1);

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
    private long allowed = Long.MAX_VALUE;
    private long previousAge;
    private long previousAt;
    private long learntBefore = Long.MAX_VALUE;

    /** Since the last one was ended. */
    private long oldestAlive;

    private int alive;
    private long aliveWanted = ALIVE_IN_A_ROW;

    /** @param most as far as it may be learnt upward; {@code configured}: not at all */
    public IdleLimit(long configured, long most) {
        this.configured = configured;
        this.trusted = configured;
        this.most = Math.max(configured, most);
    }

    public long nanos() {
        return Math.min(most(), isLearnt() ? Math.min(trusted, Math.max(LEAST, (long) (MARGIN * learnt))) : trusted);
    }

    /** Until its server ends it, as far as that is to be seen: no margin is kept. */
    public long untilEnded() {
        return Math.min(most(), isLearnt() ? Math.min(trusted, (long) ((1 + ALIKE) * learnt)) : trusted);
    }

    /** What a server's deadline leaves. */
    private long most() {
        return Math.max(LEAST, allowed);
    }

    /** @param nanos no longer than that, whatever else is learnt */
    public void allow(long nanos) {
        allowed = nanos;
    }

    /** Whether it is another than configured. */
    public boolean differs() {
        return nanos() != configured;
    }

    /** Whether the server was seen to end silent connections. */
    public boolean isLearnt() {
        return learnt != Long.MAX_VALUE;
    }

    /** Whether it ends them sooner than was configured: not only what was tried beyond that. */
    public boolean isLearntDownward() {
        return isLearnt() && nanos() < configured;
    }

    /** The age at which the server ends a silent connection, as far as was seen; {@link Long#MAX_VALUE} if never. */
    public long learnt() {
        return learnt;
    }

    /** Whether its server was to end one of that age: if several end so, they were opened together. */
    public boolean isDue(long age) {
        return isLearnt() && isAlike(age, learnt);
    }

    /** The server has ended one that was silent for so long. */
    public void closedByServer(long now, long age) {
        alive = 0;
        if (previousAge > 0 && now - previousAt < ANOTHER_MOMENT) {
            endedTogether(age);
            return;
        }
        long shorter = Math.min(age, previousAge);
        learntBefore = learnt;
        if (isAlike(age, previousAge) && oldestAlive <= (1 + ALIKE) * shorter && shorter < learnt) {
            learnt = shorter;
            aliveWanted = Math.min(aliveWanted * MORE_PATIENCE, Integer.MAX_VALUE);
        }
        previousAge = age;
        previousAt = now;
        oldestAlive = 0;
    }

    /** Of every age at once: that is a restart, and no limit. */
    private void endedTogether(long age) {
        if (!isAlike(age, previousAge)) {
            learnt = learntBefore;
            previousAge = 0;
        }
    }

    private static boolean isAlike(long age, long other) {
        return other > 0 && Math.abs(age - other) <= ALIKE * other;
    }

    /** One that was silent for so long was sound. */
    public void seenAlive(long age) {
        oldestAlive = Math.max(oldestAlive, age);
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
