package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;
import java.util.concurrent.TimeUnit;

/** What a user is told about an origin that is only observed. Immutable. */
final class Advice {
    private static final long NONE = -1;
    private static final long SOON = TimeUnit.HOURS.toNanos(1);

    private final String text;
    private final long cost;

    private Advice(String text, long cost) {
        this.text = text;
        this.cost = cost;
    }

    static Advice keepsAlive() {
        return new Advice("keeps its connections open now, warming would save nothing", NONE);
    }

    /**
     * @param answers how many were seen to close
     * @param cost of a new connection, in nanoseconds
     */
    static Advice closes(Origin origin, long answers, long cost) {
        return new Advice(
                "closes every connection (" + answers + " answers), each request waits " + Wording.millis(cost)
                        + " for a new one (median); to save that, set -Dprewarm.origins="
                        + origin,
                cost);
    }

    String text() {
        return text;
    }

    /**
     * Whether it says the same as one that was given before: the same thing to do, for about the same gain. Figures that
     * change soon are those of a start.
     *
     * @param since that one, in nanoseconds
     */
    boolean isLike(Advice before, long since) {
        if (before == null) {
            // Most origins keep their connections: not worth a line.
            return cost == NONE;
        }
        if (cost == NONE || before.cost == NONE) {
            return cost == before.cost;
        }
        return since < SOON || cost < 2 * before.cost && before.cost < 2 * cost;
    }
}
