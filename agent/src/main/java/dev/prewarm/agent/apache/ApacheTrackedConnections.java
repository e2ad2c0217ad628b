package dev.prewarm.agent.apache;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tracked connections by the two ends of TCP: that is what the client shows of a connection where it judges an answer. One
 * is forgotten with its channel or socket, which is held weakly, and when its port is used again. Thread-safe.
 */
final class ApacheTrackedConnections {
    private final Map<Map.Entry<SocketAddress, SocketAddress>, Held> connections = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

    void put(SocketAddress local, SocketAddress remote, Object connection, ApacheTrackedConnection tracked) {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            connections.remove(((Held) gone).ends, gone);
        }
        Map.Entry<SocketAddress, SocketAddress> ends = ends(local, remote);
        connections.put(ends, new Held(connection, dropped, ends, tracked));
    }

    /** Null if there is none. */
    ApacheTrackedConnection get(SocketAddress local, SocketAddress remote) {
        if (!(local instanceof InetSocketAddress) || !(remote instanceof InetSocketAddress)) {
            return null;
        }
        Held held = connections.get(ends(local, remote));
        return held == null || held.get() == null ? null : held.tracked;
    }

    private static Map.Entry<SocketAddress, SocketAddress> ends(SocketAddress local, SocketAddress remote) {
        return new SimpleImmutableEntry<>(local, remote);
    }

    private static final class Held extends WeakReference<Object> {
        final Map.Entry<SocketAddress, SocketAddress> ends;
        final ApacheTrackedConnection tracked;

        Held(
                Object connection,
                ReferenceQueue<Object> queue,
                Map.Entry<SocketAddress, SocketAddress> ends,
                ApacheTrackedConnection tracked) {
            super(connection, queue);
            this.ends = ends;
            this.tracked = tracked;
        }
    }
}
