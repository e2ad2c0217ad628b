package dev.prewarm.pool;

import dev.prewarm.config.Origin;

/**
 * Tells what changed about one origin, once per change. Where openings keep failing and succeeding, that is one change: it
 * is over when none has failed for a minute.
 */
final class Herald {
    private final Origin origin;
    private final Standing standing;
    private final Waste waste;
    private OriginState told = OriginState.LEARNING;
    private OriginState seen = OriginState.LEARNING;
    private long nextAt = Long.MAX_VALUE;
    private String toldReason = "";
    private String toldTcpOnly = "";
    private Advice advised;
    private long advisedAt;

    Herald(Origin origin, Standing standing, Waste waste) {
        this.origin = origin;
        this.standing = standing;
        this.waste = waste;
    }

    /** Null if there is nothing new. */
    Change news(long now) {
        OriginState state = standing.state(now);
        return state == OriginState.OBSERVED ? advice(now) : change(now, state);
    }

    private Change advice(long now) {
        Advice advice = standing.advice();
        if (advice == null || advice.isLike(advised, now - advisedAt)) {
            return null;
        }
        advised = advice;
        advisedAt = now;
        return new Change(origin, OriginState.OBSERVED, advice.text());
    }

    private Change change(long now, OriginState state) {
        String reason = standing.reason(now);
        boolean isToWait = told == OriginState.BACKING_OFF && state == OriginState.WARMING && now < waste.calmAt();
        nextAt = isToWait ? waste.calmAt() : Long.MAX_VALUE;
        boolean differs = state != seen;
        seen = state;
        // One suspension may follow another without anything between that is worth a word.
        boolean isNew = state != told || state == OriginState.SUSPENDED && !reason.startsWith(toldReason);
        String tcpOnly = state == OriginState.WARMING ? standing.tcpOnly() : "";
        boolean isNewlyTcpOnly = !tcpOnly.isEmpty() && !tcpOnly.equals(toldTcpOnly);
        if (!isNew && !isNewlyTcpOnly || isToWait) {
            return differs ? Change.minor(origin, state, reason) : null;
        }
        if (isNewlyTcpOnly) {
            toldTcpOnly = tcpOnly;
        }
        told = state;
        toldReason = reason;
        return state == OriginState.LEARNING ? null : new Change(origin, state, reason);
    }

    /** When {@link #news} may have some though nothing happens; {@link Long#MAX_VALUE}: never. */
    long nextAt() {
        return nextAt;
    }
}
