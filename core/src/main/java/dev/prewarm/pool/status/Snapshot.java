package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;
import java.util.Collection;
import java.util.Map;

/** The counters at one moment, of one origin or of several together. Immutable. */
public final class Snapshot {
    private final Origin origin;
    private final String state;
    private final String reason;
    private final int target;
    private final Learnt learnt;
    private final Counters counters;
    private final int origins;
    private final long answers;
    private final boolean isOfNote;

    private Snapshot(
            Origin origin,
            String state,
            String reason,
            int target,
            Learnt learnt,
            Counters counters,
            int origins,
            long answers,
            boolean isOfNote) {
        this.origin = origin;
        this.state = state;
        this.reason = reason;
        this.target = target;
        this.learnt = learnt;
        this.counters = counters;
        this.origins = origins;
        this.answers = answers;
        this.isOfNote = isOfNote;
    }

    /** @param live its counters, which go on */
    public static Snapshot of(OriginStatus status, long now, int target, Learnt learnt, Counters live) {
        return new Snapshot(
                status.origin(),
                status.state(now).label(),
                status.reason(now),
                target,
                learnt,
                live.copy(),
                1,
                status.answers(),
                live.held() > 0 || status.isOfNote(now));
    }

    /**
     * Of all together.
     *
     * @param live their counters, which go on
     * @param origins how many are known; what others counted that are not, is counted, too
     */
    public static Snapshot ofAll(String state, String reason, int target, Counters live, int origins) {
        return new Snapshot(null, state, reason, target, Learnt.NOTHING, live.copy(), origins, 0, true);
    }

    /** Of several, each read at its own moment; without a state. */
    public static Snapshot sum(Collection<Snapshot> several) {
        Counters counters = new Counters();
        int target = 0;
        for (Snapshot each : several) {
            counters.add(each.counters);
            target += each.target;
        }
        return new Snapshot(null, "", "", target, Learnt.NOTHING, counters, several.size(), 0, true);
    }

    /** Null if it is of several. */
    public Origin origin() {
        return origin;
    }

    /** How many there are. */
    public int origins() {
        return origins;
    }

    /** How many requests were answered, however they are treated. */
    public long answers() {
        return answers;
    }

    /** Whether somebody may look for it, however little traffic it has: named, warm, suspended or waiting. */
    public boolean isOfNote() {
        return isOfNote;
    }

    /** Whether there is anything to tell: something was opened, or wanted. */
    public boolean hasCounted() {
        return opened() + hits() + misses() + canaries() > 0;
    }

    public String state() {
        return state;
    }

    /** Why it is in this state, in words. */
    public String reason() {
        return reason;
    }

    /** How many warm connections there should be. */
    public int target() {
        return target;
    }

    /** What is known of the origin; of all together, nothing. */
    public Learnt learnt() {
        return learnt;
    }

    public long hits() {
        return counters.hits();
    }

    public long misses() {
        return counters.misses();
    }

    public long hitsTcp() {
        return counters.hitsTcp();
    }

    public long canaries() {
        return counters.canaries();
    }

    public long opened() {
        return counters.opened();
    }

    public long failed() {
        return counters.failed();
    }

    public long unused() {
        return counters.unused();
    }

    /** By {@link EvictReason#label()}. */
    public Map<String, Long> evicted() {
        return counters.evictedByReason();
    }

    public long staleHits() {
        return counters.staleHits();
    }

    public int warm() {
        return counters.warm();
    }

    public int opening() {
        return counters.opening();
    }

    public long savedNanos() {
        return counters.savedNanos();
    }
}
