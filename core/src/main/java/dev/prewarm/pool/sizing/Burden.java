package dev.prewarm.pool.sizing;

import java.util.concurrent.TimeUnit;

/**
 * Connections that go unused at one origin. Where its server has shown that they are a burden to it (it says so on silent ones, or
 * refuses its clients), few may: HAProxy's http_err_rate counts each as an error of the client. Where it only ends silent ones
 * sooner than they would be, they may be no more than a quarter of the requests.
 */
public final class Burden {
    private static final int MOST = 3;

    /** Of so many requests one may cost an unused connection where silent ones are ended without a word. */
    private static final int ONE_IN = 4;

    private static final long SHOWN_KEPT = TimeUnit.HOURS.toNanos(1);

    private final MinuteCounter unused = MinuteCounter.orMore();
    private long counted;
    private long shownAt = Long.MIN_VALUE;
    private long endedAt = Long.MIN_VALUE;

    /** It has spoken on one for being silent; or refused a request beside some. */
    public void shown(long now) {
        shownAt = now;
    }

    /** It has ended one for being silent. */
    public void ended(long now) {
        endedAt = now;
    }

    private static boolean isKept(long since, long now) {
        return since != Long.MIN_VALUE && now - since < SHOWN_KEPT;
    }

    /** @param inAll how many have gone unused so far, to the server: those that it ended as a request set out, too */
    public void counts(long now, long inAll) {
        for (; counted < inAll; counted++) {
            unused.record(now);
        }
    }

    /** The next that goes unused is none. */
    public void excuse() {
        counted++;
    }

    /**
     * How many more may go unused now; {@link Integer#MAX_VALUE}: as many as demand calls for.
     *
     * @param requests of the last minute
     */
    public int left(long now, int requests) {
        if (isKept(shownAt, now)) {
            return Math.max(0, MOST - unused.count(now));
        }
        return isKept(endedAt, now)
                ? Math.max(0, Math.max(MOST, requests / ONE_IN) - unused.count(now))
                : Integer.MAX_VALUE;
    }

    /** How many went unused in the last minute. */
    public int recent(long now) {
        return unused.count(now);
    }
}
