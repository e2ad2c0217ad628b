package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.OpeningFailure;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Step;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The pool behind its one lock, at the time that it is now. Nothing else has the pool, and nothing is done under the lock but
 * deciding: no I/O and no logging. A call that leaves something to do wakes the keeper. Thread-safe.
 */
// A held lock is given back by its try, and not used in it.
@SuppressWarnings("try")
public final class SharedPool implements Snapshots {
    private static final int MOST_WORTHWHILE = 2_000;

    /** Origins that are read without letting go of the lock. */
    static final int MOST_AT_ONCE = 16;

    private static final int MOST_TURNS = 20;
    private static final long TURN = TimeUnit.MICROSECONDS.toNanos(50);

    private final Pool<WarmConnection> pool;
    private final Set<Origin> worthwhile = ConcurrentHashMap.newKeySet();
    private final RoomyLock lock;
    private volatile Runnable keeper = () -> {};

    public SharedPool(int maxTotal, Function<Origin, OriginSettings> settings) {
        this(new Pool<>(maxTotal, settings, new Random()), new RoomyLock());
    }

    SharedPool(Pool<WarmConnection> pool, RoomyLock lock) {
        this.pool = pool;
        this.lock = lock;
    }

    /** @param wakeUp sees to it that {@link #step} is called soon; from any thread */
    void keptBy(Runnable wakeUp) {
        keeper = wakeUp;
    }

    /** Cap of what is parked and being opened, over all origins. */
    int maxTotal() {
        return pool.maxTotal();
    }

    /** Sees to it that what is to be done now is done soon. */
    public void wakeKeeper() {
        keeper.run();
    }

    // What clients ask for, and tell.

    /** Whether there is something to gain by warming it, as far as its last answers and connections have shown. No lock. */
    public boolean isWorthwhile(Origin origin) {
        return worthwhile.contains(origin);
    }

    /** Under the lock. */
    private void judge(Origin origin) {
        if (!pool.isWorthwhile(origin)) {
            worthwhile.remove(origin);
        } else if (worthwhile.add(origin) && worthwhile.size() > MOST_WORTHWHILE) {
            // Origins that the pool has forgotten are among them. The others come back with their next answer.
            worthwhile.clear();
        }
    }

    /** It is asked for, whatever is done about it; true if it was not known. */
    public boolean noted(Origin origin) {
        boolean news;
        try (RoomyLock held = lock.hold()) {
            news = pool.noted(origin);
        }
        if (news) {
            keeper.run();
        }
        return news;
    }

    public void bar(Origin origin, String why) {
        try (RoomyLock held = lock.hold()) {
            pool.bar(origin, why);
        }
        keeper.run();
    }

    /** @param tcpOnlyBecause why its stock is without TLS; null if it is not */
    public Take<WarmConnection> take(Key key, boolean idempotent, String tcpOnlyBecause) {
        try (RoomyLock held = lock.hold()) {
            Take<WarmConnection> take = pool.take(Clock.now(), Clock.wallNanos(), key, idempotent);
            explain(key, tcpOnlyBecause);
            return take;
        }
    }

    public Take<WarmConnection> next(Take<WarmConnection> take) {
        try (RoomyLock held = lock.hold()) {
            return pool.next(Clock.now(), take);
        }
    }

    public ObservedRequest hit(Take<WarmConnection> take) {
        try (RoomyLock held = lock.hold()) {
            return pool.hit(Clock.now(), take);
        }
    }

    public ObservedRequest miss(Take<WarmConnection> take) {
        ObservedRequest observed;
        try (RoomyLock held = lock.hold()) {
            observed = pool.miss(Clock.now(), take);
        }
        keeper.run();
        return observed;
    }

    public ObservedRequest cold(Key key) {
        ObservedRequest observed;
        try (RoomyLock held = lock.hold()) {
            observed = pool.cold(Clock.now(), key);
        }
        if (observed != null) {
            // It may be watched from now on, and what delays it is to be let go in time.
            keeper.run();
        }
        return observed;
    }

    /**
     * @param tcpOnlyBecause why its stock is without TLS; null if it is not
     * @return whether it counts as a miss
     */
    public boolean missed(Key key, String tcpOnlyBecause) {
        boolean isMiss;
        try (RoomyLock held = lock.hold()) {
            isMiss = pool.missed(Clock.now(), key);
            explain(key, tcpOnlyBecause);
        }
        keeper.run();
        return isMiss;
    }

    /** Under the lock. */
    private void explain(Key key, String tcpOnlyBecause) {
        if (tcpOnlyBecause != null) {
            pool.warmsTcpOnly(key, tcpOnlyBecause);
        }
    }

    public void givenUp(Key key, ObservedRequest observed) {
        try (RoomyLock held = lock.hold()) {
            pool.givenUp(key, observed);
        }
        keeper.run();
    }

    public void coldConnected(Origin origin, long nanos, ObservedRequest observed) {
        try (RoomyLock held = lock.hold()) {
            pool.coldConnected(Clock.now(), origin, nanos, observed);
            judge(origin);
        }
        keeper.run();
    }

    /**
     * @param closes whether the server closes the connection after it; null: it goes on in another protocol
     * @param status of a final answer
     * @param verifies whether the client has made a handshake by the key's recipe, which others may make, too
     * @param shown as whom it showed itself then; null: as nobody
     * @return true if that changes what is to be done; the keeper is not woken yet
     */
    public boolean answered(
            Key key, Boolean closes, int status, ObservedRequest observed, boolean verifies, Object shown) {
        try (RoomyLock held = lock.hold()) {
            boolean news = pool.answered(Clock.now(), key.origin(), closes, status, observed);
            judge(key.origin());
            return verifies && pool.verified(key, shown) || news;
        }
    }

    /** @param how in words */
    public void failed(Key key, ObservedRequest observed, String how) {
        try (RoomyLock held = lock.hold()) {
            pool.failed(Clock.now(), key, observed, how);
        }
        keeper.run();
    }

    public void unreachable(Key key, ObservedRequest observed) {
        try (RoomyLock held = lock.hold()) {
            pool.unreachable(key, observed);
        }
    }

    public void abandoned(Origin origin, ObservedRequest observed) {
        try (RoomyLock held = lock.hold()) {
            pool.abandoned(origin, observed);
        }
        keeper.run();
    }

    /** @param answeredAt when the answer came that promised to keep the connection */
    public void brokePromise(Origin origin, long answeredAt) {
        boolean news;
        try (RoomyLock held = lock.hold()) {
            news = pool.brokePromise(Clock.now(), origin, answeredAt);
            judge(origin);
        }
        if (news) {
            keeper.run();
        }
    }

    public void keptPromise(Origin origin) {
        try (RoomyLock held = lock.hold()) {
            pool.keptPromise(origin);
        }
    }

    public boolean timedOut(Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        boolean mayHaveCrossed;
        try (RoomyLock held = lock.hold()) {
            mayHaveCrossed = pool.timedOut(Clock.now(), key, sinceHit, ageAtHit, observed);
        }
        keeper.run();
        return mayHaveCrossed;
    }

    public boolean mayHaveCrossed(Key key, long sinceHit) {
        try (RoomyLock held = lock.hold()) {
            return pool.mayHaveCrossed(key, sinceHit);
        }
    }

    public void died(Key key, long sinceHit, long ageAtHit, ObservedRequest observed) {
        try (RoomyLock held = lock.hold()) {
            pool.died(Clock.now(), key, sinceHit, ageAtHit, observed);
        }
        keeper.run();
    }

    // What the keeper does, and tells. It steps by itself afterwards.

    /** @param room for how many more connections this process has descriptors */
    Step<WarmConnection> step(int room) {
        try (RoomyLock held = lock.hold()) {
            pool.allow(room);
            return pool.step(Clock.now(), Clock.wallNanos());
        }
    }

    Eviction<WarmConnection> opened(
            PoolEntry<WarmConnection> entry, WarmConnection warm, long connectNanos, long leadNanos) {
        try (RoomyLock held = lock.hold()) {
            return pool.opened(Clock.now(), entry, warm, connectNanos, leadNanos);
        }
    }

    /**
     * @param want what this machine has run out of
     * @return whether that is why, and half of what is parked is to be closed
     */
    boolean failed(PoolEntry<WarmConnection> entry, String why, OpeningFailure how, Exhaustion want) {
        try (RoomyLock held = lock.hold()) {
            boolean pressed = want == Exhaustion.DESCRIPTORS || want == Exhaustion.PORTS && pool.hasReached(entry);
            pool.failed(Clock.now(), entry, why, how);
            if (pressed) {
                pool.pressed(Clock.now());
            }
            return pressed;
        }
    }

    /** Half of what is parked is to be closed, and nothing opened, for this is getting short; true if that is news. */
    boolean runsShort(String why) {
        try (RoomyLock held = lock.hold()) {
            return pool.runsShort(Clock.now(), why);
        }
    }

    void delayed(PoolEntry<WarmConnection> entry) {
        try (RoomyLock held = lock.hold()) {
            pool.delayed(entry);
        }
    }

    /** True if that is news. */
    boolean unusable(PoolEntry<WarmConnection> entry) {
        try (RoomyLock held = lock.hold()) {
            return pool.unusable(entry);
        }
    }

    /** False if somebody else has it: whoever that is looks himself, and until it is put back input is no reason to turn. */
    boolean checkOut(PoolEntry<WarmConnection> entry, WarmConnection warm) {
        try (RoomyLock held = lock.hold()) {
            boolean mine = pool.checkOut(entry);
            if (!mine) {
                warm.setWatched(false);
            }
            return mine;
        }
    }

    /** What becomes of a checked-out connection after a look. Null: it is parked again, else it is to be closed. */
    Eviction<WarmConnection> settle(PoolEntry<WarmConnection> entry, Liveness liveness) {
        EvictReason reason = liveness.reasonToGo();
        try (RoomyLock held = lock.hold()) {
            Eviction<WarmConnection> eviction =
                    reason == null ? pool.putBack(Clock.now(), entry) : pool.evict(Clock.now(), entry, reason);
            if (eviction == null) {
                entry.connection().setWatched(true);
            }
            return eviction;
        }
    }

    void giveUp(PoolEntry<WarmConnection> entry) {
        try (RoomyLock held = lock.hold()) {
            pool.giveUp(Clock.now(), entry);
        }
    }

    boolean isGone(PoolEntry<WarmConnection> entry) {
        try (RoomyLock held = lock.hold()) {
            return pool.isGone(entry);
        }
    }

    /** @param forGood whether every take goes cold from now on */
    void letGo(String why, boolean forGood) {
        try (RoomyLock held = lock.hold()) {
            if (forGood) {
                pool.switchOff(Clock.now(), why);
            } else {
                pool.letGo(Clock.now(), why);
            }
        }
    }

    /** {@link Pool#withdraw}; the keeper is woken. */
    public List<Eviction<WarmConnection>> withdraw(Withdrawal withdrawal) {
        List<Eviction<WarmConnection>> parked;
        try (RoomyLock held = lock.hold()) {
            parked = pool.withdraw(withdrawal);
        }
        keeper.run();
        return parked;
    }

    /** From now on every take goes cold; answers all that is parked. */
    List<Eviction<WarmConnection>> close() {
        try (RoomyLock held = lock.hold()) {
            return pool.close(Clock.now());
        }
    }

    /** The same; null if the lock is not to be had in that time. */
    List<Eviction<WarmConnection>> close(long patienceMillis) throws InterruptedException {
        return within(patienceMillis, () -> pool.close(Clock.now()));
    }

    private <T> T within(long patienceMillis, Supplier<T> underLock) throws InterruptedException {
        if (!lock.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
            return null;
        }
        try {
            return underLock.get();
        } finally {
            lock.unlock();
        }
    }

    // What is told.

    @Override
    public Snapshot read() {
        try (RoomyLock held = lock.hold()) {
            return pool.read(Clock.now());
        }
    }

    /** The same; null if the lock is not to be had in that time. */
    public Snapshot read(long patienceMillis) throws InterruptedException {
        return within(patienceMillis, () -> pool.read(Clock.now()));
    }

    @Override
    public Snapshot read(Origin origin) {
        try (RoomyLock held = lock.hold()) {
            return pool.read(Clock.now(), origin);
        }
    }

    @Override
    public List<Snapshot> readEach() {
        List<Origin> known;
        try (RoomyLock held = lock.hold()) {
            known = pool.origins();
        }
        List<Snapshot> read = new ArrayList<>(known.size());
        for (int from = 0; from < known.size(); from += MOST_AT_ONCE) {
            letOthersIn();
            readSome(known.subList(from, Math.min(known.size(), from + MOST_AT_ONCE)), read);
        }
        return read;
    }

    /** The lock goes to whoever asks first, and that is a thread that runs, not one that waits. */
    private void letOthersIn() {
        for (int i = 0; i < MOST_TURNS && lock.hasQueuedThreads(); i++) {
            LockSupport.parkNanos(TURN);
        }
    }

    private void readSome(List<Origin> origins, List<Snapshot> into) {
        try (RoomyLock held = lock.hold()) {
            long now = Clock.now();
            for (Origin origin : origins) {
                Snapshot snapshot = pool.read(now, origin);
                if (snapshot != null) {
                    into.add(snapshot);
                }
            }
        }
    }
}
