package dev.prewarm.pool.guard;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The requests that are unanswered beside connections of ours, and when what is parked is let go for one of them: one at a
 * time. And the one of a trial.
 */
final class Watch {
    /** More are not watched; their likes are. */
    private static final int MOST = 256;

    /** What is seen too late to tell anything gets another chance, so many times. */
    private static final int CHANCES = 3;

    private static final long LEAST_CHANCE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Set<ObservedRequest> waiting = new LinkedHashSet<>();
    private ObservedRequest letGo;
    private long verdictBy;
    private ObservedRequest trial;
    private long trialUntil;
    private long lookedAt = Long.MIN_VALUE;
    private long notBefore = Long.MIN_VALUE;
    private int chances = CHANCES;
    private long nextAt = Long.MAX_VALUE;

    void add(ObservedRequest request) {
        if (waiting.size() < MOST) {
            waiting.add(request);
        }
    }

    void begin(ObservedRequest ofTrial, long until) {
        trial = ofTrial;
        trialUntil = until;
        nextAt = Math.min(nextAt, until);
    }

    /** It was answered, or will not be. */
    void ends(ObservedRequest request) {
        waiting.remove(request);
        if (request == letGo) {
            letGo = null;
        }
        if (request == trial) {
            trial = null;
        }
    }

    void clear() {
        waiting.clear();
        letGo = null;
        trial = null;
    }

    /** One connection of that trial can't be opened: it says nothing. */
    void failed(Trial which) {
        if (isTrying(which)) {
            trial = null;
        }
    }

    /** Whether something is being found out for which nothing else may change. */
    boolean isBusy() {
        return letGo != null || trial != null;
    }

    /** Whether the connections of a trial are to be held now. */
    boolean isTrying() {
        return trial != null && !trial.isLetGo();
    }

    /** Whether those of this trial are. */
    boolean isTrying(Trial which) {
        return isTrying() && trial.trial() == which;
    }

    /** Whether everything has been let go, and what that shows is not known yet. */
    boolean hasLetGo() {
        return letGo != null;
    }

    /** The same, for that request. */
    boolean isLetGoFor(ObservedRequest request) {
        return letGo != null && letGo == request;
    }

    /** One connection of that trial stands. */
    void parked(long now, Trial which) {
        if (isTrying(which)) {
            which.parked();
            trialUntil = Math.min(trialUntil, now + which.hold());
            nextAt = Math.min(nextAt, trialUntil);
        }
    }

    /** When to look again; {@link Long#MAX_VALUE}: not before something happens. */
    long nextAt() {
        return nextAt;
    }

    /** Whether this JVM has not come to look for so long that what it sees now may have happened before. */
    boolean isLate(long now, long tolerance) {
        return nextAt != Long.MAX_VALUE && now - nextAt > tolerance;
    }

    /** Whether what was let go was for nothing, as far as is seen by now; true once. */
    boolean wasInVain(long now) {
        boolean isOver = letGo != null && now >= verdictBy;
        letGo = isOver ? null : letGo;
        return isOver;
    }

    /**
     * What to let go of now.
     *
     * @param patience how long a request may wait
     * @param tolerance how late that may be seen
     * @param verdictWithin how long after it the answer may tell something
     * @param hasParked whether something of ours is parked at that endpoint
     */
    LetGo overdue(long now, long patience, long tolerance, long verdictWithin, Predicate<InetSocketAddress> hasParked) {
        nextAt = Long.MAX_VALUE;
        LetGo due = trialOverdue(now, verdictWithin);
        ObservedRequest first = letGo == null ? longestWaiting(hasParked) : null;
        if (first != null && patienceEnds(first, now, patience, tolerance)) {
            waiting.remove(first);
            first.letGo(now);
            letGo = first;
            verdictBy = now + verdictWithin;
            // Whoever waits as well may be answered by it, too, or not: one is enough to tell.
            waiting.forEach(ObservedRequest::overtaken);
            waiting.clear();
            due = LetGo.EVERYTHING;
        }
        if (letGo != null) {
            nextAt = Math.min(nextAt, verdictBy);
        }
        lookedAt = now;
        return due;
    }

    private ObservedRequest longestWaiting(Predicate<InetSocketAddress> hasParked) {
        for (ObservedRequest request : waiting) {
            // While its trial goes on, that decides what is let go for it.
            if (request != trial && hasParked.test(request.endpoint())) {
                return request;
            }
        }
        return null;
    }

    private boolean patienceEnds(ObservedRequest request, long now, long patience, long tolerance) {
        long due = Math.max(notBefore, now - request.took(now) + patience);
        if (now < due) {
            nextAt = Math.min(nextAt, due);
            return false;
        }
        boolean isLate = now - Math.max(due, lookedAt) > tolerance;
        if (isLate && chances > 0) {
            chances--;
            notBefore = now + Math.max(LEAST_CHANCE, tolerance);
            nextAt = Math.min(nextAt, notBefore);
            return false;
        }
        if (isLate) {
            request.overtaken();
        }
        chances = CHANCES;
        return true;
    }

    private LetGo trialOverdue(long now, long verdictWithin) {
        if (trial == null) {
            return LetGo.NOTHING;
        }
        if (now < trialUntil) {
            nextAt = Math.min(nextAt, trialUntil);
            return LetGo.NOTHING;
        }
        if (trial.isLetGo()) {
            // Whatever it waits for, it is not for its trial.
            trial = null;
            return LetGo.NOTHING;
        }
        if (!trial.trial().stands()) {
            trial = null;
            return LetGo.TRIAL;
        }
        trial.letGo(now);
        trialUntil = now + verdictWithin;
        nextAt = Math.min(nextAt, trialUntil);
        return LetGo.TRIAL;
    }
}
