package dev.prewarm.pool.guard;

import dev.prewarm.pool.sizing.ConnectTimes;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Whether one origin serves requests worse because connections are parked there: a server with a worker per connection waits
 * on a silent one, and whoever comes next waits for the worker. A hit can't show that, it lands on the very worker that waits
 * for it; so it is seen on requests that go cold, or get another connection than the one opened first. Letting go
 * ({@link Watch}) and judging ({@link Verdict}) are two things. It is told of numbers and requests, and never sees a connection.
 * Times are nanoseconds.
 */
public final class Guard {
    private final UsualTimes usual = new UsualTimes();
    private final Patience patience = new Patience(usual);
    private final Stalls stalls = new Stalls(usual);
    private final CanarySchedule canaries = new CanarySchedule();
    private final Convictions convictions = new Convictions();
    private final Evidence evidence = new Evidence();
    private final HeldLimit heldLimit = new HeldLimit();
    private final Watch watch = new Watch();
    private final ConnectTimes times;
    private final LongSupplier idle;
    private boolean isCautious;
    private boolean isHeldLong;
    private boolean isToLetGo;

    /**
     * @param isCautious whether it must pass a trial before there is any stock, and grows only as far as acquitted
     * @param idle how long a connection may be parked
     */
    public Guard(boolean isCautious, ConnectTimes times, LongSupplier idle) {
        this.isCautious = isCautious;
        this.times = times;
        this.idle = idle;
    }

    public boolean isSuspended(long now) {
        return convictions.isSuspended(now);
    }

    /** Whether a trial must be passed before there is any stock. */
    public boolean isOnTrial() {
        return isCautious && canaries.triedSize() == 0;
    }

    /** The last one; null if there was none, or if it has been acquitted since. */
    public Conviction conviction() {
        return convictions.last();
    }

    /** When the last suspension ends. */
    public long suspendedUntil() {
        return convictions.suspendedUntil();
    }

    /** Whether it has convicted, or is about to find out. */
    public boolean isRestrained() {
        return convictions.any() || heldLimit.any() || evidence.isOff() || evidence.isProbation();
    }

    /** Requests that failed beside ours: what is known of them, and what is done about it. */
    public Evidence evidence() {
        return evidence;
    }

    /** How many may be held where more had requests refused. */
    public HeldLimit heldLimit() {
        return heldLimit;
    }

    /** How many connections may be held now. */
    public int limit(long now) {
        if (isSuspended(now) || watch.hasLetGo() || evidence.isOff()) {
            return 0;
        }
        int acquitted = isCautious ? canaries.triedSize() : Integer.MAX_VALUE;
        int most = Math.min(acquitted, mostToTry(now));
        return evidence.isProbation() ? Math.min(1, most) : most;
    }

    /**
     * How many are to stand silent beside the next request that goes cold, some of them opened just before it; 0: no trial.
     *
     * @param wanted how many there would be if they did no harm
     */
    public int sizeToTry(long now, int wanted) {
        boolean isOut = watch.isBusy() || isSuspended(now) || evidence.isOff() || !usual.isKnown(now);
        if (!isCautious || isOut) {
            return 0;
        }
        // A little more than that, or each wave of demand would be tried anew.
        int most = isOnTrial() ? mostToTry(now) : Math.min(wanted + wanted / 4, mostToTry(now));
        int size = canaries.triedSize() >= wanted && !isOnTrial() ? 0 : Math.min(canaries.nextSize(), most);
        boolean isTime = stalls.isOn(now) || canaries.isTimeForTrial(now);
        return isTime && isMore(size) ? size : 0;
    }

    private int mostToTry(long now) {
        return Math.min(convictions.mostToTry(now), heldLimit.most(now));
    }

    /** Whether so many are more than was tried. */
    public boolean isMore(int size) {
        return size > canaries.triedSize();
    }

    /** One with so many connections that are still to be opened. */
    public Trial trialOf(long now, int opened) {
        // Of those in a row each is closed at another time than the one before.
        isHeldLong = !stalls.isOn(now) || !isHeldLong;
        return new Trial(opened, isHeldLong ? Trial.HOLD : Trial.HOLD / 2);
    }

    /**
     * The request of a trial; its connections are to be parked before {@code until}.
     *
     * @param parked how many there will be then, those of the trial included
     */
    public ObservedRequest tried(InetSocketAddress endpoint, long now, long until, int parked, Trial trial) {
        ObservedRequest request = ObservedRequest.ofTrial(endpoint, now, parked, trial);
        watch.begin(request, until);
        watch.add(request);
        canaries.sent(request.startedAt());
        return request;
    }

    /** Whether the connections of a trial are to be held now. */
    public boolean isTrying() {
        return watch.isTrying();
    }

    /** Whether those of this trial are. */
    public boolean isTrying(Trial trial) {
        return watch.isTrying(trial);
    }

    /** One of the connections of that trial stands. */
    public void trialParked(long now, Trial trial) {
        watch.parked(now, trial);
    }

    /** One of them could not be opened: that trial says nothing. */
    public void trialFailed(Trial trial) {
        watch.failed(trial);
    }

    /** There is stock. */
    public void stands(long now) {
        canaries.stands(now);
    }

    /** Whether a take should go cold on purpose. The arguments are among those of {@link #stranger}. */
    public boolean isCanaryDue(long now, int parked, double dwell) {
        if (parked == 0 || watch.isBusy() || evidence.isProbation()) {
            return false;
        }
        return stalls.isOn(now) && parked >= stalls.size() || canaries.isDue(now, parked, dwell);
    }

    /**
     * A request that nothing of ours can delay: nothing is parked, or it gets what was opened first.
     *
     * @param spared what a cold connection would have taken in addition; 0 if it goes cold
     * @param parked how many others are parked at its endpoint
     */
    public ObservedRequest unhindered(InetSocketAddress endpoint, long now, long spared, int parked) {
        ObservedRequest request = ObservedRequest.unhindered(endpoint, now, spared, parked);
        usual.begins(request);
        return request;
    }

    /**
     * A request that goes cold, or gets what was opened later than others.
     *
     * @param spared what a cold connection would have taken in addition; 0 if it goes cold
     * @param parked how many (others) are parked at its endpoint
     * @param dwell seconds that each stays parked, about
     */
    public ObservedRequest stranger(InetSocketAddress endpoint, long now, long spared, int parked, double dwell) {
        ObservedRequest request = ObservedRequest.stranger(endpoint, now, spared, parked, dwell);
        if (isCanaryDue(now, parked, dwell)) {
            canaries.sent(now);
        }
        watch.add(request);
        return request;
    }

    /** What a request takes at most that nothing of ours can delay, nearly always. */
    public long longestUsual(long now) {
        return usual.longest(now);
    }

    /** Whether some stock was seen to be harmless, and nothing has stalled since. */
    public boolean hasAcquitted(long now) {
        return canaries.triedSize() > 0 && !stalls.isOn(now);
    }

    /** A take, of whatever kind. */
    public void taken() {
        canaries.taken();
    }

    /** When {@link #letGo} may change; {@link Long#MAX_VALUE}: not before something happens. */
    public long nextAt() {
        return watch.nextAt();
    }

    /**
     * What must be closed now, because a request has waited for too long or the origin was convicted; once each.
     *
     * @param hasParked whether something of ours is parked at that endpoint
     */
    public LetGo letGo(long now, Predicate<InetSocketAddress> hasParked) {
        if (watch.wasInVain(now)) {
            letGoInVain(now);
        }
        long most = idle.getAsLong();
        long nanos = stalls.isOn(now)
                ? patience.other(now, most, stalls.waited(), stalls.shift(now), stalls.isOutrun())
                : patience.nanos(now, most);
        LetGo overdue = watch.overdue(
                now,
                nanos,
                stalls.tolerance(now),
                usual.mostly(now) + times.roundTrip() + stalls.tolerance(now),
                hasParked);
        boolean isNews = convictions.takeNews() | isToLetGo;
        isToLetGo = false;
        return isNews ? LetGo.EVERYTHING : overdue;
    }

    /** That request will not be answered, or not by whom it was sent to: nothing can be seen by it. */
    public void lost(ObservedRequest request) {
        if (request != null && request.ends()) {
            forget(request);
        }
    }

    private void forget(ObservedRequest request) {
        usual.ends(request);
        watch.ends(request);
    }

    /**
     * The head of an answer came.
     *
     * @return true if that changes what may be held
     */
    public boolean answered(long now, ObservedRequest request, AnswerStatus answer) {
        if (!request.ends()) {
            return false;
        }
        boolean isBusy = watch.isBusy();
        if (!request.isLetGo() && watch.isLate(now, stalls.tolerance(now))) {
            request.overtaken();
        }
        Verdict verdict = Verdict.of(now, request, answer.isRefusal(), usual, times.roundTrip());
        boolean isPending = watch.isLetGoFor(request);
        forget(request);
        boolean changes = act(now, request, verdict, isPending);
        changes |= answer.isRefusal() ? refused(now, request, answer) : served(now, request);
        return changes || isBusy != watch.isBusy();
    }

    /**
     * What each verdict does.
     *
     * @param isPending whether it is not known yet what letting go for it shows
     * @return true if that changes what may be held
     */
    private boolean act(long now, ObservedRequest request, Verdict verdict, boolean isPending) {
        switch (verdict) {
            case UNHINDERED:
                usual.served(now, request, request.took(now));
                return false;
            case STALLED:
                canaries.contradicted();
                return stalled(now, request);
            case LET_GO_IN_VAIN:
                if (isPending) {
                    letGoInVain(now);
                }
                return true;
            case USUAL:
                learnCold(now, request);
                return acquit(request);
            case SLOW:
                learnCold(now, request);
                stalls.outrun(now, request);
                return false;
            default:
                return false;
        }
    }

    private void letGoInVain(long now) {
        stalls.end();
        if (usual.isKnown(now)) {
            patience.doubles(now);
        }
    }

    private void learnCold(long now, ObservedRequest request) {
        if (!request.isTrial() && request.spared() == 0) {
            usual.wentCold(request.took(now));
        }
    }

    private boolean stalled(long now, ObservedRequest request) {
        Conviction by = stalls.stalled(now, request, now - request.letGoAt());
        return by != null && convict(now, by);
    }

    /**
     * A request was refused, or its connection ended without an answer, by the upstream; never by the client itself.
     *
     * @param how in words
     * @return true if that changes what may be held
     */
    public boolean failed(long now, ObservedRequest request, String how) {
        return request.ends() && failedOnce(now, request, how);
    }

    private boolean failedOnce(long now, ObservedRequest request, String how) {
        forget(request);
        return failed(now, request, false, how);
    }

    private boolean failed(long now, ObservedRequest request, boolean isToStay, String how) {
        if (!isBeside(request) && evidence.isProbation() && !isSuspended(now)) {
            // What is opened meanwhile may have reached the server before it, or not.
            return isToLetGo;
        }
        Evidence.Consequence consequence = evidence.failed(now, request.startedAt(), isBeside(request), isToStay, how);
        if (consequence == Evidence.Consequence.CONVICTION) {
            return convictForFailures(now, request);
        }
        boolean isNews = consequence == Evidence.Consequence.OFF;
        if (evidence.isAcquitted(now)) {
            heldLimit.clear();
        }
        isToLetGo |= isNews && !evidence.isDraining(now);
        return isNews || isToLetGo;
    }

    private boolean refused(long now, ObservedRequest request, AnswerStatus answer) {
        boolean wasOff = evidence.isOff();
        boolean changes = failed(now, request, answer.isToStay(), answer.toString());
        if (evidence.isOff() && !wasOff) {
            int held = request.parked() + (request.isOnOurs() ? 1 : 0);
            heldLimit.off(now, held, answer.isToStay(), answer.toString());
        }
        return changes;
    }

    private boolean served(long now, ObservedRequest request) {
        boolean convicts = evidence.served(now, request.startedAt(), isBeside(request));
        return convicts && convictForFailures(now, request);
    }

    private boolean convictForFailures(long now, ObservedRequest request) {
        convict(now, Conviction.failed(Math.max(1, request.parked()), evidence.failures(), evidence.cause()));
        evidence.convicted(now);
        return true;
    }

    private static boolean isBeside(ObservedRequest request) {
        return request.isOnOurs() || request.parked() > 0;
    }

    /** Many connections have ended at once: it was restarted, and what failed by that says nothing. */
    public void restarted(long now) {
        evidence.restarted(now);
    }

    /** It takes one connection at a time, or its newest ends the others. */
    public void convict(long now, Conviction.Kind kind) {
        convict(now, Conviction.ofConnections(kind));
    }

    private boolean convict(long now, Conviction by) {
        convictions.add(now, by);
        canaries.forget();
        stalls.end();
        evidence.clear();
        watch.clear();
        isCautious = true;
        return true;
    }

    private boolean acquit(ObservedRequest request) {
        if (request.parked() == 0 || isOnTrial() && !request.isTrial()) {
            return false;
        }
        stalls.answeredOtherwise(request.parked());
        int before = canaries.triedSize();
        if (!canaries.returned(request.parked(), request.dwell())) {
            return false;
        }
        if (!request.isTrial()) {
            convictions.forgive();
        }
        return canaries.triedSize() > before;
    }
}
