package dev.prewarm.pool;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** What callers saw of a server that misbehaves, and what was opened there in vain. */
final class MisbehavingBooks {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long HOUR = 60 * MINUTE;

    private final VirtualTime time;
    private final ArrayDeque<Long> unused = new ArrayDeque<>();
    private long requests;
    private long whileOff;
    private int failed;
    private int failedInFirstHour;
    private int failedPosts;
    private int mostUnused;
    private long samples;
    private long warming;
    private String broken = "";

    MisbehavingBooks(VirtualTime time) {
        this.time = time;
    }

    void over(SimRequest request) {
        requests++;
        if (request.isFailed()) {
            failed++;
            failedInFirstHour += time.now() < HOUR ? 1 : 0;
            failedPosts += request.isIdempotent() ? 0 : 1;
        }
    }

    /** One sets out while nothing is opened because of requests that failed. */
    void setsOutWhileOff() {
        whileOff++;
    }

    long whileOff() {
        return whileOff;
    }

    void unused(Eviction<SimConnection> eviction) {
        unused.addLast(time.now());
        while (time.now() - unused.peekFirst() >= MINUTE) {
            unused.removeFirst();
        }
        mostUnused = Math.max(mostUnused, unused.size());
    }

    void sampled(boolean isWarming) {
        samples++;
        warming += isWarming ? 1 : 0;
    }

    void breaks(AssertionError promise) {
        broken = promise.getMessage();
    }

    long requests() {
        return requests;
    }

    int failed() {
        return failed;
    }

    int failedInFirstHour() {
        return failedInFirstHour;
    }

    int failedPosts() {
        return failedPosts;
    }

    /** In any 60 s. */
    int mostUnused() {
        return mostUnused;
    }

    /** The part of the time in which it was not warmed, for whatever reason. */
    double off() {
        return samples == 0 ? 0 : 1 - (double) warming / samples;
    }

    /** Which promise, or empty. */
    String broken() {
        return broken;
    }
}
