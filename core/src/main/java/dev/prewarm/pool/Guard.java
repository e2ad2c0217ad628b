package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * Whether one origin serves strangers worse because connections are parked there: a server with a worker per connection
 * waits on a silent one, and whoever comes next waits for the worker. A hit can't show that, it lands on the very worker
 * that waits for it; so it is seen on requests that go cold beside what is parked. Two that are answered in time acquit
 * that much stock. For one that is not, everything parked is closed: if the answer comes then, it was our doing, and two
 * such with no acquittal between them convict. Where stock must be acquitted before it may stand, it is by {@link Trial}s.
 */
final class Guard {
    private static final int CONVICTING = 2;

    /** A size of stock that convicted is not tried again for so long: servers are seldom given more workers. */
    private static final long SIZE_REMEMBERED = TimeUnit.HOURS.toNanos(6);

    /** Stalls that are further apart are not in a row. */
    private static final long IN_A_ROW = TimeUnit.MINUTES.toNanos(10);

    private final UsualTimes usual = new UsualTimes();
    private final CanarySchedule canaries = new CanarySchedule();
    private final SuspensionTimes pauses = new SuspensionTimes();
    private boolean isCautious;
    private int convicted;
    private long convictedUntil;
    private int stallsInARow;
    private int stalledSize;
    private int refusedInARow;
    private int failedInARow;
    private long stalledBefore;
    private long stalledAt;
    private ObservedRequest watched;
    private long watchUntil;
    private int trialsToStand;
    private boolean isNews;
    private String grounds = "";

    /** @param isCautious whether it must pass a trial before there is any stock, and grows only as far as acquitted */
    Guard(boolean isCautious) {
        this.isCautious = isCautious;
    }

    boolean isPaused(long now) {
        return pauses.isPaused(now);
    }

    /** Whether a trial must be passed before there is any stock. */
    boolean isOnTrial() {
        return isCautious && canaries.triedSize() == 0;
    }

    /** What convicted last, in words; empty if nothing did, or if it has been acquitted since. */
    String grounds() {
        return grounds;
    }

    /** How many connections may be held now. */
    int limit(long now) {
        boolean isReleased = watched != null && watched.isReleased() && !watched.isTrial();
        if (isPaused(now) || isReleased) {
            return 0;
        }
        return Math.min(isCautious ? canaries.triedSize() : Integer.MAX_VALUE, mostToTry(now));
    }

    /** A part of what convicted. */
    private int mostToTry(long now) {
        boolean isKnownBad = convicted > 0 && now < convictedUntil;
        return isKnownBad ? Math.max(1, convicted / 2) : Integer.MAX_VALUE;
    }

    /**
     * How many are to stand silent beside the next request that goes cold, some of them opened just before it; 0: no trial.
     *
     * @param wanted how many there would be if they did no harm
     */
    int sizeToTry(long now, int wanted) {
        if (!isCautious || watched != null || isPaused(now) || !Trial.canTell(usual)) {
            return 0;
        }
        int size = Math.min(canaries.nextSize(), mostToTry(now));
        if (!isOnTrial()) {
            size = Math.min(size, wanted);
        }
        boolean isTime = stallsInARow > 0 || canaries.isTimeForTrial(now);
        return isTime && isMore(size) ? size : 0;
    }

    /** Whether so many are more than was tried. */
    boolean isMore(int size) {
        return size > canaries.triedSize();
    }

    /**
     * That request; the connections of its trial are to be parked before {@code until}.
     *
     * @param parked how many there will be then
     * @param opened how many of them for this trial
     */
    ObservedRequest tried(long now, long until, int parked, int opened) {
        ObservedRequest observed = ObservedRequest.trial(now, parked);
        trialsToStand = opened;
        watch(observed, until);
        return observed;
    }

    /** Whether the connections of a trial are to be held now. */
    boolean isTrying() {
        return watched != null && watched.isTrial() && !watched.isReleased();
    }

    /** Whether those of the trial that began at {@code startedAt} are. */
    boolean isTrying(long startedAt) {
        return isTrying() && watched.startedAt() == startedAt;
    }

    /** One of the connections of the trial that began at {@code startedAt} stands. */
    void trialParked(long now, long startedAt) {
        if (isTrying(startedAt)) {
            trialsToStand--;
            watchUntil = Math.min(watchUntil, now + Trial.HOLD);
        }
    }

    /** One of them could not be opened: that trial says nothing. */
    void trialFailed(long startedAt) {
        if (isTrying(startedAt)) {
            watched = null;
        }
    }

    /** There is stock. */
    void stands(long now) {
        canaries.stands(now);
    }

    /** Whether a take should go cold on purpose. The arguments are among those of {@link ObservedRequest#stranger}. */
    boolean isCanaryDue(long now, int parked, double dwell) {
        boolean isToConfirm = stallsInARow > 0 && parked >= stalledSize;
        return parked > 0 && watched == null && (isToConfirm || canaries.isDue(now, parked, dwell));
    }

    /** A request by which something can be seen: the arguments are those of {@link ObservedRequest#stranger}. */
    ObservedRequest stranger(long now, long spared, int parked, double dwell) {
        ObservedRequest observed = ObservedRequest.stranger(now, spared, parked, dwell);
        // As long as nothing was ever tried, one that goes cold anyway is not left to wait for what may never come.
        if (isCanaryDue(now, parked, dwell) || watched == null && canaries.triedSize() == 0) {
            watch(observed, now + usual.patience());
        }
        return observed;
    }

    /** Whether some stock was seen to be harmless, and nothing has stalled since. */
    boolean hasAcquitted() {
        return canaries.triedSize() > 0 && stallsInARow == 0;
    }

    /** A take, of whatever kind. */
    void taken() {
        canaries.taken();
    }

    private void watch(ObservedRequest observed, long until) {
        watched = observed;
        watchUntil = until;
        canaries.sent(observed.startedAt());
    }

    /** When {@link #takeOverdue} may change. */
    long nextAt() {
        return watched == null ? Long.MAX_VALUE : watchUntil;
    }

    /**
     * Whether a watched request has waited for so long that all that is parked must be closed now; true once for each. The
     * connections of a trial go first, when {@link #isTrying} is over.
     */
    boolean takeOverdue(long now) {
        if (watched == null || now < watchUntil) {
            return false;
        }
        boolean again = watched.isReleased();
        boolean ofTrial = watched.isTrial();
        if (isTrying() && trialsToStand > 0) {
            // What has not reached the server keeps nobody waiting there.
            watched = null;
            return false;
        }
        if (again) {
            // Cancelled by its client, or slow by itself, or it waits for what was there before its trial.
            watched = null;
        } else {
            watched.release(now);
            watchUntil = now + usual.patience();
        }
        return again == ofTrial;
    }

    /** That request will not be answered, or not by whom it was sent to: nothing can be seen by it. */
    void lost(ObservedRequest observed) {
        if (observed != null && observed == watched) {
            watched = null;
        }
    }

    /**
     * The head of an answer came.
     *
     * @param refused with a 429 or a 503
     * @return true if that changes what may be held
     */
    boolean answered(long now, ObservedRequest observed, boolean refused) {
        if (!observed.becomesHeard()) {
            return false;
        }
        boolean isRefusedBeside = refused && observed.parked() > 0 && !usual.refuses();
        if (!refused) {
            refusedInARow = 0;
        }
        if (observed.isUnhindered()) {
            if (isRefusedBeside) {
                return refusedBeside(now, observed);
            }
            if (refused) {
                usual.refused();
            } else {
                usual.served(observed.took(now), observed.spared());
            }
            return false;
        }
        boolean isWatched = observed == watched;
        if (isWatched) {
            watched = null;
        }
        if (isRefusedBeside) {
            return refusedBeside(now, observed) || isWatched;
        }
        boolean saysNothing = refused || observed.isTrial() && trialsToStand > 0;
        if (isWatched && saysNothing) {
            return true;
        }
        if (!isWatched) {
            return !refused && !observed.isTrial() && usual.isUsual(observed.took(now)) && acquit(observed);
        }
        if (isStalled(now, observed)) {
            stalled(now, observed);
            return true;
        }
        if (observed.isReleased() && !observed.isTrial()) {
            usual.served(observed.took(now), observed.spared());
        } else if (!observed.isTrial() && observed.spared() == 0) {
            usual.wentCold(observed.took(now));
        }
        if (isAsEver(now, observed)) {
            acquit(observed);
        } else {
            canaries.doubt();
        }
        return true;
    }

    /** Whether it was answered because everything parked was closed, and not before. */
    private boolean isStalled(long now, ObservedRequest observed) {
        if (!observed.isReleased()) {
            return false;
        }
        long took = observed.took(now);
        long sinceRelease = now - observed.releasedAt();
        if (observed.isTrial() && !Trial.isDelayed(took, usual)) {
            return false;
        }
        return sinceRelease <= usual.median() || took > usual.longest() && sinceRelease <= usual.patience();
    }

    /** Whether nothing delayed it, as far as can be told by one. */
    private boolean isAsEver(long now, ObservedRequest observed) {
        long took = observed.took(now);
        return (observed.isTrial() || !observed.isReleased()) && usual.isUsual(took);
    }

    private void stalled(long now, ObservedRequest observed) {
        long took = observed.took(now);
        canaries.doubt();
        if (now - stalledAt > IN_A_ROW) {
            stallsInARow = 0;
        }
        stalledAt = now;
        stalledSize = stallsInARow == 0 ? observed.parked() : Math.min(stalledSize, observed.parked());
        if (++stallsInARow >= CONVICTING) {
            String beside = stalledSize <= 1 ? "a silent connection" : stalledSize + " silent connections";
            convict(
                    now,
                    stalledSize,
                    "two requests in a row waited " + Wording.millis(stalledBefore) + " and " + Wording.millis(took)
                            + " beside " + beside + " of ours, and were answered when we let go (without, "
                            + Wording.millis(usual.median())
                            + " as a rule): it seems that each one keeps a worker of the server waiting");
        }
        stalledBefore = took;
    }

    private boolean refusedBeside(long now, ObservedRequest observed) {
        if (++refusedInARow < CONVICTING) {
            return false;
        }
        convict(
                now,
                observed.parked(),
                "it answered 429 or 503 twice in a row while " + observed.parked() + " were parked, and not without");
        return true;
    }

    /**
     * A connection opened ahead came to nothing, by a reset or in silence, while others were parked: whoever connects may
     * fare alike.
     */
    void failedBeside(long now, int parked, String why) {
        if (++failedInARow >= CONVICTING) {
            convict(now, parked, "connecting failed twice in a row while " + parked + " were parked (" + why + ")");
        }
    }

    /** One opened ahead stands: failures before it were not in a row with those to come. */
    void opened() {
        failedInARow = 0;
    }

    private void convict(long now, int size, String why) {
        long pause = pauses.begin(now);
        grounds = why + "; nothing is opened ahead for " + Wording.duration(pause);
        convicted = size;
        convictedUntil = now + SIZE_REMEMBERED;
        canaries.forget();
        stallsInARow = 0;
        refusedInARow = 0;
        failedInARow = 0;
        isCautious = true;
        isNews = true;
    }

    /** Whether it was convicted since this was asked last: everything parked is to be closed. */
    boolean takeConviction() {
        boolean news = isNews;
        isNews = false;
        return news;
    }

    private boolean acquit(ObservedRequest observed) {
        if (observed.parked() == 0 || isOnTrial() && !observed.isTrial()) {
            return false;
        }
        if (stallsInARow > 0 && observed.parked() < stalledSize) {
            canaries.reassure();
            return false;
        }
        int before = canaries.triedSize();
        if (!canaries.returned(observed.parked(), observed.dwell())) {
            return false;
        }
        stallsInARow = 0;
        if (!observed.isTrial()) {
            pauses.reset();
            grounds = "";
        }
        return canaries.triedSize() > before;
    }
}
