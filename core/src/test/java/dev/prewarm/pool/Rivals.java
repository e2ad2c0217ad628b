package dev.prewarm.pool;

import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** What other rules would have made of the same requests: hits, and what was opened at the upstream, misses included. */
final class Rivals {
    private final String name;
    private final long hits;
    private final long opened;
    private final long requests;

    private Rivals(String name, long requests, long hits, long opened) {
        this.name = name;
        this.requests = requests;
        this.hits = hits;
        this.opened = opened;
    }

    /**
     * Knows the future: opens each connection one lead time before it is wanted, as far as the cap allows. So its stock is
     * never parked, and only the cap costs it a hit.
     *
     * @param from counted are requests that come later
     */
    static Rivals clairvoyant(long[] arrivals, long lead, int cap, long from) {
        ArrayDeque<Long> underWay = new ArrayDeque<>();
        long requests = 0;
        long hits = 0;
        for (long at : arrivals) {
            while (!underWay.isEmpty() && underWay.peekFirst() <= at - lead) {
                underWay.removeFirst();
            }
            boolean hit = underWay.size() < cap;
            if (hit) {
                underWay.addLast(at);
            }
            requests += at >= from ? 1 : 0;
            hits += hit && at >= from ? 1 : 0;
        }
        return new Rivals("ideal", requests, hits, requests);
    }

    /** Squid's {@code standby}: so many are held, opened one after the other; each for no longer than {@code idle}. */
    static Rivals squid(long[] arrivals, long lead, int standby, long idle, long from) {
        ArrayDeque<Long> parkedAt = new ArrayDeque<>();
        PriorityQueue<Long> ready = new PriorityQueue<>();
        long requests = 0;
        long hits = 0;
        long opened = 0;
        for (long at : arrivals) {
            // Up to this request: what comes of what is being opened, and what grows too old and is replaced.
            while (true) {
                long next = Math.min(
                        ready.isEmpty() ? Long.MAX_VALUE : ready.peek(),
                        parkedAt.isEmpty() ? Long.MAX_VALUE : parkedAt.peekFirst() + idle);
                if (next > at) {
                    break;
                }
                if (!ready.isEmpty() && ready.peek() == next) {
                    ready.remove();
                    parkedAt.addLast(next);
                } else {
                    parkedAt.removeFirst();
                }
                opened += open(next, lead, standby, parkedAt, ready) && next >= from ? 1 : 0;
            }
            boolean hit = !parkedAt.isEmpty();
            if (hit) {
                parkedAt.removeFirst();
            }
            opened += open(at, lead, standby, parkedAt, ready) && at >= from ? 1 : 0;
            requests += at >= from ? 1 : 0;
            hits += hit && at >= from ? 1 : 0;
        }
        return new Rivals("squid", requests, hits, opened + requests - hits);
    }

    private static boolean open(long at, long lead, int standby, ArrayDeque<Long> parked, PriorityQueue<Long> ready) {
        if (!ready.isEmpty() || parked.size() >= standby) {
            return false;
        }
        ready.add(at + lead);
        return true;
    }

    double hitRatio() {
        return requests == 0 ? 0 : (double) hits / requests;
    }

    double openedPerRequest() {
        return requests == 0 ? 0 : (double) opened / requests;
    }

    @Override
    public String toString() {
        return name + ": " + hits + " of " + requests + " hit, " + opened + " opened";
    }
}
