package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What the keeper does where something other than one connection fails. */
class KeeperTest {
    private static final long SOON = 1;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger failingTurns = new AtomicInteger();
    private final AtomicInteger failingLocks = new AtomicInteger();
    private final RoomyLock lock = new RoomyLock() {
        private static final long serialVersionUID = 1;

        @Override
        public void lock() {
            if (failingLocks.get() > 0 && Thread.currentThread().getName().equals("prewarm-keeper")) {
                failingLocks.decrementAndGet();
                throw new OutOfMemoryError("again");
            }
            super.lock();
        }
    };
    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private LocalServer server;
    private Pool<WarmConnection> pool;
    private SharedPool shared;
    private Keeper keeper;
    private Key key;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.plain(socket -> ends.add(socket.getInputStream().read()));
        Settings settings =
                Settings.read(null, Map.of("prewarm.origins", server.origin("http") + ";min=4;idle=1m"), Map.of());
        pool = new Pool<>(settings.maxTotal(), settings::forOrigin, new AtOnce());
        key = new Key(Origin.parse(server.origin("http")), server.address(), null);
        shared = new SharedPool(pool, lock);
        keeper = new Keeper(
                shared,
                settings::forOrigin,
                new FlightEvents(logger()),
                logger(),
                this::turn,
                new KeeperFaults(SOON),
                DescriptorBudget.ofThisProcess());
    }

    @AfterEach
    void stop() throws IOException {
        keeper.stop(5_000);
        server.close();
    }

    private void turn() {
        turns.incrementAndGet();
        if (failingTurns.get() > 0) {
            failingTurns.decrementAndGet();
            throw new OutOfMemoryError("Java heap space");
        }
    }

    /** Each line with what is held when it is said. */
    private Logger logger() {
        return (Logger)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Logger.class}, (p, method, a) -> {
                    if (method.getName().equals("warn")) {
                        log.add(a[0] + " | holds " + (read().warm() + read().opening()));
                    }
                    return null;
                });
    }

    private Snapshot read() {
        lock.lock();
        try {
            return pool.read(Clock.now());
        } finally {
            lock.unlock();
        }
    }

    private void fill() {
        keeper.start();
        lock.lock();
        try {
            ProvenEndpoint.of(pool, key);
            ObservedRequest observed = pool.miss(Clock.now(), pool.take(Clock.now(), Clock.wallNanos(), key, true));
            pool.abandoned(key.origin(), observed);
            pool.coldConnected(Clock.now(), key.origin(), TimeUnit.MILLISECONDS.toNanos(50), null);
        } finally {
            lock.unlock();
        }
        shared.wakeKeeper();
        Eventually.until("stock", () -> read().warm() == 4 && server.accepted().size() == 4);
    }

    private void assertAllClosed() {
        Eventually.until("all has ended " + ends, () -> ends.size() == 4);
        assertThat(ends).containsOnly(-1);
        Snapshot all = read();
        assertThat(all.warm() + all.opening()).isZero();
        Warmer.assertAddsUp(all);
    }

    @Test
    void whereMemoryLacksAllIsClosedBeforeItIsSaid() {
        fill();
        failingTurns.set(1);
        shared.wakeKeeper();

        assertAllClosed();
        Eventually.until("said", () -> !log.isEmpty());
        assertThat(log).singleElement().asString().contains("paused for 10 s").endsWith("| holds 0");
        assertThat(read().state()).isEqualTo("pressed");
        int before = turns.get();
        shared.wakeKeeper();
        Eventually.until("it goes on", () -> turns.get() > before);
    }

    @Test
    void alsoWhereItLacksOnceMoreMeanwhile() {
        fill();
        failingLocks.set(3 * KeeperFaults.MOST + 1);
        shared.wakeKeeper();

        assertAllClosed();
        assertThat(failingLocks.get()).isZero();
        Eventually.until("said", () -> !log.isEmpty());
        assertThat(log).as("one error").hasSize(1);
        assertThat(keeper.isOff()).isFalse();
    }

    @Test
    void afterTheFifthErrorItIsOffHoldsNothingAndSaysSoOnce() {
        fill();
        failingTurns.set(KeeperFaults.MOST);
        shared.wakeKeeper();

        Eventually.until("off", keeper::isOff);
        assertAllClosed();
        Eventually.until("said", () -> log.size() == KeeperFaults.MOST);
        assertThat(log).filteredOn(line -> line.contains("is disabled")).hasSize(1);
        assertThat(log).allMatch(line -> line.endsWith("| holds 0"));
        assertThat(read().state() + ": " + read().reason())
                .isEqualTo("closed: java.lang.OutOfMemoryError: Java heap space");
        lock.lock();
        try {
            assertThat(pool.take(Clock.now(), Clock.wallNanos(), key, true)).isNull();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aDeadlineThatPassesWithoutEffectIsNoReasonToSpin() {
        AtomicBoolean isOver = new AtomicBoolean();
        keeper.loop().await(new SelectorHandler() {
            @Override
            public void ready() {}

            @Override
            public long deadline() {
                return Clock.now() - 1;
            }

            @Override
            public void expire() {
                if (isOver.get()) {
                    keeper.loop().done(this);
                }
            }

            @Override
            public void drop() {}
        });
        keeper.start();
        Eventually.until("turns", () -> turns.get() > 0);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));

        assertThat(turns.get()).isLessThan(300);
        isOver.set(true);
    }

    /** The first filling does not wait. */
    private static final class AtOnce extends Random {
        private static final long serialVersionUID = 1;

        @Override
        public double nextDouble() {
            return 0;
        }
    }
}
