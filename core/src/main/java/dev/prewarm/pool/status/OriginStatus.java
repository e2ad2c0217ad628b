package dev.prewarm.pool.status;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.WastedOpenings;

/** What is done about one origin, and why: its settings, and the verdicts on what was learnt of it. */
public final class OriginStatus {
    private final Origin origin;
    private final OriginSettings settings;
    private final CloseDetector answers = new CloseDetector();
    private final ConnectTimes connectTimes;
    private final WastedOpenings waste;
    private final Guard guard;
    private String tcpOnly = "";
    private String barred = "";

    public OriginStatus(
            Origin origin, OriginSettings settings, ConnectTimes connectTimes, WastedOpenings waste, Guard guard) {
        this.origin = origin;
        this.settings = settings;
        this.connectTimes = connectTimes;
        this.waste = waste;
        this.guard = guard;
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

    private boolean isOff() {
        return settings.max() == 0 || !barred.isEmpty();
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
        return isWorthwhile() && !guard.isSuspended(now) && !guard.isOnTrial();
    }

    public OriginState state(long now) {
        if (settings.mode() == Mode.EXCLUDED) {
            return OriginState.EXCLUDED;
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
        return waste.isInARow() || waste.forbids(now) ? OriginState.BACKING_OFF : OriginState.WARMING;
    }

    public String reason(long now) {
        String wanted = isAuto() ? "auto" : "named";
        switch (state(now)) {
            case EXCLUDED:
                return "named in prewarm.exclude";
            case OFF:
                return settings.max() == 0 ? "max=0" : barred;
            case KEEPS_ALIVE:
                return "there is nothing to gain";
            case NO_GAIN:
                return "it closes each connection, but a new one takes no more than "
                        + Wording.millis(connectTimes.coldMedian());
            case LEARNING:
                return answers.closes()
                        ? "auto, and what a new connection takes is not known yet"
                        : "auto, and it has not been seen to close three times in a row";
            case ON_TRIAL:
                return "auto, and it closes each connection; whether a silent one keeps others waiting is to be seen";
            case SUSPENDED:
                return Wording.of(guard.conviction())
                        + (guard.isSuspended(now) ? "" : ", which is over: the next request tries again");
            case BACKING_OFF:
                return waste.isTooMuch(now)
                        ? waste.what() + "; " + waste.recent(now)
                                + " failures like that in the last minute: nothing is opened ahead until they are fewer"
                        : waste.what();
            case WARMING:
                return (answers.closes() ? wanted + ", and it closes each connection" : wanted)
                        + (tcpOnly.isEmpty() ? "" : "; " + tcpOnly);
            default:
                return answers.closes() ? "not named, closes each connection" : "not named";
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
