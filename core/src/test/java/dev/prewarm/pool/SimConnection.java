package dev.prewarm.pool;

/** A simulated warm connection, and when its server will have ended it. */
final class SimConnection {
    final Entry<SimConnection> entry;
    final long openedAt;
    long closedAt = Long.MAX_VALUE;

    SimConnection(Entry<SimConnection> entry, long openedAt) {
        this.entry = entry;
        this.openedAt = openedAt;
    }

    @Override
    public String toString() {
        return entry.key() + " opened at " + openedAt;
    }
}
