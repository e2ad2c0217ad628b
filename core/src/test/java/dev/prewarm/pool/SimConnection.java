package dev.prewarm.pool;

/** A simulated warm connection. */
final class SimConnection {
    final PoolEntry<SimConnection> entry;
    final SimSocket socket;
    final long openedAt;

    SimConnection(PoolEntry<SimConnection> entry, SimSocket socket, long openedAt) {
        this.entry = entry;
        this.socket = socket;
        this.openedAt = openedAt;
    }

    @Override
    public String toString() {
        return entry.key() + " opened at " + openedAt;
    }
}
