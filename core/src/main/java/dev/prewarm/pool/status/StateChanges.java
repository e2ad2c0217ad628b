package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.sizing.WastedOpenings;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tells what changed about one origin, once per change. Where openings keep failing and succeeding, that is one change: it
 * is over when none has failed for a minute.
 */
public final class StateChanges {
    private static final int MOST_IN_A_MINUTE = 6;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final Origin origin;
    private final OriginStatus status;
    private final WastedOpenings waste;
    private OriginState told = OriginState.LEARNING;
    private OriginState seen = OriginState.LEARNING;
    private long nextAt = Long.MAX_VALUE;

    /** When it told the last of them. */
    private final long[] recent = new long[MOST_IN_A_MINUTE];

    private int next;
    private String toldPhrase = "";
    private String toldReason = "";
    private String toldTcpOnly = "";
    private Advice advised;
    private long advisedAt;

    public StateChanges(Origin origin, OriginStatus status, WastedOpenings waste) {
        this.origin = origin;
        this.status = status;
        this.waste = waste;
        Arrays.fill(recent, NEVER);
    }

    /** Null if there is nothing new. */
    public StateChange news(long now) {
        OriginState state = status.state(now);
        if (state == OriginState.DISABLED) {
            // Said once for all of them, by whoever has switched them off.
            return null;
        }
        return state == OriginState.OBSERVED ? advice(now) : change(now, state);
    }

    private StateChange advice(long now) {
        Advice advice = status.advice();
        if (advice == null || advice.isLike(advised, now - advisedAt)) {
            return null;
        }
        advised = advice;
        advisedAt = now;
        return new StateChange(origin, OriginState.OBSERVED, status.phrase(now), advice.text(), false);
    }

    private StateChange change(long now, OriginState state) {
        String phrase = status.phrase(now);
        String reason = status.cause(now);
        boolean isToWait = told == OriginState.BACKING_OFF && state == OriginState.WARMING && now < waste.calmAt();
        nextAt = isToWait ? waste.calmAt() : Long.MAX_VALUE;
        boolean differs = state != seen;
        seen = state;
        // One suspension may follow another without anything between that is worth a word. The phrase of one that is
        // over no longer says for how long.
        boolean isTold = reason.startsWith(toldReason) && toldPhrase.startsWith(phrase);
        boolean isNew = state != told || state == OriginState.SUSPENDED && !isTold;
        String tcpOnly = state == OriginState.WARMING ? status.tcpOnly() : "";
        boolean isNewlyTcpOnly = !tcpOnly.isEmpty() && !tcpOnly.equals(toldTcpOnly);
        if (!isNew && !isNewlyTcpOnly || isToWait) {
            return differs ? new StateChange(origin, state, phrase, reason, true) : null;
        }
        if (toldTooOften(now)) {
            nextAt = recent[next] + MINUTE;
            return differs ? new StateChange(origin, state, phrase, reason, true) : null;
        }
        if (isNewlyTcpOnly) {
            toldTcpOnly = tcpOnly;
        }
        recent[next] = now;
        next = (next + 1) % recent.length;
        told = state;
        toldPhrase = phrase;
        toldReason = reason;
        return state == OriginState.LEARNING ? null : new StateChange(origin, state, phrase, reason, false);
    }

    private boolean toldTooOften(long now) {
        return recent[next] != NEVER && now - recent[next] < MINUTE;
    }

    /** When {@link #news} may have some though nothing happens; {@link Long#MAX_VALUE}: never. */
    public long nextAt() {
        return nextAt;
    }
}
