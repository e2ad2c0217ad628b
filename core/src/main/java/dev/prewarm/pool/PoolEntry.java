package dev.prewarm.pool;

import dev.prewarm.pool.guard.Trial;
import java.util.concurrent.TimeUnit;

/** One connection of the pool, from the decision to open it to its end. The pool's lock guards it. */
public final class PoolEntry<C> {
    enum State {
        OPENING,
        PARKED,
        /** Being looked at, by a taker or by whoever watches: nobody else may have it meanwhile. */
        BUSY,
        /** The client's. */
        TAKEN,
        GONE
    }

    private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOST_AFTER = 3;
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final Key key;
    private final ClientIdentity client;
    private final long openingAt;
    private final long number;
    private final Trial trial;
    private State state = State.OPENING;
    private volatile boolean isWithdrawn;
    private C connection;
    private long parkedAt;
    private long expiresAt;
    private long overdueSince = NEVER;
    private int overdueTimes;

    /** @param trial for which it is held, and never handed out; null: it is stock */
    PoolEntry(Key key, ClientIdentity client, long openingAt, long number, Trial trial) {
        this.key = key;
        this.client = client;
        this.openingAt = openingAt;
        this.number = number;
        this.trial = trial;
    }

    public Key key() {
        return key;
    }

    /**
     * As whom the client showed itself in its own last handshake by this key's recipe, to be compared by {@code equals}; null:
     * as nobody. Any thread.
     */
    public Object shownByClient() {
        return client.certificate();
    }

    /** Null until it is open. */
    public C connection() {
        return connection;
    }

    long openingAt() {
        return openingAt;
    }

    boolean isTrial() {
        return trial != null;
    }

    /** Null if it is stock. */
    Trial trial() {
        return trial;
    }

    /** Those of the same stock that were opened later have larger ones. */
    long number() {
        return number;
    }

    long parkedAt() {
        return parkedAt;
    }

    long expiresAt() {
        return expiresAt;
    }

    /**
     * Whether whoever looks at it has failed without a word: it is nobody's. A look takes microseconds; one that is not done some
     * time after its age, while the VM did not stand still, finds that it has it no more. To be asked at {@link #overdueAt}.
     */
    boolean isLost(long now) {
        if (state != State.BUSY || now < overdueAt()) {
            return false;
        }
        boolean punctual = overdueSince != NEVER && now - overdueAt() <= LATE;
        overdueTimes = punctual ? overdueTimes + 1 : 0;
        overdueSince = now;
        return overdueTimes == LOST_AFTER;
    }

    /** When to ask whether it is lost, while somebody looks at it. */
    long overdueAt() {
        return (overdueSince == NEVER ? expiresAt : overdueSince) + BETWEEN_LOOKS;
    }

    void expireBy(long moment) {
        expiresAt = Math.min(expiresAt, moment);
    }

    boolean is(State asked) {
        return state == asked;
    }

    /** Whether it was given up while it was being opened, to make way for a client's own connection. Any thread. */
    public boolean isWithdrawn() {
        return isWithdrawn;
    }

    void withdraw() {
        isWithdrawn = true;
        become(State.GONE);
    }

    void become(State next) {
        state = next;
        overdueSince = NEVER;
    }

    void park(C opened, long now, long until) {
        connection = opened;
        parkedAt = now;
        expiresAt = until;
        state = State.PARKED;
    }
}
