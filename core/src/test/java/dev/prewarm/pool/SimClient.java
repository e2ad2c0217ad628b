package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What the clients' threads do, in virtual time: take, look, send, or connect themselves. */
final class SimClient {
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);

    private final VirtualTime time;
    private final CheckedPool pool;
    private final SimKeeper keeper;
    private final Map<Origin, SimUpstream> upstreams;
    private final Random random;

    /** How often a look finds half a record, and puts the connection back. */
    double midRecord;

    long slowestLookMicros = 1;

    SimClient(VirtualTime time, CheckedPool pool, SimKeeper keeper, Map<Origin, SimUpstream> upstreams, Random random) {
        this.time = time;
        this.pool = pool;
        this.keeper = keeper;
        this.upstreams = upstreams;
        this.random = random;
    }

    void request(Key key, boolean idempotent) {
        Take<SimConnection> take = pool.take(key, idempotent);
        if (take == null) {
            goCold(key, null);
        } else {
            look(take, key, 0);
        }
    }

    private void look(Take<SimConnection> take, Key key, int looks) {
        if (looks > 1000) {
            throw new AssertionError("a take that never ends");
        }
        Entry<SimConnection> entry = take.candidate();
        if (entry == null) {
            Witness witness = pool.miss(take);
            keeper.wakeUp();
            goCold(key, witness);
            return;
        }
        Runnable then = () -> {
            if (finSeen(entry.connection())) {
                pool.evict(entry, EvictReason.CLOSED_BY_SERVER);
                look(pool.next(take), key, looks + 1);
            } else if (random.nextDouble() < midRecord) {
                pool.putBack(entry);
                look(pool.next(take), key, looks + 1);
            } else {
                SimConnection connection = take.candidate().connection();
                use(connection, key, pool.hit(take));
            }
        };
        long nanos = random.nextInt((int) slowestLookMicros) * MICROS;
        if (nanos == 0) {
            then.run();
        } else {
            time.after(nanos, then);
        }
    }

    private boolean finSeen(SimConnection connection) {
        long travel = upstreams.get(connection.entry.key().origin()).roundTrip() / 2;
        return connection.closedAt != Long.MAX_VALUE && connection.closedAt + travel <= time.now();
    }

    private void use(SimConnection connection, Key key, Witness witness) {
        SimUpstream upstream = upstreams.get(key.origin());
        upstream.forget(connection);
        keeper.wakeUp();
        long used = time.now();
        time.after(upstream.roundTrip(), () -> {
            if (connection.closedAt <= used + upstream.roundTrip() / 2) {
                pool.died(key, time.now() - used, used - connection.openedAt);
                goCold(key, null);
            } else {
                pool.answered(key.origin(), upstream.closes, false, witness);
            }
            keeper.wakeUp();
        });
    }

    private void goCold(Key key, Witness witness) {
        SimUpstream upstream = upstreams.get(key.origin());
        long lead = upstream.nextLead();
        time.after(lead, () -> {
            if (!upstream.failing) {
                pool.coldConnected(key, lead, witness);
                keeper.wakeUp();
                time.after(upstream.roundTrip(), () -> {
                    pool.answered(key.origin(), upstream.closes, false, witness);
                    keeper.wakeUp();
                });
            }
        });
    }
}
