package dev.prewarm.pool;

import dev.prewarm.config.Origin;

/** Tells what changed about one origin, once per change. */
final class Herald {
    private final Origin origin;
    private final Standing standing;
    private OriginState told = OriginState.LEARNING;
    private String toldReason = "";
    private String toldTcpOnly = "";
    private Advice advised;
    private long advisedAt;

    Herald(Origin origin, Standing standing) {
        this.origin = origin;
        this.standing = standing;
    }

    /** Null if there is nothing new. */
    Change news(long now) {
        OriginState state = standing.state(now);
        return state == OriginState.OBSERVED ? advice(now) : change(state, standing.reason(now));
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

    private Change change(OriginState state, String reason) {
        // One suspension may follow another without anything between that is worth a word.
        boolean isNew = state != told || state == OriginState.SUSPENDED && !reason.startsWith(toldReason);
        String tcpOnly = state == OriginState.WARMING ? standing.tcpOnly() : "";
        boolean isNewlyTcpOnly = !tcpOnly.isEmpty() && !tcpOnly.equals(toldTcpOnly);
        if (!isNew && !isNewlyTcpOnly) {
            return null;
        }
        if (isNewlyTcpOnly) {
            toldTcpOnly = tcpOnly;
        }
        told = state;
        toldReason = reason;
        return state == OriginState.LEARNING ? null : new Change(origin, state, reason);
    }
}
