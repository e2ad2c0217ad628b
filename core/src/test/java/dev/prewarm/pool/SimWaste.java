package dev.prewarm.pool;

import dev.prewarm.config.Mode;
import dev.prewarm.config.OriginSettings;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** What was opened ahead to one origin and came to nothing, as far as can be told from outside, and whether another may be. */
final class SimWaste {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long AT_ONCE = SECOND / 10;
    private static final long MINUTE = 60 * SECOND;

    private final long keptWarm;
    private final ArrayDeque<Long> requests = new ArrayDeque<>();
    private final ArrayDeque<Long> wasted = new ArrayDeque<>();
    private long lastRequest = Long.MIN_VALUE;
    private long total;

    SimWaste(OriginSettings settings) {
        // With auto it is the idle limit, which is learnt downward only.
        this.keptWarm = settings.mode() == Mode.NAMED
                ? Math.max(2 * SECOND, settings.keepWarm().toNanos())
                : settings.idle().toNanos();
    }

    void requested(long now) {
        requests.addLast(now);
        lastRequest = now;
    }

    /** What ends at once is one: a restart. */
    void wasted(long now) {
        total++;
        forget(wasted, now);
        if (wasted.isEmpty() || now - wasted.peekLast() >= AT_ONCE) {
            wasted.addLast(now);
        }
    }

    private static void forget(ArrayDeque<Long> moments, long now) {
        while (!moments.isEmpty() && now - moments.peekFirst() >= MINUTE) {
            moments.removeFirst();
        }
    }

    void opens(long now, Key key) {
        forget(requests, now);
        forget(wasted, now);
        if (wasted.size() >= Math.max(3, 0.05 * requests.size())) {
            throw new AssertionError("opened while " + wasted.size() + " of the last minute were wasted, with "
                    + requests.size() + " requests: " + key);
        }
        if (lastRequest == Long.MIN_VALUE || now - lastRequest > keptWarm) {
            throw new AssertionError("opened long after the last request: " + key);
        }
    }

    /** Each for itself. */
    long total() {
        return total;
    }
}
