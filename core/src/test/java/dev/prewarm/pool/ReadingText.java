package dev.prewarm.pool;

import dev.prewarm.pool.status.Snapshot;

/** A reading in one line, for messages of failed tests. */
final class ReadingText {
    private ReadingText() {}

    static String of(Snapshot snapshot) {
        return (snapshot.origin() == null ? "all" : snapshot.origin()) + " is " + snapshot.state() + ": opened="
                + snapshot.opened() + " hits="
                + snapshot.hits()
                + " misses=" + snapshot.misses() + " failed=" + snapshot.failed() + " warm=" + snapshot.warm()
                + " opening=" + snapshot.opening() + " target=" + snapshot.target() + " evicted=" + snapshot.evicted();
    }
}
