package dev.prewarm.pool;

import dev.prewarm.config.Origin;

/** What a change of an origin's state looks like to a log. Immutable. */
public final class Change {
    private final Origin origin;
    private final OriginState state;
    private final String reason;

    Change(Origin origin, OriginState state, String reason) {
        this.origin = origin;
        this.state = state;
        this.reason = reason;
    }

    public Origin origin() {
        return origin;
    }

    public OriginState state() {
        return state;
    }

    /** In words. */
    public String reason() {
        return reason;
    }

    /** Whether an operator should know. */
    public boolean isAlarming() {
        return state == OriginState.SUSPENDED;
    }
}
