package dev.prewarm.wire;

import dev.prewarm.PrewarmRuntime;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.guard.ObservedRequest;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One where many connections of a client's own have stood together before the test begins: stock for it waits neither for a
 * proof that two may, nor for requests that the test leaves unanswered.
 */
public final class ProvenEndpoint {
    private static final int MANY = 16;

    /** So long ago, and so long apart, that two round trips of any test are over. */
    private static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private ProvenEndpoint() {}

    /** No time passes for it. */
    public static void of(PrewarmRuntime runtime, Key key) {
        of((SharedPool) runtime.snapshots(), key);
    }

    /** Where no more than the first two have: there may be a limit. */
    static void ofTwo(PrewarmRuntime runtime, Key key) {
        of((SharedPool) runtime.snapshots(), key, 1);
    }

    static void of(SharedPool shared, Key key) {
        of(shared, key, MANY);
    }

    private static void of(SharedPool shared, Key key, int more) {
        @SuppressWarnings("unchecked")
        Pool<WarmConnection> pool = (Pool<WarmConnection>) field(shared, "pool");
        RoomyLock lock = (RoomyLock) field(shared, "lock");
        lock.lock();
        try {
            of(pool, key, more);
        } finally {
            lock.unlock();
        }
    }

    /** Under the pool's lock. */
    static void of(Pool<WarmConnection> pool, Key key) {
        of(pool, key, MANY);
    }

    private static void of(Pool<WarmConnection> pool, Key key, int more) {
        long now = Clock.now();
        List<ObservedRequest> standing = new ArrayList<>();
        // The first one's two round trips are over before it is counted how many more there are.
        stand(pool, key, now - 3 * LONG, 1, standing);
        stand(pool, key, now - 2 * LONG, more, standing);
        standing.forEach(request -> pool.abandoned(key.origin(), request));
    }

    private static void stand(Pool<WarmConnection> pool, Key key, long at, int count, List<ObservedRequest> standing) {
        for (int i = 0; i < count; i++) {
            ObservedRequest request = pool.cold(at, key);
            if (request != null) {
                standing.add(request);
                // As long as is assumed where nothing is known: it teaches nothing.
                pool.coldConnected(at, key.origin(), TimeUnit.MILLISECONDS.toNanos(100), request);
            }
        }
    }

    private static Object field(SharedPool shared, String name) {
        try {
            Field field = SharedPool.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(shared);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
