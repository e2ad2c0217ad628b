package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the keeper's thread does, in virtual time: steps, opens, watches. */
final class SimKeeper {
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);

    private final VirtualTime time;
    private final CheckedPool pool;
    private final Map<Origin, SimUpstream> upstreams;
    private final Random random;
    private long plannedAt = Long.MAX_VALUE;
    double unusable;
    double exhausted;
    Consumer<SimConnection> whenParked = connection -> {};

    SimKeeper(VirtualTime time, CheckedPool pool, Map<Origin, SimUpstream> upstreams, Random random) {
        this.time = time;
        this.pool = pool;
        this.upstreams = upstreams;
        this.random = random;
    }

    /** Something changed: step soon, as a woken thread does. */
    void wakeUp() {
        plan(time.now() + random.nextInt(200) * MICROS);
    }

    private void plan(long at) {
        if (at < plannedAt) {
            plannedAt = at;
            time.at(at, () -> {
                if (plannedAt == at) {
                    plannedAt = Long.MAX_VALUE;
                    step();
                }
            });
        }
    }

    private void step() {
        Step<SimConnection> step = pool.step();
        for (Eviction<SimConnection> eviction : step.evict()) {
            upstreams.get(eviction.key().origin()).forget(eviction.connection());
        }
        for (Entry<SimConnection> entry : step.open()) {
            long began = time.now();
            time.after(upstreams.get(entry.key().origin()).nextLead(), () -> finish(entry, time.now() - began));
        }
        if (step.nextAt() != Long.MAX_VALUE) {
            plan(Math.max(step.nextAt(), time.now() + 10 * MICROS));
        }
    }

    private void finish(Entry<SimConnection> entry, long lead) {
        SimUpstream upstream = upstreams.get(entry.key().origin());
        double luck = random.nextDouble();
        if (upstream.failing || luck < unusable) {
            pool.failed(entry, !upstream.failing);
        } else if (luck < unusable + exhausted) {
            pool.failed(entry, false);
            pool.pressed();
        } else {
            SimConnection connection = new SimConnection(entry, time.now());
            upstream.accept(connection);
            pool.opened(connection, Math.max(1, lead / 3), lead);
            whenParked.accept(connection);
            if (connection.closedAt != Long.MAX_VALUE) {
                time.at(connection.closedAt, () -> inputAt(connection));
            }
        }
        wakeUp();
    }

    /** The server's FIN arrives half a round trip after it was sent. */
    void inputAt(SimConnection connection) {
        Key key = connection.entry.key();
        time.after(upstreams.get(key.origin()).roundTrip() / 2, () -> look(connection));
    }

    /** A look takes a moment, during which the connection is nobody else's. */
    void look(SimConnection connection) {
        if (!pool.checkOut(connection.entry)) {
            return;
        }
        time.after(random.nextInt(3) * 100 * MICROS, () -> {
            if (connection.closedAt <= time.now()) {
                pool.evict(
                        connection.entry,
                        random.nextBoolean() ? EvictReason.CLOSED_BY_SERVER : EvictReason.UNEXPECTED_DATA);
            } else {
                pool.putBack(connection.entry);
            }
            wakeUp();
        });
    }
}
