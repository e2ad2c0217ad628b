package dev.prewarm.pool;

import java.util.concurrent.TimeUnit;

/**
 * Whether one origin serves strangers worse because connections are parked there: a server with a worker per connection
 * waits on a silent one, and whoever comes next waits for the worker. A hit can't show that, it lands on the very worker
 * that waits for it; so it is seen on requests that go cold beside what is parked. Two that are answered in time acquit
 * that much stock. For one that is not, everything parked is closed: if the answer comes then, it was our doing, and two
 * such with no acquittal between them convict. Where stock must be acquitted before it may stand, it is by {@link Trial}s.
 */
final class Harm {
    private static final int CONVICTING = 2;

    /** A size of stock that convicted is not tried again for so long: servers are seldom given more workers. */
    private static final long SIZE_REMEMBERED = TimeUnit.HOURS.toNanos(6);

    /** Stalls that are further apart are not in a row. */
    private static final long IN_A_ROW = TimeUnit.MINUTES.toNanos(10);

    private final Ordinary ordinary = new Ordinary();
    private final Canaries canaries = new Canaries();
    private final Pauses pauses = new Pauses();
    private boolean isCautious;
    private int convicted;
    private long convictedUntil;
    private int stallsInARow;
    private int stalledSize;
    private int refusedInARow;
    private int failedInARow;
    private long stalledBefore;
    private long stalledAt;
    private Witness watched;
    private long watchUntil;
    private int trialsToStand;
    private boolean isNews;
    private String grounds = "";

    /** @param isCautious whether it must pass a trial before there is any stock, and grows only as far as acquitted */
    Harm(boolean isCautious) {
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
        if (!isCautious || watched != null || isPaused(now) || !Trial.canTell(ordinary)) {
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
    Witness tried(long now, long until, int parked, int opened) {
        Witness witness = Witness.trial(now, parked);
        trialsToStand = opened;
        watch(witness, until);
        return witness;
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

    /** Whether a take should go cold on purpose. The arguments are among those of {@link Witness#stranger}. */
    boolean isCanaryDue(long now, int parked, double dwell) {
        boolean isToConfirm = stallsInARow > 0 && parked >= stalledSize;
        return parked > 0 && watched == null && (isToConfirm || canaries.isDue(now, parked, dwell));
    }

    /** A request by which something can be seen: the arguments are those of {@link Witness#stranger}. */
    Witness stranger(long now, long spared, int parked, double dwell) {
        Witness witness = Witness.stranger(now, spared, parked, dwell);
        // As long as nothing was ever tried, one that goes cold anyway is not left to wait for what may never come.
        if (isCanaryDue(now, parked, dwell) || watched == null && canaries.triedSize() == 0) {
            watch(witness, now + ordinary.patience());
        }
        return witness;
    }

    /** Whether some stock was seen to be harmless, and nothing has stalled since. */
    boolean hasAcquitted() {
        return canaries.triedSize() > 0 && stallsInARow == 0;
    }

    /** A take, of whatever kind. */
    void taken() {
        canaries.taken();
    }

    private void watch(Witness witness, long until) {
        watched = witness;
        watchUntil = until;
        canaries.sent(witness.startedAt());
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
            watchUntil = now + ordinary.patience();
        }
        return again == ofTrial;
    }

    /** That request will not be answered, or not by whom it was sent to: nothing can be seen by it. */
    void lost(Witness witness) {
        if (witness != null && witness == watched) {
            watched = null;
        }
    }

    /**
     * The head of an answer came.
     *
     * @param refused with a 429 or a 503
     * @return true if that changes what may be held
     */
    boolean answered(long now, Witness witness, boolean refused) {
        if (!witness.becomesHeard()) {
            return false;
        }
        boolean isRefusedBeside = refused && witness.parked() > 0 && !ordinary.refuses();
        if (!refused) {
            refusedInARow = 0;
        }
        if (witness.isUnhindered()) {
            if (isRefusedBeside) {
                return refusedBeside(now, witness);
            }
            if (refused) {
                ordinary.refused();
            } else {
                ordinary.served(witness.took(now), witness.spared());
            }
            return false;
        }
        boolean isWatched = witness == watched;
        if (isWatched) {
            watched = null;
        }
        if (isRefusedBeside) {
            return refusedBeside(now, witness) || isWatched;
        }
        boolean saysNothing = refused || witness.isTrial() && trialsToStand > 0;
        if (isWatched && saysNothing) {
            return true;
        }
        if (!isWatched) {
            return !refused && !witness.isTrial() && ordinary.isUsual(witness.took(now)) && acquit(witness);
        }
        if (isStalled(now, witness)) {
            stalled(now, witness);
            return true;
        }
        if (witness.isReleased() && !witness.isTrial()) {
            ordinary.served(witness.took(now), witness.spared());
        } else if (!witness.isTrial() && witness.spared() == 0) {
            ordinary.wentCold(witness.took(now));
        }
        if (isAsEver(now, witness)) {
            acquit(witness);
        } else {
            canaries.doubt();
        }
        return true;
    }

    /** Whether it was answered because everything parked was closed, and not before. */
    private boolean isStalled(long now, Witness witness) {
        if (!witness.isReleased()) {
            return false;
        }
        long took = witness.took(now);
        long sinceRelease = now - witness.releasedAt();
        if (witness.isTrial() && !Trial.isDelayed(took, ordinary)) {
            return false;
        }
        return sinceRelease <= ordinary.median() || took > ordinary.longest() && sinceRelease <= ordinary.patience();
    }

    /** Whether nothing delayed it, as far as can be told by one. */
    private boolean isAsEver(long now, Witness witness) {
        long took = witness.took(now);
        return (witness.isTrial() || !witness.isReleased()) && ordinary.isUsual(took);
    }

    private void stalled(long now, Witness witness) {
        long took = witness.took(now);
        canaries.doubt();
        if (now - stalledAt > IN_A_ROW) {
            stallsInARow = 0;
        }
        stalledAt = now;
        stalledSize = stallsInARow == 0 ? witness.parked() : Math.min(stalledSize, witness.parked());
        if (++stallsInARow >= CONVICTING) {
            String beside = stalledSize <= 1 ? "a silent connection" : stalledSize + " silent connections";
            convict(
                    now,
                    stalledSize,
                    "two requests in a row waited " + Words.millis(stalledBefore) + " and " + Words.millis(took)
                            + " beside " + beside + " of ours, and were answered when we let go (without, "
                            + Words.millis(ordinary.median())
                            + " as a rule): it seems that each one keeps a worker of the server waiting");
        }
        stalledBefore = took;
    }

    private boolean refusedBeside(long now, Witness witness) {
        if (++refusedInARow < CONVICTING) {
            return false;
        }
        convict(
                now,
                witness.parked(),
                "it answered 429 or 503 twice in a row while " + witness.parked() + " were parked, and not without");
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
        grounds = why + "; nothing is opened ahead for " + Words.duration(pause);
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

    private boolean acquit(Witness witness) {
        if (witness.parked() == 0 || isOnTrial() && !witness.isTrial()) {
            return false;
        }
        if (stallsInARow > 0 && witness.parked() < stalledSize) {
            canaries.reassure();
            return false;
        }
        int before = canaries.triedSize();
        if (!canaries.returned(witness.parked(), witness.dwell())) {
            return false;
        }
        stallsInARow = 0;
        if (!witness.isTrial()) {
            pauses.reset();
            grounds = "";
        }
        return canaries.triedSize() > before;
    }
}
