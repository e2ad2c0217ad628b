package dev.prewarm.pool;

import dev.prewarm.pool.guard.AnswerStatus;
import dev.prewarm.pool.guard.Conviction;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.AcceptDeadline;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.ProvenAge;
import dev.prewarm.pool.sizing.Restarts;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** How requests to one origin end, and what each end teaches of it. */
final class Outcomes<C> {
    // What servers say whose time for a request is over (RFC 9110, 15.5.1, 15.5.9, 15.6).
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    /** For so long no silent connection is left alone only to learn from it. */
    static final long AFTER_FAILURE = TimeUnit.HOURS.toNanos(1);

    private static final long AFTER_REFUSAL = TimeUnit.HOURS.toNanos(6);

    /** Below this a server's deadline leaves no time to wait for a request. */
    private static final long LEAST_PARKED = TimeUnit.MILLISECONDS.toNanos(500);

    private final OriginFacts facts;
    private final Stocks<C> stocks;
    private final Restarts restarts = new Restarts();

    Outcomes(OriginFacts facts, Stocks<C> stocks) {
        this.facts = facts;
        this.stocks = stocks;
    }

    /** That request will not be answered, or not by whom it was sent to: nothing can be seen by it. */
    void lost(ObservedRequest observed) {
        if (observed != null) {
            facts.endpoint(observed.endpoint()).ends(observed);
            facts.guard().lost(observed);
        }
    }

    /** True if that changes what is to be done. */
    boolean answered(long now, ObservedRequest observed, int status) {
        boolean isFirst = !observed.isOver();
        AnswerStatus answer = AnswerStatus.of(status);
        boolean news = isYoungerThanWaste(observed) && facts.waste().succeeded();
        if (isFirst) {
            Endpoint endpoint = facts.endpoint(observed.endpoint());
            if (answer.isRefusal() && isBeside(observed)) {
                endpoint.provenAge().troubled(now, AFTER_REFUSAL);
            }
            boolean isProven = endpoint.growth().isProven(now);
            endpoint.ends(observed);
            if (!isProven && !endpoint.isAwaited(now)) {
                // The moment in which two of ours are to be opened may be a short one.
                endpoint.quietens(now);
                news = true;
            }
            if (observed.isOnOurs()) {
                endpoint.provenAge().sound(now, observed.silentFor(), true);
            } else {
                endpoint.growth().served();
            }
            news |= !observed.isOnOurs() && facts.waste().clientServed(now);
            learnDeadline(now, observed, status);
            if (isBurdened(status) && isBeside(observed)) {
                facts.burden().shown(now);
            }
        }
        return facts.guard().answered(now, observed, answer) || news;
    }

    /** One that was opened before the last was wasted shows nothing of what would be opened now. */
    private boolean isYoungerThanWaste(ObservedRequest observed) {
        return observed.isOnOurs()
                && observed.startedAt() - observed.ageAtHit() > facts.waste().last();
    }

    private static boolean isBeside(ObservedRequest observed) {
        return observed.isOnOurs() || observed.parked() > 0;
    }

    /** What a proxy says to a client that has opened too much, or has been silent on it for too long. */
    private static boolean isBurdened(int status) {
        return status == FORBIDDEN || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }

    private void learnDeadline(long now, ObservedRequest observed, int status) {
        AcceptDeadline deadline = facts.deadline();
        long took = now - observed.startedAt();
        boolean isLateError = status == BAD_REQUEST || status == REQUEST_TIMEOUT || status >= SERVER_ERROR;
        if (!observed.isOnOurs() && isLateError) {
            deadline.coldFailed(took);
        } else if (!observed.isOnOurs()) {
            deadline.coldAnswered(took);
        } else if (isLateError) {
            deadline.failed(observed.ageAtHit() + took, took);
        } else {
            deadline.answered(observed.ageAtHit() + took);
        }
        applyDeadline(now);
    }

    private void applyDeadline(long now) {
        if (facts.deadline().nanos() == Long.MAX_VALUE) {
            return;
        }
        long most = facts.deadline().mostParked(facts.guard().longestUsual(now));
        facts.idle().allow(most);
        stocks.forEach(stock -> stock.parkNoLongerThan(most));
        if (most < LEAST_PARKED && !facts.guard().isSuspended(now)) {
            facts.guard().convict(now, Conviction.Kind.OUT_OF_TIME);
        }
    }

    /** One that was parked for so long turned out to be dead when a request was sent on it. */
    void stale(long now, Key key, long age) {
        ProvenAge provenAge = facts.endpoint(key.endpoint()).provenAge();
        provenAge.ended(now, age);
        provenAge.troubled(now, AFTER_FAILURE);
    }

    /** @param isEvidence whether its silence can't be why it ended */
    void diedOnHit(long now, ObservedRequest observed, boolean isEvidence) {
        if (observed == null || observed.isOver()) {
            return;
        }
        long took = now - observed.startedAt();
        facts.deadline().failed(observed.ageAtHit() + took, took);
        applyDeadline(now);
        boolean isRestart = endedUnderWay(now, observed);
        facts.endpoint(observed.endpoint()).ended(observed);
        if (isEvidence && !isRestart) {
            troubled(now, observed);
            facts.guard().failed(now, observed, "ended without an answer");
        } else {
            facts.guard().lost(observed);
        }
    }

    /** Answers whether it is one of many that ended at once. */
    boolean failed(long now, ObservedRequest observed, String how) {
        if (observed.isOver()) {
            return false;
        }
        facts.waste().clientFailed();
        boolean isRestart = observed.isConnected() && endedUnderWay(now, observed);
        Endpoint endpoint = facts.endpoint(observed.endpoint());
        if (!observed.isConnected() && stocks.parkedAt(observed.endpoint()) > 0) {
            endpoint.growth().refused(now, endpoint.growth().open() + stocks.openingAt(observed.endpoint()));
        }
        endpoint.ended(observed);
        if (isRestart) {
            facts.guard().lost(observed);
        } else {
            troubled(now, observed);
            facts.guard().failed(now, observed, how);
        }
        return isRestart;
    }

    private void troubled(long now, ObservedRequest observed) {
        if (isBeside(observed) && !facts.guard().evidence().isAcquitted(now)) {
            facts.endpoint(observed.endpoint()).provenAge().troubled(now, AFTER_FAILURE);
        }
    }

    private boolean endedUnderWay(long now, ObservedRequest observed) {
        boolean isRestart = endedOne(now, observed.endpoint());
        if (isRestart) {
            facts.endpoint(observed.endpoint()).provenAge().voided();
        }
        return isRestart;
    }

    /** A connection that stood has ended, whoever had it; many at once are a restart. */
    boolean endedOne(long now, InetSocketAddress address) {
        Growth growth = facts.endpoint(address).growth();
        boolean isRestart = restarts.ended(now, growth.open());
        if (isRestart) {
            growth.restarted();
            facts.guard().restarted(now);
        }
        return isRestart;
    }
}
