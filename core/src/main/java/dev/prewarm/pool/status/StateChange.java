package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;

/** What a change of an origin's state looks like to a log. Immutable. */
public final class StateChange {
    private final Origin origin;
    private final OriginState state;
    private final String reason;
    private final boolean isMinor;

    public StateChange(Origin origin, OriginState state, String reason) {
        this(origin, state, reason, false);
    }

    private StateChange(Origin origin, OriginState state, String reason, boolean isMinor) {
        this.origin = origin;
        this.state = state;
        this.reason = reason;
        this.isMinor = isMinor;
    }

    public static StateChange minor(Origin origin, OriginState state, String reason) {
        return new StateChange(origin, state, reason, true);
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

    /** Whether it is part of one that was told before: for whoever looks closely. */
    public boolean isMinor() {
        return isMinor;
    }

    /** Whether an operator should know. */
    public boolean isAlarming() {
        return state == OriginState.SUSPENDED;
    }
}
