package dev.prewarm.pool;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.guard.Trial;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** What can be seen by a request to one origin of how others fare there, going by what is parked at its endpoint. */
final class Observer<C> {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final OriginFacts facts;
    private final Stocks<C> stocks;

    Observer(OriginFacts facts, Stocks<C> stocks) {
        this.facts = facts;
        this.stocks = stocks;
    }

    /** Whether a take that could have a warm connection should go cold on purpose. */
    boolean isCanaryDue(long now, Stock<C> stock) {
        int parked = stocks.parkedAt(stock.key().endpoint());
        return stock.hasFit(now) && facts.guard().isCanaryDue(now, parked, dwell(now, stock, parked));
    }

    /** What can be seen by a request that sets out now, just after so many connections of its trial. */
    ObservedRequest tried(long now, Stock<C> stock, Trial trial, int opened) {
        long until = now + facts.settings().connectTimeout().toNanos();
        return facts.guard().tried(now, until, stocks.parkedAt(stock.key().endpoint()) + opened, trial);
    }

    /** What can be seen by a request that goes cold. */
    ObservedRequest cold(long now, Stock<C> stock) {
        InetSocketAddress endpoint = stock.key().endpoint();
        int parked = stocks.parkedAt(endpoint);
        // Those being opened may reach the server first, or not.
        return stocks.heldAt(endpoint) == 0
                ? ObservedRequest.unhindered(now, 0, 0)
                : facts.guard().stranger(now, 0, parked, dwell(now, stock, parked));
    }

    /** The same, of one that was just given this connection. */
    ObservedRequest hit(long now, PoolEntry<C> given) {
        InetSocketAddress endpoint = given.key().endpoint();
        int older = 0;
        for (Stock<C> stock : stocks) {
            if (stock.key().endpoint().equals(endpoint)) {
                older += stock.olderThan(given.parkedAt());
            }
        }
        long spared = facts.connectTimes().cold(given.key().recipe() == null);
        ObservedRequest observed = older == 0
                ? ObservedRequest.unhindered(now, spared, stocks.parkedAt(endpoint))
                : facts.guard().stranger(now, spared, older, dwell(now, stocks.of(given), older));
        return observed.onOurs();
    }

    /** Seconds that a connection stays parked, about. */
    private double dwell(long now, Stock<C> stock, int held) {
        double rate = stock.rate(now);
        double limit = facts.idle().nanos() / SECOND;
        return rate == 0 ? limit : Math.min(limit, held / rate);
    }
}
