package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the clients' threads do, in virtual time: take, look, send, or connect themselves. */
final class SimClient {
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int REQUEST_TIMEOUT = 408;
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

    /** How long a client waits for an answer. */
    long patience = TimeUnit.SECONDS.toNanos(20);

    /** How often one waits only so long. */
    double hasty;

    long haste = TimeUnit.MILLISECONDS.toNanos(20);

    /** Whether it repeats what ends without an answer on a warm connection, even what must not be sent twice. */
    boolean repeatsAnything = true;

    /** Told once of each request that is over. */
    Consumer<SimRequest> whenOver = request -> {};

    private int hitsWaiting;
    private int mostHitsWaiting;
    private int waiting;
    private int mostWaiting;

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
        request(key, new SimRequest(time.now(), idempotent));
    }

    /** The most requests that waited for an answer on warm connections together. */
    int mostHitsWaiting() {
        return mostHitsWaiting;
    }

    /** The most that waited together, for a connection or for an answer. */
    int mostWaiting() {
        return mostWaiting;
    }

    private void request(Key key, SimRequest request) {
        if (key.recipe() != null && random.nextDouble() < unidentified) {
            ObservedRequest observed = pool.cold(new Key(key.origin(), key.endpoint(), null));
            pool.missed(key);
            keeper.wakeUp();
            new Exchange(key, observed, request).goCold();
            return;
        }
        Take<SimConnection> take = pool.take(key, request.isIdempotent());
        if (take == null) {
            new Exchange(key, null, request).goCold();
            return;
        }
        take.trials().forEach(keeper::open);
        look(take, key, request, 0);
    }

    private void look(Take<SimConnection> take, Key key, SimRequest request, int looks) {
        if (looks > 1000) {
            throw new AssertionError("a take that never ends");
        }
        PoolEntry<SimConnection> entry = take.candidate();
        if (entry == null) {
            ObservedRequest observed = pool.miss(take);
            take.withdrawn().forEach(keeper::breakOff);
            keeper.wakeUp();
            new Exchange(key, observed, request).goCold();
            return;
        }
        Runnable then = () -> {
            if (entry.connection().socket.isEndSeen()) {
                pool.evict(entry, EvictReason.CLOSED_BY_SERVER);
                look(pool.next(take), key, request, looks + 1);
            } else if (random.nextDouble() < midRecord) {
                pool.putBack(entry);
                look(pool.next(take), key, request, looks + 1);
            } else {
                SimConnection connection = entry.connection();
                ObservedRequest observed = pool.hit(take);
                keeper.wakeUp();
                new Exchange(key, observed, request).use(connection);
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
        private final SimRequest request;
        private final long begunAt = time.now();
        private SimSocket socket;
        private SimConnection warm;
        private long sentAt;
        private boolean connected;
        private boolean over;

        Exchange(Key key, ObservedRequest observed, SimRequest request) {
            this.key = key;
            this.observed = observed;
            this.request = request;
        }

        void use(SimConnection connection) {
            warm = connection;
            socket = connection.socket;
            connected = true;
            sentAt = time.now();
            socket.handTo(this);
            hitsWaiting++;
            mostHitsWaiting = Math.max(mostHitsWaiting, hitsWaiting);
            beginsToWait();
            socket.send();
        }

        void goCold() {
            boolean tls = key.origin().isTls();
            socket = new SimSocket(time, upstreams.get(key.origin()), key.endpoint(), tls, SimSocket.Whose.APPLICATION);
            beginsToWait();
            time.after(CONNECT_TIMEOUT, () -> {
                if (!connected) {
                    time.awake(1, this::giveUp);
                }
            });
            socket.connect(this, true);
        }

        private void beginsToWait() {
            waiting++;
            mostWaiting = Math.max(mostWaiting, waiting);
            boolean isHasty = hasty > 0 && random.nextDouble() < hasty;
            time.after(isHasty ? haste : patience, () -> time.awake(1, this::giveUp));
        }

        private void giveUp() {
            if (!over) {
                isOver();
                socket.close();
                if (connected) {
                    tell(() -> pool.abandoned(key, observed));
                    ends(SimRequest.End.GIVEN_UP);
                } else {
                    tell(() -> pool.unreachable(key, observed));
                    tryElsewhere(SimRequest.End.NO_CONNECTION);
                }
            }
        }

        private void tell(Runnable what) {
            if (observed != null) {
                what.run();
                keeper.wakeUp();
            }
        }

        private void tryElsewhere(SimRequest.End otherwise) {
            Key other = otherAddress.get(key);
            if (other == null) {
                ends(otherwise);
            } else if (repeatsAnything) {
                request(other, true);
            } else {
                request(other, request);
            }
        }

        private void isOver() {
            over = true;
            waiting--;
            hitsWaiting -= warm == null ? 0 : 1;
        }

        private void ends(SimRequest.End how) {
            request.ends(how);
            whenOver.accept(request);
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
            isOver();
            tell(() -> pool.failed(key, observed, "refused"));
            tryElsewhere(SimRequest.End.REFUSED);
        }

        @Override
        public void answered(int status, boolean closes) {
            if (over) {
                return;
            }
            isOver();
            if (warm == null || status != REQUEST_TIMEOUT || !timedOut()) {
                pool.answered(key, closes, status, observed);
                keeper.wakeUp();
                request.answered(status);
                whenOver.accept(request);
            }
        }

        /** Whether the 408 was about the silence before the request, which is sent again. */
        private boolean timedOut() {
            boolean early = pool.timedOut(key, time.now() - sentAt, sentAt - warm.openedAt, observed);
            keeper.wakeUp();
            if (early && request.isIdempotent()) {
                new Exchange(key, null, request).goCold();
                return true;
            }
            return false;
        }

        @Override
        public void ended() {
            if (over) {
                return;
            }
            isOver();
            if (warm != null) {
                pool.died(key, time.now() - sentAt, sentAt - warm.openedAt, observed);
                keeper.wakeUp();
            } else {
                tell(() -> pool.failed(key, observed, "ended without an answer"));
            }
            // The client's own rule for a reused connection: once more, over one of its own.
            if (warm != null && (repeatsAnything || request.isIdempotent())) {
                new Exchange(key, pool.cold(key), request).goCold();
            } else {
                ends(SimRequest.End.NO_ANSWER);
            }
        }
    }
}
