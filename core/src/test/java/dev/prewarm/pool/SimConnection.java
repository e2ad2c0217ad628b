package dev.prewarm.pool;

/** A simulated warm connection. */
final class SimConnection {
    final Entry<SimConnection> entry;
    final SimSocket socket;
    final long openedAt;

    SimConnection(Entry<SimConnection> entry, SimSocket socket, long openedAt) {
        this.entry = entry;
        this.socket = socket;
        this.openedAt = openedAt;
    }

    @Override
    public String toString() {
        return entry.key() + " opened at " + openedAt;
    }
}
