package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What the clients' threads do, in virtual time: take, look, send, or connect themselves. */
final class SimClient {
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(20);
    private static final long CONNECT_TIMEOUT = TimeUnit.SECONDS.toNanos(5);

    private final VirtualTime time;
    private final CheckedPool pool;
    private final SimKeeper keeper;
    private final Map<Origin, SimServer> upstreams;
    private final Random random;

    /** Where a client goes that could not connect. */
    final Map<Key, Key> otherAddress = new HashMap<>();

    /** How often a look finds half a record, and puts the connection back. */
    double midRecord;

    long slowestLookMicros = 1;

    /** How often a client tells its recipe only when it makes its handshake. */
    double unidentified;

    SimClient(VirtualTime time, CheckedPool pool, SimKeeper keeper, Map<Origin, SimServer> upstreams, Random random) {
        this.time = time;
        this.pool = pool;
        this.keeper = keeper;
        this.upstreams = upstreams;
        this.random = random;
    }

    void request(Key key, boolean idempotent) {
        if (key.recipe() != null && random.nextDouble() < unidentified) {
            ObservedRequest observed = pool.cold(new Key(key.origin(), key.endpoint(), null));
            pool.missed(key);
            keeper.wakeUp();
            new Exchange(key, observed, time.now()).goCold();
            return;
        }
        Take<SimConnection> take = pool.take(key, idempotent);
        if (take == null) {
            new Exchange(key, null, time.now()).goCold();
            return;
        }
        take.trials().forEach(keeper::open);
        look(take, key, 0);
    }

    private void look(Take<SimConnection> take, Key key, int looks) {
        if (looks > 1000) {
            throw new AssertionError("a take that never ends");
        }
        PoolEntry<SimConnection> entry = take.candidate();
        if (entry == null) {
            ObservedRequest observed = pool.miss(take);
            keeper.wakeUp();
            new Exchange(key, observed, time.now()).goCold();
            return;
        }
        Runnable then = () -> {
            if (entry.connection().socket.isEndSeen()) {
                pool.evict(entry, EvictReason.CLOSED_BY_SERVER);
                look(pool.next(take), key, looks + 1);
            } else if (random.nextDouble() < midRecord) {
                pool.putBack(entry);
                look(pool.next(take), key, looks + 1);
            } else {
                SimConnection connection = entry.connection();
                ObservedRequest observed = pool.hit(take);
                keeper.wakeUp();
                new Exchange(key, observed, time.now()).use(connection);
            }
        };
        long nanos = random.nextInt((int) slowestLookMicros) * MICROS;
        if (nanos == 0) {
            then.run();
        } else {
            time.after(nanos, then);
        }
    }

    /** One request and what becomes of it. */
    private final class Exchange implements SimSocket.TestedClient {
        private final Key key;
        private final ObservedRequest observed;
        private final long begunAt;
        private SimSocket socket;
        private SimConnection warm;
        private long sentAt;
        private boolean connected;
        private boolean over;

        Exchange(Key key, ObservedRequest observed, long begunAt) {
            this.key = key;
            this.observed = observed;
            this.begunAt = begunAt;
        }

        void use(SimConnection connection) {
            warm = connection;
            socket = connection.socket;
            connected = true;
            sentAt = time.now();
            socket.handTo(this);
            time.after(GIVE_UP, this::giveUp);
            socket.send();
        }

        void goCold() {
            boolean tls = key.origin().isTls();
            socket = new SimSocket(time, upstreams.get(key.origin()), key.endpoint(), tls, SimSocket.Whose.APPLICATION);
            time.after(GIVE_UP, this::giveUp);
            time.after(CONNECT_TIMEOUT, () -> {
                if (!connected) {
                    giveUp();
                }
            });
            socket.connect(this, true);
        }

        private void giveUp() {
            if (!over) {
                over = true;
                socket.close();
                if (!connected) {
                    tryElsewhere();
                }
            }
        }

        private void tryElsewhere() {
            Key other = otherAddress.get(key);
            if (other != null) {
                request(other, true);
            }
        }

        @Override
        public void connected() {
            connected = true;
            pool.coldConnected(key, time.now() - begunAt, observed);
            keeper.wakeUp();
            socket.send();
        }

        @Override
        public void failed(boolean mayBeHarm) {
            over = true;
            tryElsewhere();
        }

        @Override
        public void answered(boolean refused, boolean closes) {
            over = true;
            pool.answered(key, closes, refused, observed);
            keeper.wakeUp();
        }

        @Override
        public void ended() {
            if (over) {
                return;
            }
            over = true;
            if (warm != null) {
                pool.died(key, time.now() - sentAt, sentAt - warm.openedAt, observed);
                keeper.wakeUp();
                // The client's own rule for a reused connection: once more, over one of its own.
                new Exchange(key, null, time.now()).goCold();
            }
        }
    }
}
