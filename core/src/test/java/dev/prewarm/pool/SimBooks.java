package dev.prewarm.pool;

import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.Snapshot;
import java.util.List;

/** Counts of one origin, or of all, kept by what was seen from outside; to be compared with the pool's own. */
final class SimBooks {
    private final List<SimBooks> with;
    long opened;
    long hits;
    long misses;
    long canaries;
    long failed;
    long evictions;
    int opening;

    private SimBooks(List<SimBooks> with) {
        this.with = with;
    }

    static SimBooks ofAll() {
        return new SimBooks(List.of());
    }

    /** What is counted here is counted in {@code all}, too. */
    static SimBooks ofOne(SimBooks all) {
        return new SimBooks(List.of(all));
    }

    void begins() {
        opened++;
        opening++;
        with.forEach(SimBooks::begins);
    }

    void parked() {
        opening--;
        with.forEach(SimBooks::parked);
    }

    void failed() {
        opening--;
        failed++;
        with.forEach(SimBooks::failed);
    }

    void withdrawn() {
        opening--;
        evictions++;
        with.forEach(SimBooks::withdrawn);
    }

    void hit() {
        hits++;
        with.forEach(SimBooks::hit);
    }

    void missed(long count) {
        misses += count;
        with.forEach(all -> all.missed(count));
    }

    void canary() {
        canaries++;
        with.forEach(SimBooks::canary);
    }

    void evicted() {
        evictions++;
        with.forEach(SimBooks::evicted);
    }

    /**
     * Fails if the pool's counters are not in balance, or not those of these books, or above the cap.
     *
     * @param max the cap of what is parked and being opened
     */
    void compare(Counters counted, int max) {
        boolean balanced = counted.opened()
                == counted.hits() + counted.unused() + counted.failed() + counted.warm() + counted.opening();
        boolean asBooked = counted.opened() == opened
                && counted.hits() == hits
                && counted.misses() == misses
                && counted.canaries() == canaries
                && counted.failed() == failed
                && counted.opening() == opening
                // What is pending counts as evicted already and has not been seen yet.
                && counted.unused() >= evictions;
        if (!balanced || !asBooked || counted.warm() + counted.opening() > max) {
            Snapshot snapshot = Snapshot.ofAll("", "", 0, counted, 0);
            throw new AssertionError(ReadingText.of(snapshot) + " against opened=" + opened + " hits=" + hits
                    + " misses=" + misses + " canaries=" + canaries + " failed=" + failed + " evicted=" + evictions
                    + " opening=" + opening + " max=" + max);
        }
    }

    /** The same of what users are shown. */
    static void check(Snapshot snapshot, int max) {
        long byReason = 0;
        for (long count : snapshot.evicted().values()) {
            byReason += count;
        }
        boolean balanced = snapshot.opened()
                        == snapshot.hits()
                                + snapshot.unused()
                                + snapshot.failed()
                                + snapshot.warm()
                                + snapshot.opening()
                && snapshot.unused() == byReason;
        if (!balanced || snapshot.warm() + snapshot.opening() > max || snapshot.target() > max) {
            throw new AssertionError(ReadingText.of(snapshot) + " max=" + max);
        }
    }
}
