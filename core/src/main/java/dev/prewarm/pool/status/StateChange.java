package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;

/** What a change of an origin's state looks like to a log. Immutable. */
public final class StateChange {
    private final Origin origin;
    private final OriginState state;
    private final String phrase;
    private final String reason;
    private final boolean isMinor;

    StateChange(Origin origin, OriginState state, String phrase, String reason, boolean isMinor) {
        this.origin = origin;
        this.state = state;
        this.phrase = phrase;
        this.reason = reason;
        this.isMinor = isMinor;
    }

    public Origin origin() {
        return origin;
    }

    public OriginState state() {
        return state;
    }

    /** What is done, and for how long where that is set: what follows the origin in a sentence. */
    public String phrase() {
        return phrase;
    }

    /** Why, in words. */
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
