package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What the keeper leaves to the application where descriptors are few. */
class ShortageTest {
    /** So that 10 connections of ours would be a tenth. */
    private static final int LIMIT = 100;

    private static final int MOST = LIMIT / 10 - DescriptorBudget.FIXED;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AtomicInteger inUse = new AtomicInteger();
    private LocalServer server;
    private SharedPool pool;
    private Keeper keeper;
    private Key key;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.plain(socket -> socket.getInputStream().read());
        Settings settings =
                Settings.read(null, Map.of("prewarm.origins", server.origin("http") + ";min=8;idle=1m"), Map.of());
        key = new Key(Origin.parse(server.origin("http")), server.address(), null);
        pool = new SharedPool(settings.maxTotal(), settings::forOrigin);
        ProvenEndpoint.of(pool, key);
        Logger log = (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (p, method, arguments) -> {
                    if (method.getName().equals("warn")) {
                        warnings.add(arguments[0] + " " + arguments[1]);
                    }
                    return null;
                });
        keeper = new Keeper(
                pool,
                settings::forOrigin,
                new FlightEvents(log),
                log,
                () -> {},
                new KeeperFaults(TimeUnit.SECONDS.toNanos(1)),
                new DescriptorBudget(LIMIT, many -> inUse.get() >= many));
        keeper.start();
    }

    @AfterEach
    void stop() throws IOException {
        keeper.stop(5_000);
        server.close();
    }

    private Snapshot read() {
        return pool.read(key.origin());
    }

    private void ask() {
        pool.abandoned(key.origin(), pool.miss(pool.take(key, true, null)));
        pool.coldConnected(key.origin(), TimeUnit.MILLISECONDS.toNanos(1), null);
    }

    @Test
    void allThatIsOpenIsATenthAtMost() {
        ask();
        Eventually.until("as many as there may be", () -> read().warm() == MOST);
        for (int i = 0; i < 20; i++) {
            ask();
        }
        Eventually.until("counted", () -> read().misses() + read().canaries() >= 20);
        Snapshot all = read();
        assertThat(all.target()).isGreaterThan(MOST);
        assertThat(all.opened()).isEqualTo(MOST);
    }

    @Test
    void whereTheProcessIsShortOfThemHalfIsClosedEachSecond() {
        ask();
        Eventually.until("as many as there may be", () -> read().warm() == MOST);
        inUse.set(80);
        Eventually.until("closed, step by step", () -> read().evicted().get("pressure") == MOST);
        assertThat(warnings).singleElement().asString().endsWith("80 % of this process's file descriptors are in use");
    }
}
