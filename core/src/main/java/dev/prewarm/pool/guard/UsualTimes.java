package dev.prewarm.pool.guard;

import dev.prewarm.pool.sizing.RecentDurations;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How one origin serves requests that nothing of ours can delay, from the start of connect to the first byte: the last 40 of
 * the last 10 min.
 */
final class UsualTimes {
    private static final int RECENT = 40;
    private static final long REMEMBERED = TimeUnit.MINUTES.toNanos(10);

    /** So many must have been seen before it can be told what is out of the ordinary. */
    private static final int ENOUGH = 8;

    /** With so many the longest is one of a kind: the JVM's first request, a lost packet. */
    private static final int MANY = 20;

    private static final double MARGIN = 1.2;
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(10);

    /** Requests that went cold, by which {@link #more} is known. */
    private static final int COLD_ONES = 8;

    private final long[] tookOf = new long[RECENT];
    private final long[] endedAt = new long[RECENT];
    private final RecentDurations estimated = new RecentDurations(RECENT);
    private final RecentDurations cold = new RecentDurations(COLD_ONES);
    private final Set<ObservedRequest> unanswered = new LinkedHashSet<>();
    private int count;
    private long[] sorted = {};
    private boolean isSorted;

    /** Nothing of ours can delay it. */
    void begins(ObservedRequest request) {
        if (unanswered.size() == RECENT) {
            // The eldest says most.
            Iterator<ObservedRequest> last = unanswered.iterator();
            for (int i = 1; i < RECENT; i++) {
                last.next();
            }
            last.next();
            last.remove();
        }
        unanswered.add(request);
    }

    /** It was answered, or will not be. */
    void ends(ObservedRequest request) {
        unanswered.remove(request);
    }

    /** @param nanos it took, a cold connection included */
    void served(long now, ObservedRequest request, long nanos) {
        if (request.spared() == 0) {
            cold.record(nanos);
        } else {
            estimated.record(nanos);
        }
        tookOf[count % RECENT] = nanos + more(request.spared());
        endedAt[count % RECENT] = now;
        count = count + 1 == 2 * RECENT ? RECENT : count + 1;
        isSorted = false;
    }

    /** So long took one that went cold beside something of ours, which delays the fastest of some hardly ever. */
    void wentCold(long nanos) {
        cold.record(nanos);
    }

    /**
     * By how much what a cold connection takes to open falls short of what it costs its first request. OkHttp's over TLS waits
     * for the server to acknowledge the handshake (Nagle's algorithm, RFC 9293, 3.7.4), twice the round trip and more.
     */
    private long more(long spared) {
        long least = cold.quantile(0, 0) - estimated.quantile(0, Long.MAX_VALUE / 2);
        return Math.min(spared, Math.max(0, least));
    }

    private long[] recent(long now) {
        if (!isSorted || sorted.length > 0 && now - oldest() > REMEMBERED) {
            int known = Math.min(count, RECENT);
            long[] recent = new long[known];
            int size = 0;
            for (int i = 0; i < known; i++) {
                if (now - endedAt[i] <= REMEMBERED) {
                    recent[size++] = tookOf[i];
                }
            }
            sorted = Arrays.copyOf(recent, size);
            Arrays.sort(sorted);
            isSorted = true;
        }
        return sorted;
    }

    private long oldest() {
        return endedAt[count < RECENT ? 0 : count % RECENT];
    }

    boolean isKnown(long now) {
        return recent(now).length >= ENOUGH;
    }

    private long quantile(long now, double q) {
        long[] recent = recent(now);
        return recent.length == 0 ? 0 : recent[(int) (q * recent.length)];
    }

    long median(long now) {
        return quantile(now, 0.5);
    }

    /** What it takes at most, as a rule: the p90. */
    long mostly(long now) {
        return quantile(now, 0.9);
    }

    /** What it takes at most, nearly always. One still unanswered counts with its age so far. */
    long longest(long now) {
        long[] recent = recent(now);
        long[] all = Arrays.copyOf(recent, recent.length + unanswered.size());
        int size = recent.length;
        for (ObservedRequest request : unanswered) {
            all[size++] = request.took(now);
        }
        Arrays.sort(all);
        return size == 0 ? 0 : all[size < MANY ? size - 1 : size - 2];
    }

    /** By how much requests differ, as a rule. */
    long spread(long now) {
        return mostly(now) - median(now);
    }

    /** Whether so long is nothing out of the ordinary. */
    boolean isUsual(long now, long nanos) {
        return nanos <= notUnusual(now);
    }

    /** The most that is nothing out of the ordinary. */
    long notUnusual(long now) {
        return SLACK + (long) (MARGIN * mostly(now));
    }
}
