package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.sizing.WastedOpenings;

/**
 * Tells what changed about one origin, once per change. Where openings keep failing and succeeding, that is one change: it
 * is over when none has failed for a minute.
 */
public final class StateChanges {
    private final Origin origin;
    private final OriginStatus status;
    private final WastedOpenings waste;
    private OriginState told = OriginState.LEARNING;
    private OriginState seen = OriginState.LEARNING;
    private long nextAt = Long.MAX_VALUE;
    private String toldReason = "";
    private String toldTcpOnly = "";
    private Advice advised;
    private long advisedAt;

    public StateChanges(Origin origin, OriginStatus status, WastedOpenings waste) {
        this.origin = origin;
        this.status = status;
        this.waste = waste;
    }

    /** Null if there is nothing new. */
    public StateChange news(long now) {
        OriginState state = status.state(now);
        return state == OriginState.OBSERVED ? advice(now) : change(now, state);
    }

    private StateChange advice(long now) {
        Advice advice = status.advice();
        if (advice == null || advice.isLike(advised, now - advisedAt)) {
            return null;
        }
        advised = advice;
        advisedAt = now;
        return new StateChange(origin, OriginState.OBSERVED, advice.text());
    }

    private StateChange change(long now, OriginState state) {
        String reason = status.reason(now);
        boolean isToWait = told == OriginState.BACKING_OFF && state == OriginState.WARMING && now < waste.calmAt();
        nextAt = isToWait ? waste.calmAt() : Long.MAX_VALUE;
        boolean differs = state != seen;
        seen = state;
        // One suspension may follow another without anything between that is worth a word.
        boolean isNew = state != told || state == OriginState.SUSPENDED && !reason.startsWith(toldReason);
        String tcpOnly = state == OriginState.WARMING ? status.tcpOnly() : "";
        boolean isNewlyTcpOnly = !tcpOnly.isEmpty() && !tcpOnly.equals(toldTcpOnly);
        if (!isNew && !isNewlyTcpOnly || isToWait) {
            return differs ? StateChange.minor(origin, state, reason) : null;
        }
        if (isNewlyTcpOnly) {
            toldTcpOnly = tcpOnly;
        }
        told = state;
        toldReason = reason;
        return state == OriginState.LEARNING ? null : new StateChange(origin, state, reason);
    }

    /** When {@link #news} may have some though nothing happens; {@link Long#MAX_VALUE}: never. */
    public long nextAt() {
        return nextAt;
    }
}
