package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import dev.prewarm.pool.sizing.Growth;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** What can be seen by a request to one origin of how others fare there, going by what is parked at its endpoint. */
final class Observer<C> {
    /** Where so many have stood together a limit is hardly ever just there. */
    static final int MANY = 8;

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final OriginFacts facts;
    private final Stocks<C> stocks;

    Observer(OriginFacts facts, Stocks<C> stocks) {
        this.facts = facts;
        this.stocks = stocks;
    }

    /** Whether a take that could have a warm connection should go cold on purpose. */
    boolean isCanaryDue(long now, Stock<C> stock) {
        InetSocketAddress address = stock.key().endpoint();
        int parked = stocks.parkedAt(address);
        Endpoint endpoint = facts.endpoint(address);
        Growth growth = endpoint.growth();
        if (!growth.isProven(now) || !stock.hasFit(now)) {
            return false;
        }
        boolean isDue =
                facts.deadline().wantsCold() || facts.guard().isCanaryDue(now, parked, dwell(now, stock, parked));
        return isDue && hasPlace(now, endpoint);
    }

    /**
     * Beside what a limit allows it would be refused, and beside as many as ever stood together it might be. One more of ours shows
     * that, unless the server has no worker left for it: that is what a canary is to see.
     */
    private static boolean hasPlace(long now, Endpoint endpoint) {
        Growth growth = endpoint.growth();
        if (growth.isLimited(now)) {
            return endpoint.open(now) < growth.mostOpen(now);
        }
        return growth.seenTogether(now) >= MANY || endpoint.hasPlace(now);
    }

    /** What can be seen by a request that sets out now, just after so many connections of its trial. */
    ObservedRequest tried(long now, Stock<C> stock, Trial trial, int opened) {
        long until = now + facts.settings().connectTimeout().toNanos();
        InetSocketAddress endpoint = stock.key().endpoint();
        return sets(now, facts.guard().tried(endpoint, now, until, stocks.parkedAt(endpoint) + opened, trial));
    }

    /** What can be seen by a request that goes cold. */
    ObservedRequest cold(long now, Stock<C> stock) {
        InetSocketAddress endpoint = stock.key().endpoint();
        int parked = stocks.parkedAt(endpoint);
        // Those being opened may reach the server first, or not.
        return sets(
                now,
                stocks.heldAt(endpoint) == 0
                        ? facts.guard().unhindered(endpoint, now, 0, 0)
                        : facts.guard().stranger(endpoint, now, 0, parked, dwell(now, stock, parked)));
    }

    private ObservedRequest sets(long now, ObservedRequest request) {
        facts.endpoint(request.endpoint()).sets(now, request);
        return request;
    }

    /** The same, of one that was just given this connection. */
    ObservedRequest hit(long now, PoolEntry<C> given) {
        InetSocketAddress endpoint = given.key().endpoint();
        int older = 0;
        for (Stock<C> stock : stocks) {
            if (stock.key().endpoint().equals(endpoint)) {
                older += stock.openedBefore(given);
            }
        }
        long spared = facts.connectTimes().cold(given.key().recipe() == null);
        ObservedRequest observed = older == 0
                ? facts.guard().unhindered(endpoint, now, spared, stocks.parkedAt(endpoint))
                : facts.guard().stranger(endpoint, now, spared, older, dwell(now, stocks.of(given), older));
        return sets(
                now,
                observed.onOurs(now - given.openingAt(), facts.teachesAge(given.key()) ? now - given.parkedAt() : 0));
    }

    /** Seconds that a connection stays parked, about. */
    private double dwell(long now, Stock<C> stock, int held) {
        double rate = stock.rate(now);
        double limit = facts.idle().nanos() / SECOND;
        return rate == 0 ? limit : Math.min(limit, held / rate);
    }
}
