package dev.prewarm.pool.status;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.WastedOpenings;
import java.util.function.Supplier;

/** What is done about one origin, and why: its settings, and the verdicts on what was learnt of it. */
public final class OriginStatus {
    private final Origin origin;
    private final OriginSettings settings;
    private final CloseDetector answers = new CloseDetector();
    private final ConnectTimes connectTimes;
    private final WastedOpenings waste;
    private final Guard guard;
    private final Supplier<Growth> limits;
    private String tcpOnly = "";
    private String barred = "";
    private OriginState withdrawn;
    private String withdrawnBy;

    /** @param limits what is known of an address that takes only so many connections; null: of none */
    public OriginStatus(
            Origin origin,
            OriginSettings settings,
            ConnectTimes connectTimes,
            WastedOpenings waste,
            Guard guard,
            Supplier<Growth> limits) {
        this.origin = origin;
        this.settings = settings;
        this.connectTimes = connectTimes;
        this.waste = waste;
        this.guard = guard;
        this.limits = limits;
    }

    Origin origin() {
        return origin;
    }

    /** How many requests were answered. */
    long answers() {
        return answers.answers();
    }

    /** Whether it is named, or something keeps it from being warmed for a while. */
    boolean isOfNote(long now) {
        return settings.mode() == Mode.NAMED || state(now).isTemporary();
    }

    /** True if that changes what is to be done. */
    public boolean answered(boolean closes) {
        return answers.answered(closes);
    }

    /** A connection ended soon after an answer that promised to keep it; true if that changes what is to be done. */
    public boolean broke(long now, long answeredAt) {
        return answers.broke(now, answeredAt);
    }

    /** A connection brought another answer. */
    public void usedAgain() {
        answers.usedAgain();
    }

    /** Nothing is opened ahead any more, for good. The first reason stands. */
    public void bar(String why) {
        if (barred.isEmpty()) {
            barred = why;
        }
    }

    /** Nothing is opened ahead while its user says so. */
    public void withdraw(Withdrawal withdrawal) {
        withdrawnBy = withdrawal.by(origin);
        withdrawn = withdrawnBy == null ? null : withdrawal.isAll() ? OriginState.DISABLED : OriginState.EXCLUDED;
    }

    public boolean isWithdrawn() {
        return withdrawn != null;
    }

    private boolean isOff() {
        return settings.max() == 0 || !barred.isEmpty() || isWithdrawn();
    }

    /** The first reason stands: of several clients, each may have its own. */
    public void warmsTcpOnly(String why) {
        if (tcpOnly.isEmpty()) {
            tcpOnly = why;
        }
    }

    /** Nobody is given TCP only any more. */
    public void warmsAll() {
        tcpOnly = "";
    }

    /** Why some or all of its stock is without TLS; empty: none is. */
    public String tcpOnly() {
        return tcpOnly;
    }

    private boolean isAuto() {
        return settings.mode() == Mode.AUTO;
    }

    /** Whether stock may be held, but for harm. */
    public boolean isWorthwhile() {
        if (isOff() || answers.keepsAlive()) {
            return false;
        }
        return settings.mode() == Mode.NAMED || isAuto() && answers.closes() && connectTimes.isGain();
    }

    /** Whether takes here count as hits or misses. */
    public boolean isWarmed(long now) {
        return isWorthwhile()
                && !guard.isSuspended(now)
                && !guard.isOnTrial()
                && !guard.evidence().isOff();
    }

    /** Whether nothing is opened there, and what is parked is used up. */
    public boolean isDrained(long now) {
        return isWorthwhile() && !guard.isSuspended(now) && guard.evidence().isDraining(now);
    }

    public OriginState state(long now) {
        if (settings.mode() == Mode.EXCLUDED) {
            return OriginState.EXCLUDED;
        }
        if (isWithdrawn()) {
            return withdrawn;
        }
        if (settings.mode() == Mode.OBSERVED) {
            return OriginState.OBSERVED;
        }
        if (isOff()) {
            return OriginState.OFF;
        }
        if (answers.keepsAlive()) {
            return OriginState.KEEPS_ALIVE;
        }
        if (!isWorthwhile()) {
            return answers.closes() && connectTimes.isNoGain() ? OriginState.NO_GAIN : OriginState.LEARNING;
        }
        if (guard.isSuspended(now) || guard.isOnTrial() && guard.conviction() != null) {
            return OriginState.SUSPENDED;
        }
        if (guard.isOnTrial()) {
            return OriginState.ON_TRIAL;
        }
        if (guard.evidence().isOff()) {
            return OriginState.BACKING_OFF;
        }
        return waste.isInARow() || waste.forbids(now) ? OriginState.BACKING_OFF : OriginState.WARMING;
    }

    /** What is done about it, and for how long where that is set: what follows it in a sentence. */
    String phrase(long now) {
        OriginState state = state(now);
        return state == OriginState.SUSPENDED && guard.isSuspended(now)
                ? state.phrase() + " for " + Wording.duration(guard.conviction().pause())
                : state.phrase();
    }

    /** Why it is in this state, and until when as far as that is known. */
    public String reason(long now) {
        return cause(now) + rest(now);
    }

    private String rest(long now) {
        OriginState state = state(now);
        if (state == OriginState.SUSPENDED && guard.isSuspended(now)) {
            return "; " + Wording.left(guard.suspendedUntil() - now);
        }
        if (state != OriginState.WARMING) {
            return "";
        }
        String text = "";
        Growth limited = limits.get();
        if (limited != null && limited.isLimited(now)) {
            text = "; " + Wording.limited(limited.limit(now)) + ", " + Wording.left(limited.limitUntil() - now);
        }
        if (guard.heldLimit().isOn(now)) {
            text += "; " + Wording.heldLimit(guard.heldLimit(), now) + ", "
                    + Wording.left(guard.heldLimit().until() - now);
        }
        if (guard.evidence().isAcquitted(now)) {
            text += "; " + Wording.acquitted(guard.evidence()) + ", "
                    + Wording.left(guard.evidence().acquittedUntil() - now);
        }
        return text;
    }

    /** Why it is in this state. */
    String cause(long now) {
        String wanted = isAuto() ? "auto" : "named";
        switch (state(now)) {
            case EXCLUDED:
                return isWithdrawn() && settings.mode() != Mode.EXCLUDED ? withdrawnBy : "named in prewarm.exclude";
            case DISABLED:
                return withdrawnBy;
            case OFF:
                return settings.max() == 0 ? "max=0" : barred;
            case KEEPS_ALIVE:
                return "nothing to gain";
            case NO_GAIN:
                return "closes every connection, but a new one takes only " + Wording.millis(connectTimes.coldMedian());
            case LEARNING:
                return answers.closes()
                        ? "auto; how long a new connection takes is not known yet"
                        : "auto; has not closed 3 connections in a row yet";
            case ON_TRIAL:
                return "auto; closes every connection, testing whether an idle one blocks other requests";
            case SUSPENDED:
                return Wording.of(guard.conviction())
                        + (guard.isSuspended(now) ? "" : "; the suspension is over, the next request tries again");
            case BACKING_OFF:
                if (guard.evidence().isOff()) {
                    return Wording.off(guard.evidence());
                }
                return waste.isTooMuch(now)
                        ? waste.what() + "; " + waste.recent(now)
                                + " such failures in the last minute, opening paused until there are fewer"
                        : waste.what();
            case WARMING:
                return (answers.closes() ? wanted + ", closes every connection" : wanted)
                        + (tcpOnly.isEmpty() ? "" : "; " + tcpOnly);
            default:
                return answers.closes() ? "not named, closes every connection" : "not named";
        }
    }

    /** What a user should do about an origin that is only observed; null while nothing is known. */
    public Advice advice() {
        if (answers.keepsAlive()) {
            return Advice.keepsAlive();
        }
        long cost = connectTimes.coldMedian();
        return answers.closes() && cost >= 0 ? Advice.closes(origin, answers.closed(), cost) : null;
    }
}
