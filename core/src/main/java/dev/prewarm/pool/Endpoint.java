package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.Growth;
import dev.prewarm.pool.sizing.NewestWins;
import dev.prewarm.pool.sizing.ProvenAge;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One address of an origin: how many connections it takes, which requests wait there, and whether it stands still. */
final class Endpoint {
    private static final int MOST_REQUESTS = 1_000;

    /** A request that nobody has told the end of. */
    private static final long FORGOTTEN = TimeUnit.MINUTES.toNanos(2);

    /** So long an answer is waited for before a second connection is tried. */
    private static final long SOON = TimeUnit.SECONDS.toNanos(10);

    /** Between two that make way for a request. */
    private static final long BETWEEN_PROOFS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long BUSY = TimeUnit.SECONDS.toNanos(1);

    /** A moment without a request has just begun, and not half passed, if it began no longer ago. */
    private static final long JUST = TimeUnit.MILLISECONDS.toNanos(10);

    /** In that time one more of ours is refused twice, if it is. */
    private static final long PLACE_SEEN = TimeUnit.SECONDS.toNanos(3);

    private static final int MOST_DOUBLINGS = 6;
    private static final int MADE_WAY = 2;

    private final Growth growth;
    private final NewestWins newestWins;
    private final ProvenAge provenAge = new ProvenAge();
    private final Set<ObservedRequest> requests = new LinkedHashSet<>(2);
    private long lastConnected = Long.MIN_VALUE;
    private boolean isStill;
    private long nextProof = Long.MIN_VALUE;
    private int proofs;
    private long busySince = Long.MIN_VALUE;
    private long quietSince = Long.MIN_VALUE;
    private boolean isBeside;
    private long placeSoughtSince = Long.MIN_VALUE;

    Endpoint(ConnectTimes times) {
        this.growth = new Growth(times);
        this.newestWins = new NewestWins(times);
    }

    /** Whether no moment without a request has come for a while: then it is tried with one, beside a request. */
    boolean isBusy(long now) {
        return isAwaited(now) && now - busySince >= BUSY;
    }

    /** The last request that was waited for is answered. */
    void quietens(long now) {
        quietSince = now;
    }

    /**
     * When the next two may be tried: those before made way for a request, as others may that come as regularly. So it is to be
     * just after an answer, but not for ever.
     *
     * @param beside a request, as no moment without one has come
     */
    long nextTry(long now, boolean beside) {
        boolean isJustQuiet = quietSince != Long.MIN_VALUE && now - quietSince <= JUST;
        return beside || proofs == 0 || isJustQuiet ? nextProof : nextProof + BUSY;
    }

    /** When {@link #isBusy} is so at the earliest, if requests go on to be awaited. */
    long busyAt() {
        return busySince + BUSY;
    }

    /** Whether what is open there to see that makes way for a request: not if it is there beside one. */
    boolean makesWay() {
        return !isBeside;
    }

    /** @param beside a request, whose connection is the other one */
    void proves(long now, boolean beside) {
        // Two that made way have shown a limit if there is one; who asks again and again must not prevent it for ever.
        isBeside = beside || proofs >= MADE_WAY;
        nextProof = now + (BETWEEN_PROOFS << Math.min(proofs++, MOST_DOUBLINGS));
    }

    Growth growth() {
        return growth;
    }

    NewestWins newestWins() {
        return newestWins;
    }

    /** How long it leaves silent connections alone. */
    ProvenAge provenAge() {
        return provenAge;
    }

    /** It sets out, on one of ours or on its own. */
    void sets(long now, ObservedRequest request) {
        if (!isAwaited(now)) {
            busySince = now;
        }
        Iterator<ObservedRequest> eldestFirst = requests.iterator();
        while (eldestFirst.hasNext()) {
            ObservedRequest eldest = eldestFirst.next();
            if (requests.size() < MOST_REQUESTS && now - eldest.startedAt() < FORGOTTEN) {
                break;
            }
            eldestFirst.remove();
            closes(eldest);
        }
        requests.add(request);
    }

    private void closes(ObservedRequest request) {
        if (request.isConnected()) {
            growth.closed();
        }
    }

    /** It was answered, or will not be. */
    void ends(ObservedRequest request) {
        if (requests.remove(request)) {
            closes(request);
        }
    }

    /** Its connection was ended without an answer. */
    void ended(ObservedRequest request) {
        if (requests.remove(request) && request.isConnected()) {
            growth.ended();
        }
    }

    /** A client's own connection stands. */
    void coldConnected(long now, ObservedRequest request, int parked) {
        if (requests.contains(request) && !request.isConnected()) {
            request.connected();
            connected(now, parked, false);
        }
    }

    /** Whoever has opened it. */
    void connected(long now, int parked, boolean ours) {
        growth.opened(now);
        newestWins.connected(now, parked, ours);
        lastConnected = now;
        isStill = false;
    }

    /** Whether one more would be no more than stood together before; or that was to be seen for a while, and was not. */
    boolean hasPlace(long now) {
        if (open(now) < growth.seenTogether(now)) {
            placeSoughtSince = Long.MIN_VALUE;
            return true;
        }
        if (placeSoughtSince == Long.MIN_VALUE) {
            placeSoughtSince = now;
        }
        return now - placeSoughtSince >= PLACE_SEEN;
    }

    /** How many connections are open, or being opened by clients. */
    int open(long now) {
        int connecting = 0;
        for (ObservedRequest request : requests) {
            boolean isConnecting = !request.isConnected() && now - request.startedAt() < SOON;
            connecting += isConnecting ? 1 : 0;
        }
        return growth.open() + connecting;
    }

    /** Whether a request has set out of late and is not answered. */
    boolean isAwaited(long now) {
        for (ObservedRequest request : requests) {
            if (now - request.startedAt() < SOON) {
                return true;
            }
        }
        return false;
    }

    /** A connect was not answered: nothing is handed out until one is, for it might wait for ever. */
    void timedOut() {
        isStill = true;
    }

    /** @param patience what a connect may take, in nanoseconds */
    boolean isStill(long now, long patience) {
        int waiting = 0;
        for (ObservedRequest request : requests) {
            if (now - request.startedAt() < patience || lastConnected >= request.startedAt()) {
                break;
            }
            waiting += request.isOnOurs() ? 1 : 0;
        }
        isStill |= waiting > 1;
        return isStill;
    }
}
