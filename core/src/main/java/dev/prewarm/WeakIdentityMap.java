package dev.prewarm;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What belongs to an object of a client that lives as long as its connection (a channel, a socket), by that object's
 * identity. Held weakly: a connection that is dropped without a word is forgotten. Thread-safe.
 */
public final class WeakIdentityMap<V> {
    private final Map<Reference<?>, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

    public void put(Object object, V value) {
        forget();
        values.put(new Identity(object, dropped), value);
    }

    /** @return what was there before; null if there was none, and the value is there now */
    public V putIfAbsent(Object object, V value) {
        forget();
        return values.putIfAbsent(new Identity(object, dropped), value);
    }

    private void forget() {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            values.remove(gone);
        }
    }

    public boolean isEmpty() {
        forget();
        return values.isEmpty();
    }

    /** Null if there is none. */
    public V get(Object object) {
        return values.get(new Identity(object, null));
    }

    /** Null if there was none. */
    public V remove(Object object) {
        return values.remove(new Identity(object, null));
    }

    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        Identity(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            Object object = get();
            return object != null && other instanceof Identity && object == ((Identity) other).get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
