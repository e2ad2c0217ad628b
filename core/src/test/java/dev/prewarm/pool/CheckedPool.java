package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** A pool which keeps books of its own, and compares them with the pool's after every call. */
final class CheckedPool {
    private final VirtualTime time;
    private final int maxTotal;
    private final Function<Origin, OriginSettings> settings;
    private final Pool<SimConnection> pool;

    private final Map<Origin, Books> books = new HashMap<>();
    private final Map<Origin, OriginPool<SimConnection>> seenInTakes = new HashMap<>();
    private final Books all = new Books();
    private final Set<SimConnection> held = new LinkedHashSet<>();
    private final Set<SimConnection> evicted = new HashSet<>();
    private final Set<Entry<SimConnection>> checkedOut = new HashSet<>();
    private final Set<SimConnection> distrusted = new HashSet<>();
    private boolean closed;

    private static final class Books {
        long opened;
        long hits;
        long misses;
        long canaries;
        long failed;
        long evictions;
        int opening;
    }

    CheckedPool(VirtualTime time, int maxTotal, Function<Origin, OriginSettings> settings, Random random) {
        this.time = time;
        this.maxTotal = maxTotal;
        this.settings = settings;
        this.pool = new Pool<>(maxTotal, settings, random);
    }

    Take<SimConnection> take(Key key, boolean idempotent) {
        Take<SimConnection> take = pool.take(time.now(), time.wall(), key, idempotent);
        if (closed) {
            assertThat(take).as("a take after close").isNull();
        }
        if (take != null) {
            seenInTakes.put(key.origin(), take.shelf().origin());
            begins(take.trial());
            checkCandidate(take, key);
            checkTrusted(take.candidate());
        }
        check(key.origin());
        return take;
    }

    Take<SimConnection> next(Take<SimConnection> take) {
        Take<SimConnection> next = pool.next(time.now(), take);
        checkCandidate(next, take.shelf().key());
        check(take.shelf().key().origin());
        return next;
    }

    private void checkCandidate(Take<SimConnection> take, Key key) {
        Entry<SimConnection> entry = take.candidate();
        if (entry == null) {
            return;
        }
        assertThat(checkedOut.add(entry))
                .as("checked out once: %s", entry.connection())
                .isTrue();
        assertThat(entry.key()).isEqualTo(key);
        assertThat(held).as("not handed out or evicted before").contains(entry.connection());
        assertThat(entry.expiresAt()).as("expiry of %s", entry.connection()).isGreaterThan(time.now());
    }

    /** Not for the next one of a take that began before the jump: it is the first step or take that notices. */
    private void checkTrusted(Entry<SimConnection> entry) {
        assertThat(entry != null && distrusted.contains(entry.connection()))
                .as("parked before a time jump")
                .isFalse();
    }

    Witness hit(Take<SimConnection> take) {
        SimConnection connection = take.candidate().connection();
        assertThat(held.remove(connection))
                .as("handed out once: %s", connection)
                .isTrue();
        checkedOut.remove(take.candidate());
        Witness witness = pool.hit(time.now(), take);
        Origin origin = take.shelf().key().origin();
        of(origin).hits++;
        all.hits++;
        check(origin);
        return witness;
    }

    Witness miss(Take<SimConnection> take) {
        Witness witness = pool.miss(take);
        Origin origin = take.shelf().key().origin();
        for (Books counted : List.of(of(origin), all)) {
            if (take.kind() == Take.Kind.CANARY) {
                counted.canaries++;
            } else if (take.kind() != Take.Kind.UNCOUNTED) {
                counted.misses++;
            }
        }
        check(origin);
        return witness;
    }

    boolean checkOut(Entry<SimConnection> entry) {
        boolean mine = pool.checkOut(entry);
        if (mine) {
            assertThat(checkedOut.add(entry))
                    .as("checked out once: %s", entry.connection())
                    .isTrue();
            assertThat(held).contains(entry.connection());
        }
        check(entry.key().origin());
        return mine;
    }

    void putBack(Entry<SimConnection> entry) {
        checkedOut.remove(entry);
        left(pool.putBack(time.now(), entry));
        check(entry.key().origin());
    }

    void evict(Entry<SimConnection> entry, EvictReason reason) {
        checkedOut.remove(entry);
        left(pool.evict(time.now(), entry, reason));
        check(entry.key().origin());
    }

    Step<SimConnection> step() {
        Step<SimConnection> step = pool.step(time.now(), time.wall());
        for (Eviction<SimConnection> eviction : step.evict()) {
            left(eviction);
        }
        for (Entry<SimConnection> entry : step.open()) {
            begins(entry);
            assertThat(pool.read(time.now(), entry.key().origin()).state()).isIn("warming", "backing-off");
        }
        assertThat(step.nextAt() <= time.now() && checkedOut.isEmpty())
                .as("a step leaves nothing that is due")
                .isFalse();
        checkChangedBy(step);
        return step;
    }

    private void begins(Entry<SimConnection> entry) {
        if (entry != null) {
            assertThat(closed).as("opened after close").isFalse();
            for (Books counted : List.of(of(entry.key().origin()), all)) {
                counted.opened++;
                counted.opening++;
            }
        }
    }

    void opened(SimConnection connection, long connectNanos, long leadNanos) {
        Origin origin = connection.entry.key().origin();
        of(origin).opening--;
        all.opening--;
        assertThat(held.add(connection)).isTrue();
        left(pool.opened(time.now(), connection.entry, connection, connectNanos, leadNanos));
        if (held.contains(connection)) {
            OriginSettings own = settings.apply(origin);
            long idle = own.idleGiven() ? own.idle().toNanos() : IdleLimit.MOST;
            assertThat(connection.entry.expiresAt()).isBetween(time.now() + 1, time.now() + idle);
        }
        check(origin);
    }

    void failed(Entry<SimConnection> entry, boolean unusable) {
        Origin origin = entry.key().origin();
        of(origin).opening--;
        of(origin).failed++;
        all.opening--;
        all.failed++;
        if (unusable) {
            pool.unusable(entry);
        } else {
            pool.failed(time.now(), entry, "simulated", false);
        }
        check(origin);
    }

    void pressed() {
        pool.pressed(time.now());
        checkAll();
    }

    void answered(Origin origin, boolean closes, boolean refused, Witness witness) {
        pool.answered(time.now(), origin, closes, refused, witness);
        check(origin);
    }

    void coldConnected(Key key, long nanos, Witness witness) {
        pool.coldConnected(time.now(), key.origin(), nanos, witness);
        pool.verified(key);
        check(key.origin());
    }

    void died(Key key, long sinceHit, long ageAtHit) {
        pool.died(time.now(), key, sinceHit, ageAtHit);
        check(key.origin());
    }

    void close() {
        closed = true;
        List<Eviction<SimConnection>> evictions = pool.close(time.now());
        evictions.forEach(this::left);
        checkAll();
    }

    /** Time has jumped: what nobody looks at now must not be handed out any more. */
    void distrustWhatIsParked() {
        for (SimConnection connection : held) {
            if (!checkedOut.contains(connection.entry)) {
                distrusted.add(connection);
            }
        }
    }

    /** Whether everything that was ever opened has been given to somebody. */
    void checkNothingIsLeft() {
        assertThat(held).as("neither handed out nor given back to be closed").isEmpty();
        assertThat(all.opening).isZero();
        assertThat(checkedOut).isEmpty();
        checkAll();
    }

    Reading read() {
        return pool.read(time.now());
    }

    private void left(Eviction<SimConnection> eviction) {
        if (eviction == null) {
            return;
        }
        SimConnection connection = eviction.connection();
        assertThat(held.remove(connection))
                .as("evicted once, not handed out: %s", connection)
                .isTrue();
        assertThat(evicted.add(connection)).isTrue();
        assertThat(checkedOut).as("evicted while somebody looks").doesNotContain(connection.entry);
        of(eviction.key().origin()).evictions++;
        all.evictions++;
    }

    private Books of(Origin origin) {
        return books.computeIfAbsent(origin, any -> new Books());
    }

    /** What a call about one origin has changed; a step and a close may change all. */
    private void check(Origin origin) {
        checkNothingIsParkedAfterClose();
        OriginPool<SimConnection> seen = seenInTakes.get(origin);
        if (seen != null) {
            // A reading of the pool's own works out targets, which is most of the time of a simulation.
            Reading counted = new Reading(origin.toString(), "", "", 0, Learnt.NOTHING, seen.counters());
            compare(counted, of(origin), settings.apply(origin).max());
        }
    }

    private void checkChangedBy(Step<SimConnection> step) {
        Set<Origin> changed = new HashSet<>();
        step.open().forEach(entry -> changed.add(entry.key().origin()));
        step.evict().forEach(eviction -> changed.add(eviction.key().origin()));
        changed.forEach(this::check);
        if (!changed.isEmpty()) {
            compare(pool.read(time.now()), all, maxTotal);
        }
    }

    private void checkAll() {
        checkNothingIsParkedAfterClose();
        for (Origin origin : books.keySet()) {
            check(origin);
            Reading reading = pool.read(time.now(), origin);
            if (reading != null) {
                compare(reading, of(origin), settings.apply(origin).max());
            }
        }
        compare(pool.read(time.now()), all, maxTotal);
    }

    private void checkNothingIsParkedAfterClose() {
        if (closed && held.size() != checkedOut.size()) {
            throw new AssertionError("still parked after close: " + held);
        }
    }

    private static void compare(Reading reading, Books expected, int max) {
        long byReason = 0;
        for (long count : reading.evicted().values()) {
            byReason += count;
        }
        boolean balanced = reading.opened()
                        == reading.hits() + reading.unused() + reading.failed() + reading.warm() + reading.opening()
                && reading.unused() == byReason;
        boolean asBooked = reading.opened() == expected.opened
                && reading.hits() == expected.hits
                && reading.misses() == expected.misses
                && reading.canaries() == expected.canaries
                && reading.failed() == expected.failed
                && reading.opening() == expected.opening
                // What is pending counts as evicted already and has not been seen yet.
                && reading.unused() >= expected.evictions;
        if (!balanced || !asBooked || reading.warm() + reading.opening() > max || reading.target() > max) {
            throw new AssertionError(ReadingText.of(reading) + " against opened=" + expected.opened + " hits="
                    + expected.hits + " misses=" + expected.misses + " failed=" + expected.failed + " evicted="
                    + expected.evictions + " opening=" + expected.opening + " max=" + max);
        }
    }
}
