package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/**
 * How many connections one endpoint takes at once, ours and the client's together, as far as was seen: as many as stood
 * together for two round trips. A limit shows itself by openings that are ended beside others that go on standing: twice, a
 * second apart.
 */
public final class Growth {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Limits are seldom changed; a known one is tried again after that, and after twice as long each time. */
    private static final long LIMIT_KEPT = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_DOUBLINGS = 5;

    /** Until so many have stood together, nothing is known. */
    private static final int PROVEN = 2;

    /** As long as no more than the first two were seen together, each one more may be refused. */
    private static final int MORE = 3;

    private static final long NEVER = Long.MIN_VALUE;

    private final ConnectTimes times;

    private int open;
    private int most;

    // The most that were open at some moment; they are to stand on for two round trips, or to be answered meanwhile.
    private int peak;
    private long peakAt = NEVER;
    private int nextPeak;

    // One of ours was ended beside others that are still to be seen to stand.
    private int pendingBeside;
    private long pendingAt = NEVER;

    // The same, seen.
    private int refusedBeside;
    private long refusedAt = NEVER;
    private int mostSince;
    private boolean isServing;

    private int limit = Integer.MAX_VALUE;
    private long limitUntil;
    private int limits;
    private boolean isNews;

    public Growth(ConnectTimes times) {
        this.times = times;
    }

    /** One more stands, whoever has opened it. */
    public void opened(long now) {
        settle(now);
        open++;
        if (peakAt != NEVER && (most >= PROVEN || open <= peak)) {
            nextPeak = Math.max(nextPeak, open);
        } else if (open > Math.min(most, mostSince)) {
            peak = open;
            peakAt = now;
        }
    }

    /** One of them is answered, or closed by this side, which says nothing against the others. */
    public void closed() {
        open = Math.max(0, open - 1);
    }

    /** One of ours was closed by this side, unused. */
    public void withdrawn() {
        closed();
        if (most < PROVEN) {
            peakAt = NEVER;
            nextPeak = 0;
        }
    }

    /** One of them was ended without an answer: so many did not stand together, and what was refused then says nothing. */
    public void ended() {
        closed();
        peakAt = NEVER;
        nextPeak = 0;
        pendingAt = NEVER;
    }

    /** The same of one of ours, by its peer, for whatever reason. */
    public void endedSilent() {
        closed();
        peakAt = NEVER;
        nextPeak = 0;
    }

    private void settle(long now) {
        if (peakAt != NEVER && now - peakAt >= times.twoRoundTrips()) {
            mostSince = Math.max(mostSince, peak);
            most = Math.max(most, peak);
            boolean isMore = nextPeak > Math.min(most, mostSince);
            peak = nextPeak;
            peakAt = isMore ? now : NEVER;
            nextPeak = 0;
        }
        if (pendingAt != NEVER && now - pendingAt >= times.twoRoundTrips()) {
            pendingAt = NEVER;
            refusedBeside(now, pendingBeside);
        }
    }

    /** A request on a connection of the client's own was answered. */
    public void served() {
        isServing = true;
    }

    /** How many are open now. */
    public int open() {
        return open;
    }

    /** Whether two have stood together: it takes more than one connection, and the newest does not end the others. */
    public boolean isProven(long now) {
        settle(now);
        return most >= PROVEN;
    }

    /** When something may change by time alone; {@link Long#MAX_VALUE}: only if more are opened. */
    public long nextAt(long now) {
        settle(now);
        long earliest =
                Math.min(peakAt == NEVER ? Long.MAX_VALUE : peakAt, pendingAt == NEVER ? Long.MAX_VALUE : pendingAt);
        return earliest == Long.MAX_VALUE ? earliest : earliest + times.twoRoundTrips();
    }

    /** How many may be open, the client's own included, for one more of ours to be opened or to stay. */
    public int mostOpen(long now) {
        settle(now);
        return isLimited(now) ? limit - 1 : most + Math.max(1, most / 2);
    }

    /** How many may be open, the client's own included, without asking more of it than it was seen to take. */
    public int seenTogether(long now) {
        settle(now);
        return isLimited(now) ? limit : most;
    }

    /** Whether it is known to take no more than so many. */
    public boolean isLimited(long now) {
        return limit != Integer.MAX_VALUE && now < limitUntil;
    }

    /** Whether each counts, those that are being opened, too: there is a limit, or may be, or next to nothing is known. */
    public boolean isTight(long now) {
        return mayBeLimited(now) || most < MORE;
    }

    /** Whether it is known to take no more than so many, or one was refused of late. */
    public boolean mayBeLimited(long now) {
        return isLimited(now) || refusedAt != NEVER && now - refusedAt <= LIMIT_KEPT;
    }

    /** How many it takes at once; {@link Integer#MAX_VALUE}: no limit is known. */
    public int limit(long now) {
        return isLimited(now) ? limit : Integer.MAX_VALUE;
    }

    /** Whether a limit was ever found. */
    public boolean isRestrained() {
        return limits > 0;
    }

    public long limitUntil() {
        return limitUntil;
    }

    /** Whether that is known since this was asked last. */
    public boolean takeNews(long now) {
        settle(now);
        boolean news = isNews;
        isNews = false;
        return news;
    }

    /** Whether one was refused beside others of late, and it is to be seen whether that happens again. */
    public boolean isInDoubt(long now) {
        settle(now);
        return refusedAt != NEVER && now - refusedAt < SECOND;
    }

    /** Whether one was refused just now, and those beside it are still to be seen to stand. */
    public boolean isRefusing(long now) {
        settle(now);
        return pendingAt != NEVER;
    }

    /** When the doubt of {@link #isInDoubt} ends. */
    public long doubtEnds() {
        return refusedAt + SECOND;
    }

    /**
     * One of ours was ended within two round trips of its connect, unused.
     *
     * @param beside how many others stand
     */
    public void refused(long now, int beside) {
        settle(now);
        if (beside == 0) {
            pendingAt = NEVER;
        } else if (pendingAt == NEVER) {
            pendingBeside = beside;
            pendingAt = now;
        } else {
            // One of those beside was being opened, and did not stand either.
            pendingBeside = Math.min(pendingBeside, beside);
        }
    }

    private void refusedBeside(long now, int beside) {
        boolean isAgain = refusedAt != NEVER && now - refusedAt <= LIMIT_KEPT;
        if (isAgain && now - refusedAt < SECOND) {
            return;
        }
        int least = isAgain ? Math.min(refusedBeside, beside) : beside;
        // Where more have stood together before, it is a limit only if others are served meanwhile, and else an outage.
        boolean isLimit = mostSince <= least && (most <= least || isServing);
        if (isAgain && isLimit) {
            limit = least;
            limitUntil = now + (LIMIT_KEPT << Math.min(limits++, MOST_DOUBLINGS));
            most = Math.min(most, limit);
            isNews = true;
            refusedAt = NEVER;
            return;
        }
        refusedBeside = beside;
        refusedAt = now;
        mostSince = 0;
        isServing = false;
        peakAt = NEVER;
        nextPeak = 0;
    }

    /** Many have ended at once: that was no limit. */
    public void restarted() {
        pendingAt = NEVER;
    }

    /** Nothing is known any more, but what is open. */
    public void forget() {
        most = 0;
        peakAt = NEVER;
        nextPeak = 0;
        mostSince = 0;
        limit = Integer.MAX_VALUE;
        pendingAt = NEVER;
        refusedAt = NEVER;
    }
}
