package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.EvictReason;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the keeper's thread does, in virtual time: steps, opens, watches. */
final class SimKeeper {
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long CONNECT_TIMEOUT = TimeUnit.SECONDS.toNanos(2);

    private final VirtualTime time;
    private final CheckedPool pool;
    private final Map<Origin, SimServer> upstreams;
    private final Random random;

    /** Whether a server that ends a connection says nothing on it before. */
    boolean endsByFinAlone;

    private final Map<PoolEntry<SimConnection>, Opening> openings = new WeakHashMap<>();
    private long plannedAt = Long.MAX_VALUE;
    double unusable;
    double exhausted;
    Consumer<SimConnection> whenParked = connection -> {};

    SimKeeper(VirtualTime time, CheckedPool pool, Map<Origin, SimServer> upstreams, Random random) {
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
                    time.awake(1, this::step);
                }
            });
        }
    }

    private void step() {
        Step<SimConnection> step = pool.step();
        for (PoolEntry<SimConnection> entry : step.open()) {
            open(entry);
        }
        if (step.nextAt() != Long.MAX_VALUE) {
            plan(Math.max(step.nextAt(), time.now() + 10 * MICROS));
        }
    }

    /** The first packet leaves at once. */
    void open(PoolEntry<SimConnection> entry) {
        SimServer upstream = upstreams.get(entry.key().origin());
        boolean tls = entry.key().origin().isTls();
        SimSocket.Whose whose = entry.isTrial() ? SimSocket.Whose.TRIAL : SimSocket.Whose.STOCK;
        SimSocket socket = new SimSocket(time, upstream, entry.key().endpoint(), tls, whose);
        Opening opening = new Opening(entry, socket);
        openings.put(entry, opening);
        socket.connect(opening, entry.key().recipe() != null);
        time.after(
                (entry.key().recipe() == null ? 1 : 2) * CONNECT_TIMEOUT,
                () -> time.awake(1, () -> opening.fail(OpeningFailure.TIMED_OUT)));
    }

    /** It makes way for a client's own. */
    void breakOff(PoolEntry<SimConnection> entry) {
        openings.get(entry).breakOff();
    }

    /** One that is being opened, and what is heard of it afterwards. */
    private final class Opening implements SimSocket.TestedClient {
        private final PoolEntry<SimConnection> entry;
        private final SimSocket socket;
        private final long begunAt = time.now();
        private SimConnection connection;
        private boolean over;

        Opening(PoolEntry<SimConnection> entry, SimSocket socket) {
            this.entry = entry;
            this.socket = socket;
        }

        @Override
        public void connected() {
            if (over) {
                return;
            }
            double luck = random.nextDouble();
            if (luck < unusable) {
                over = true;
                socket.close();
                pool.unusable(entry);
            } else if (luck < unusable + exhausted) {
                fail(OpeningFailure.OTHER);
                pool.pressed();
            } else {
                over = true;
                connection = new SimConnection(entry, socket, time.now());
                pool.opened(connection, socket.connectNanos(), time.now() - begunAt);
                whenParked.accept(connection);
            }
            wakeUp();
        }

        @Override
        public void failed(boolean mayBeHarm) {
            fail(OpeningFailure.REFUSED);
        }

        @Override
        public void ended() {
            if (connection == null) {
                fail(OpeningFailure.REFUSED);
            } else {
                look(connection);
            }
        }

        void breakOff() {
            over = true;
            socket.close();
        }

        void fail(OpeningFailure how) {
            if (!over) {
                over = true;
                socket.close();
                pool.failed(entry, how);
                wakeUp();
            }
        }
    }

    /** A look takes a moment, during which the connection is nobody else's. */
    void look(SimConnection connection) {
        if (!pool.checkOut(connection.entry)) {
            return;
        }
        time.after(random.nextInt(3) * 100 * MICROS, () -> {
            SimSocket socket = connection.socket;
            if (socket.isEndSeen()) {
                pool.evict(
                        connection.entry,
                        (random.nextBoolean() || endsByFinAlone) && !socket.isSaid()
                                ? EvictReason.CLOSED_BY_SERVER
                                : EvictReason.UNEXPECTED_DATA);
            } else {
                pool.putBack(connection.entry);
            }
            wakeUp();
        });
    }
}
