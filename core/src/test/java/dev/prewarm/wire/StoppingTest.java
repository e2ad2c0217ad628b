package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class StoppingTest {
    /** How each connection ended, as the server saw it. */
    private final List<String> ends = new CopyOnWriteArrayList<>();

    private final LocalServer.Handler watching =
            watching(socket -> socket.getInputStream().read() < 0 ? "FIN" : "data");

    private interface Watch {
        String end(Socket socket) throws IOException;
    }

    private LocalServer.Handler watching(Watch watch) {
        return socket -> {
            try {
                ends.add(watch.end(socket));
            } catch (IOException e) {
                ends.add(e.toString());
            } finally {
                socket.close();
            }
        };
    }

    private LocalServer tls(String protocol) throws IOException {
        return LocalServer.plain(watching(socket -> TlsEnd.of(socket, protocol)));
    }

    /** Of a client that does its TLS with an engine, or with a socket. */
    private static Warmer warmer(LocalServer server, boolean socket, String... properties) throws IOException {
        SSLContext context = LocalCertificates.trusting();
        int port = server.address().getPort();
        Recipe recipe = new TlsRecipe(context, "127.0.0.1", port, Warmer.verifying());
        if (socket) {
            try (SSLSocket own = (SSLSocket) context.getSocketFactory().createSocket()) {
                recipe = SocketRecipe.of(own, context, "127.0.0.1", port, true);
            }
        }
        return Warmer.at(server.origin("https"), server.address(), recipe, properties);
    }

    @Test
    void allThatIsParkedEndsWithFin() throws IOException {
        try (LocalServer server = LocalServer.plain(watching)) {
            stopTen(Warmer.plain(server, "prewarm.min", "10"), "FIN");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.2, true", "TLSv1.3, false", "TLSv1.3, true"})
    void allThatIsParkedEndsWithCloseNotify(String protocol, boolean socket) throws IOException {
        try (LocalServer server = tls(protocol)) {
            stopTen(warmer(server, socket, "prewarm.min", "10"), "close_notify, FIN");
        }
    }

    private void stopTen(Warmer warmer, String end) {
        warmer.demand();
        Eventually.until("ten are parked " + warmer, () -> warmer.read().warm() == 10);
        warmer.stop();
        assertThat(warmer.evicted("shutdown")).isEqualTo(10);
        assertThat(warmer.read().warm() + warmer.read().opening()).isZero();
        // Also what is not accepted yet. One more where the second request was quick enough to be a hit.
        Eventually.until("each has ended", () -> ends.size() == warmer.read().opened());
        assertThat(ends).containsOnly(end);
        assertThat(warmer.take()).isNull();
        Warmer.assertAddsUp(warmer.read());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.2, true", "TLSv1.3, false", "TLSv1.3, true"})
    void whatIsEvictedWhileIdleEndsWithCloseNotify(String protocol, boolean socket) throws IOException {
        try (LocalServer server = tls(protocol);
                Warmer warmer = warmer(server, socket, "prewarm.idle", "300ms")) {
            warmer.demand();
            Eventually.until("evicted", () -> warmer.evicted("idle") > 0 && !ends.isEmpty());
            assertThat(ends).containsOnly("close_notify, FIN");
        }
    }

    @Test
    @Timeout(60)
    void withNothingParkedThereIsNothingToWaitFor() throws IOException {
        try (LocalServer server = LocalServer.plain(watching)) {
            Warmer warmer = Warmer.plain(server, "prewarm.min", "0");
            warmer.runtime().stop(600_000);
        }
    }

    @Test
    void whatAPeerHasSaidUnaskedIsReadLestItsConnectionEndsWithReset() throws IOException {
        AtomicInteger said = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        LocalServer.Handler talking = socket -> {
            socket.getOutputStream().write(new byte[5_000]);
            said.incrementAndGet();
            watching.handle(socket);
        };
        try (LocalServer server = LocalServer.plain(talking)) {
            Stuck stuck = new Stuck(server, stopped);
            Eventually.until("it has spoken", () -> said.get() > 0);
            stuck.keeper.stop(10);
            Eventually.until("each has ended", () -> ends.size() == 1);
            assertThat(ends).containsExactly("FIN");
        } finally {
            stopped.countDown();
        }
    }

    /** Whatever keeps it: the JVM's end does not wait, and what is parked ends with FIN. */
    @Test
    @Timeout(60)
    void aKeeperThatIsStuckIsNotWaitedFor() throws IOException {
        CountDownLatch testEnds = new CountDownLatch(1);
        try (LocalServer server = LocalServer.plain(watching)) {
            Stuck stuck = new Stuck(server, testEnds);
            stuck.keeper.stop(10);
            Eventually.until("it has ended", () -> ends.size() == 1);
            assertThat(ends).containsExactly("FIN");
            assertThat(testEnds.getCount()).isEqualTo(1);
        } finally {
            testEnds.countDown();
        }
    }

    @Test
    @Timeout(60)
    void aLockThatIsHeldIsNotWaitedFor() throws Exception {
        CountDownLatch testEnds = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        try (LocalServer server = LocalServer.plain(watching)) {
            Stuck stuck = new Stuck(server, testEnds);
            Thread holder = new Thread(() -> {
                stuck.lock.lock();
                held.countDown();
                try {
                    testEnds.await();
                } catch (InterruptedException e) {
                    // The test is over.
                } finally {
                    stuck.lock.unlock();
                }
            });
            holder.start();
            held.await();
            stuck.keeper.stop(10);
            assertThat(stuck.lock.isLocked()).isTrue();
            assertThat(ends).isEmpty();
            testEnds.countDown();
            Eventually.until("the keeper closes it when it can", () -> ends.size() == 1);
            assertThat(ends).containsExactly("FIN");
        } finally {
            testEnds.countDown();
        }
    }

    /** What is being opened goes, too, while its handshake is still going on in another thread, and the server says nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandshakeThatIsUnderWayIsGivenUp(boolean socket) throws IOException {
        try (LocalServer server = LocalServer.plain(accepted -> {
            accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
            ends.add("FIN");
        })) {
            Warmer warmer = warmer(server, socket, "prewarm.connect-timeout", "1h");
            warmer.demand();
            Eventually.until("one is being opened", () -> server.accepted().size() > 0);
            warmer.stop();
            assertThat(warmer.read().opening()).isZero();
            Eventually.until(
                    "each has ended", () -> ends.size() == server.accepted().size());
        }
    }

    /** A keeper that does nothing more as soon as one connection is parked, until it is let go. */
    private static final class Stuck {
        final RoomyLock lock = new RoomyLock();
        final SharedPool shared;
        final Keeper keeper;

        Stuck(LocalServer server, CountDownLatch until) throws IOException {
            Settings settings = Settings.read(null, Map.of("prewarm.origins", server.origin("http")), Map.of());
            Pool<WarmConnection> pool = new Pool<>(1, settings::forOrigin, new Random());
            Origin origin = Origin.parse(server.origin("http"));
            Key key = new Key(origin, server.address(), null);
            CountDownLatch parked = new CountDownLatch(1);
            shared = new SharedPool(pool, lock);
            keeper = new Keeper(
                    shared, settings::forOrigin, new FlightEvents(NOPLogger.NOP_LOGGER), NOPLogger.NOP_LOGGER, () -> {
                        if (warm(pool, origin) > 0 && until.getCount() > 0) {
                            parked.countDown();
                            await(until);
                        }
                    });
            keeper.start();
            lock.lock();
            try {
                ProvenEndpoint.of(pool, key);
                for (int i = 0; i < 2; i++) {
                    pool.take(Clock.now(), Clock.wallNanos(), key, true);
                    pool.coldConnected(Clock.now(), origin, TimeUnit.MILLISECONDS.toNanos(1), null);
                }
            } finally {
                lock.unlock();
            }
            shared.wakeKeeper();
            await(parked);
        }

        private int warm(Pool<WarmConnection> pool, Origin origin) {
            lock.lock();
            try {
                Snapshot snapshot = pool.read(Clock.now(), origin);
                return snapshot == null ? 0 : snapshot.warm();
            } finally {
                lock.unlock();
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("never happened");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void theKeeperDoesNotStayInterrupted() throws IOException {
        Set<Thread> before = keepers();
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server)) {
            Set<Thread> added = keepers();
            added.removeAll(before);
            Thread keeper = added.iterator().next();
            keeper.interrupt();
            Eventually.until("the interrupt is forgotten", () -> !keeper.isInterrupted());
            warmer.warmUp();
            assertThat(warmer.takeWarm()).isNotNull();
        }
    }

    private static Set<Thread> keepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("prewarm-keeper"))
                .collect(Collectors.toSet());
    }
}
