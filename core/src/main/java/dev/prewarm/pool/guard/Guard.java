package dev.prewarm.pool.guard;

/**
 * Whether one origin serves strangers worse because connections are parked there: a server with a worker per connection waits
 * on a silent one, and whoever comes next waits for the worker. A hit can't show that, it lands on the very worker that waits
 * for it; so it is seen on requests that go cold beside what is parked. It is told of numbers and requests, and never sees a
 * connection. What one request says is a {@link Verdict}; two of a kind convict, and two that fare well acquit so much stock.
 * Times are nanoseconds.
 */
public final class Guard {
    private final UsualTimes usual = new UsualTimes();
    private final CanarySchedule canaries = new CanarySchedule();
    private final Convictions convictions = new Convictions();
    private final Evidence evidence = new Evidence();
    private final Watch watch = new Watch();
    private boolean isCautious;

    /** @param isCautious whether it must pass a trial before there is any stock, and grows only as far as acquitted */
    public Guard(boolean isCautious) {
        this.isCautious = isCautious;
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

    /** How many connections may be held now. */
    public int limit(long now) {
        int acquitted = isCautious ? canaries.triedSize() : Integer.MAX_VALUE;
        return isSuspended(now) || watch.hasLetGo() ? 0 : Math.min(acquitted, convictions.mostToTry(now));
    }

    /**
     * How many are to stand silent beside the next request that goes cold, some of them opened just before it; 0: no trial.
     *
     * @param wanted how many there would be if they did no harm
     */
    public int sizeToTry(long now, int wanted) {
        if (!isCautious || watch.isOn() || isSuspended(now) || !Trial.canTell(usual)) {
            return 0;
        }
        int most = isOnTrial() ? convictions.mostToTry(now) : Math.min(wanted, convictions.mostToTry(now));
        int size = Math.min(canaries.nextSize(), most);
        boolean isTime = evidence.isStalled() || canaries.isTimeForTrial(now);
        return isTime && isMore(size) ? size : 0;
    }

    /** Whether so many are more than was tried. */
    public boolean isMore(int size) {
        return size > canaries.triedSize();
    }

    /**
     * The request of a trial; its connections are to be parked before {@code until}.
     *
     * @param parked how many there will be then, those of the trial included
     */
    public ObservedRequest tried(long now, long until, int parked, Trial trial) {
        return watch(ObservedRequest.ofTrial(now, parked, trial), until);
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
        boolean isToConfirm = evidence.isStalled() && parked >= evidence.stalledSize();
        return parked > 0 && !watch.isOn() && (isToConfirm || canaries.isDue(now, parked, dwell));
    }

    /**
     * A request that goes cold, or gets what was parked for less long than others.
     *
     * @param spared what a cold connection would have taken in addition; 0 if it goes cold
     * @param parked how many (others) are parked at its endpoint
     * @param dwell seconds that each stays parked, about
     */
    public ObservedRequest stranger(long now, long spared, int parked, double dwell) {
        ObservedRequest request = ObservedRequest.stranger(now, spared, parked, dwell);
        // As long as nothing was ever tried, one that goes cold anyway is not left to wait for what may never come.
        boolean isWatched = isCanaryDue(now, parked, dwell) || !watch.isOn() && canaries.triedSize() == 0;
        return isWatched ? watch(request, now + usual.patience()) : request;
    }

    private ObservedRequest watch(ObservedRequest request, long until) {
        watch.begin(request, until);
        canaries.sent(request.startedAt());
        return request;
    }

    /** Whether some stock was seen to be harmless, and nothing has stalled since. */
    public boolean hasAcquitted() {
        return canaries.triedSize() > 0 && !evidence.isStalled();
    }

    /** A take, of whatever kind. */
    public void taken() {
        canaries.taken();
    }

    /** When {@link #letGo} may change; {@link Long#MAX_VALUE}: not before something happens. */
    public long nextAt() {
        return watch.nextAt();
    }

    /** What must be closed now, because a watched request has waited for too long or the origin was convicted; once each. */
    public LetGo letGo(long now) {
        LetGo overdue = watch.overdue(now, usual.patience());
        return convictions.takeNews() ? LetGo.EVERYTHING : overdue;
    }

    /** That request will not be answered, or not by whom it was sent to: nothing can be seen by it. */
    public void lost(ObservedRequest request) {
        watch.endOf(request);
    }

    /**
     * The head of an answer came.
     *
     * @param refused with a 429 or a 503
     * @return true if that changes what may be held
     */
    public boolean answered(long now, ObservedRequest request, boolean refused) {
        if (!request.becomesHeard()) {
            return false;
        }
        boolean isWatched = watch.isOf(request);
        Verdict verdict = Verdict.of(now, request, refused, isWatched, usual);
        if (!refused) {
            evidence.served();
        }
        lost(request);
        return act(now, request, verdict, isWatched) || isWatched;
    }

    /** What each verdict does; true if that changes what may be held. */
    private boolean act(long now, ObservedRequest request, Verdict verdict, boolean isWatched) {
        usual.learn(verdict, request, request.took(now), isWatched);
        switch (verdict) {
            case REFUSED:
                return evidence.refused()
                        && convict(now, Conviction.refused(request.parked(), convictions.beginPause(now)));
            case SLOW_BECAUSE_OF_US:
                canaries.doubt();
                return evidence.stalled(now, request.took(now), request.parked())
                        && convict(now, Conviction.stalled(evidence, usual.median(), convictions.beginPause(now)));
            case USUAL:
                return acquit(request);
            case AMBIGUOUS:
                canaries.doubt();
                return false;
            default:
                return false;
        }
    }

    /**
     * A connection opened ahead came to nothing, by a reset or in silence, while others were parked: whoever connects may
     * fare alike.
     */
    public void failedBeside(long now, int parked, String cause) {
        if (evidence.failed()) {
            convict(now, Conviction.failed(parked, cause, convictions.beginPause(now)));
        }
    }

    /** One opened ahead stands: failures before it were not in a row with those to come. */
    public void opened() {
        evidence.opened();
    }

    private boolean convict(long now, Conviction by) {
        convictions.add(now, by);
        canaries.forget();
        evidence.clear();
        isCautious = true;
        return true;
    }

    private boolean acquit(ObservedRequest request) {
        if (request.parked() == 0 || isOnTrial() && !request.isTrial()) {
            return false;
        }
        if (evidence.isStalled() && request.parked() < evidence.stalledSize()) {
            canaries.reassure();
            return false;
        }
        int before = canaries.triedSize();
        if (!canaries.returned(request.parked(), request.dwell())) {
            return false;
        }
        evidence.faredWell();
        if (!request.isTrial()) {
            convictions.forgive();
        }
        return canaries.triedSize() > before;
    }
}
