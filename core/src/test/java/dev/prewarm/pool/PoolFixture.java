package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pool whose time the test moves and whose connections are names: c1, c2, … in the order in which they are parked.
 * Without randomness: no jitter, and the first filling does not wait.
 */
final class PoolFixture {
    static final long LEAD_MILLIS = 50;

    /** More than any test wants to have at once. */
    private static final int MANY = 200;

    final FixedRandom random = new FixedRandom(0);
    final Pool<String> pool;
    final List<PoolEntry<String>> opening = new ArrayList<>();
    final List<Eviction<String>> evicted = new ArrayList<>();
    private final Map<String, PoolEntry<String>> entries = new HashMap<>();
    private final Set<Key> proven = new HashSet<>();
    private long now = SECONDS.toNanos(100);
    private long wall = DAYS.toNanos(20_000);
    private int connections;
    private boolean isToBeProven;

    PoolFixture(String origins) {
        this(Map.of("prewarm.origins", origins));
    }

    PoolFixture(Map<String, String> properties) {
        Settings settings = Settings.read(null, properties, Map.of());
        pool = new Pool<>(settings.maxTotal(), settings::forOrigin, random);
    }

    /** Nothing is known of how many stand together. */
    PoolFixture unproven() {
        isToBeProven = true;
        return this;
    }

    long now() {
        return now;
    }

    long wall() {
        return wall;
    }

    PoolFixture advance(long millis) {
        return advanceNanos(MILLISECONDS.toNanos(millis));
    }

    PoolFixture advanceNanos(long nanos) {
        now += nanos;
        wall += nanos;
        return this;
    }

    /** Only the time of day goes on. */
    void sleep(long millis) {
        wall += MILLISECONDS.toNanos(millis);
    }

    Take<String> take(Key key) {
        return take(key, true);
    }

    /** A canary in its place is sent first, and fares well. */
    Take<String> take(Key key, boolean idempotent) {
        Take<String> take = pool.take(now, wall, key, idempotent);
        if (take != null && !isToBeProven && proven.add(key)) {
            standTogether(take, key, MANY);
        }
        if (take != null && take.kind() == Take.Kind.CANARY) {
            ObservedRequest observed = pool.miss(now, take);
            take.trials().forEach(this::open);
            pool.answered(now, key.origin(), true, 200, observed);
            return pool.take(now, wall, key, idempotent);
        }
        return take;
    }

    /** So many have stood together at its endpoint, long ago. */
    void standTogether(Take<String> take, Key key, int count) {
        Growth growth = take.origin().facts().endpoint(key.endpoint()).growth();
        for (int i = 0; i < count; i++) {
            growth.opened(0);
        }
        // First one stands, then all of them.
        growth.isProven(now / 2);
        growth.isProven(now);
        for (int i = 0; i < count; i++) {
            growth.closed();
        }
    }

    /** A whole take; null for a miss. */
    String request(Key key) {
        return request(key, true);
    }

    String request(Key key, boolean idempotent) {
        Take<String> take = take(key, idempotent);
        if (take == null) {
            return null;
        }
        if (take.candidate() == null) {
            pool.abandoned(key.origin(), pool.miss(now, take));
            // As long as is assumed where nothing is known: it teaches nothing.
            coldConnected(key, MILLISECONDS.toNanos(100));
            return null;
        }
        pool.abandoned(key.origin(), pool.hit(now, take));
        return take.candidate().connection();
    }

    void coldConnected(Key key, long nanos) {
        pool.coldConnected(now, key.origin(), nanos, null);
    }

    /** An answer by which nothing can be seen but whether it closes. */
    void answered(Key key, boolean closes) {
        pool.answered(now, key.origin(), closes, 200, null);
    }

    void burst(Key key, int size) {
        for (int i = 0; i < size; i++) {
            request(key);
        }
    }

    Step<String> step() {
        Step<String> step = pool.step(now, wall);
        opening.addAll(step.open());
        evicted.addAll(step.evict());
        return step;
    }

    /** All that is being opened is open now. */
    void openAll() {
        for (PoolEntry<String> entry : List.copyOf(opening)) {
            open(entry);
        }
    }

    String open(PoolEntry<String> entry) {
        String name = "c" + ++connections;
        opening.remove(entry);
        entries.put(name, entry);
        Eviction<String> unwanted =
                pool.opened(now, entry, name, MILLISECONDS.toNanos(LEAD_MILLIS / 2), MILLISECONDS.toNanos(LEAD_MILLIS));
        if (unwanted != null) {
            evicted.add(unwanted);
        }
        return name;
    }

    void failAll() {
        failAll("refused", OpeningFailure.OTHER);
    }

    /** By the server. */
    void resetAll() {
        failAll("reset", OpeningFailure.REFUSED);
    }

    private void failAll(String why, OpeningFailure how) {
        for (PoolEntry<String> entry : List.copyOf(opening)) {
            opening.remove(entry);
            pool.failed(now, entry, why, how);
        }
    }

    /** Steps and opens until there is no more to open; takes a lead time each. */
    PoolFixture fill() {
        for (int i = 0; i < 100; i++) {
            step();
            if (opening.isEmpty()) {
                return this;
            }
            advance(LEAD_MILLIS);
            openAll();
        }
        throw new AssertionError("it never has enough");
    }

    /** The entry of a connection that is or was parked. */
    PoolEntry<String> entry(String connection) {
        return entries.get(connection);
    }

    /** In the order in which they were parked. */
    List<PoolEntry<String>> entriesParked() {
        List<PoolEntry<String>> parked = new ArrayList<>();
        for (int number = 1; number <= connections; number++) {
            PoolEntry<String> entry = entries.get("c" + number);
            if (entry.is(PoolEntry.State.PARKED)) {
                parked.add(entry);
            }
        }
        return parked;
    }

    Snapshot read(Key key) {
        return pool.read(now, key.origin());
    }

    Snapshot readAll() {
        return pool.read(now);
    }

    /** What has left so far, as "c1 idle". */
    List<String> evictions() {
        List<String> texts = new ArrayList<>();
        for (Eviction<String> eviction : evicted) {
            texts.add(eviction.connection() + " " + eviction.reason().label());
        }
        return texts;
    }
}
