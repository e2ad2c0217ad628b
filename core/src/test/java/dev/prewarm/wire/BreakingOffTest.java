package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is being opened makes way for a client's own connection, at whatever stage it is, and nobody complains. */
class BreakingOffTest {
    private static final String MADE_WAY = "it made way for a client's own connection";
    private static final int TIMES = 200;

    private final List<Object> said = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** One origin, of which nothing is known yet. */
    private final class Warming implements AutoCloseable {
        private final PrewarmRuntime runtime;
        private final Origin origin;
        private final InetSocketAddress address;
        private final Recipe recipe;

        Warming(String scheme, InetSocketAddress address) throws IOException {
            String name = scheme + "://127.0.0.1:" + address.getPort();
            this.origin = Origin.parse(name);
            this.address = address;
            this.recipe = origin.isTls()
                    ? new TlsRecipe(LocalCertificates.trusting(), "127.0.0.1", address.getPort(), Warmer.verifying())
                    : null;
            this.runtime = new PrewarmRuntime(
                    Settings.read(null, Map.of("prewarm.origins", name + ";connect-timeout=1m"), Map.of()),
                    log(),
                    () -> false);
            runtime.start();
        }

        void twoHaveStood() {
            ProvenEndpoint.ofTwo(runtime, new Key(origin, address, recipe));
        }

        ConnectionAttempt connect(Repetition repetition) throws IOException {
            Prewarm prewarm = runtime.prewarm();
            ConnectionAttempt attempt = prewarm.take(prewarm.target(origin), address, recipe, repetition);
            prewarm.connected(attempt);
            if (attempt.isHit()) {
                attempt.claim().channel().close();
            }
            return attempt;
        }

        void answer(ConnectionAttempt attempt) {
            runtime.prewarm().answered(attempt, 200, true, recipe == null ? null : Warmer.sessionShowing(null));
        }

        Snapshot read() {
            return runtime.snapshots().read(origin);
        }

        @Override
        public void close() {
            runtime.stop(5_000);
        }
    }

    private Logger log() {
        return (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (p, method, arguments) -> {
                    said.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                    if (method.getName().equals("warn") || method.getName().equals("error")) {
                        complaints.add(Arrays.deepToString(arguments));
                    }
                    return method.getReturnType() == boolean.class ? true : null;
                });
    }

    private int madeWay() {
        return Collections.frequency(said, MADE_WAY);
    }

    @Test
    void whileItsConnectIsNotAnswered() throws IOException {
        try (DeafServer server = new DeafServer();
                Warming warming = new Warming("http", server.address())) {
            warming.answer(warming.connect(Repetition.HARMLESS));
            Eventually.until("a pair", () -> warming.read().opening() == 2);
            warming.connect(Repetition.NONE);

            assertThat(warming.read().opening()).isZero();
            assertThat(warming.read().evicted().get("surplus")).isEqualTo(2);
            Eventually.until("both are broken off", () -> madeWay() == 2);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void whileItsHandshakeIsNotAnswered() throws IOException {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger greeted = new AtomicInteger();
        try (LocalServer server = LocalServer.plain(socket -> {
                    greeted.addAndGet(socket.getInputStream().read() >= 0 ? 1 : 0);
                    while (socket.getInputStream().read() >= 0) {
                        // Nothing is said.
                    }
                    ended.incrementAndGet();
                });
                Warming warming = new Warming("https", server.address())) {
            warming.twoHaveStood();
            warming.answer(warming.connect(Repetition.HARMLESS));
            warming.answer(warming.connect(Repetition.HARMLESS));
            Eventually.until("a handshake is under way", () -> greeted.get() > 0);
            warming.connect(Repetition.HARMLESS);
            warming.connect(Repetition.HARMLESS);

            Eventually.until("it is broken off", () -> madeWay() > 0);
            Eventually.until("its server has heard of it", () -> ended.get() > 0);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void whereverItIs() throws IOException, InterruptedException {
        try (LocalServer server = LocalServer.tls(
                        "TLSv1.3", socket -> socket.getInputStream().read());
                Warming warming = new Warming("https", server.address())) {
            warming.twoHaveStood();
            for (int i = 0; i < TIMES; i++) {
                ConnectionAttempt first = warming.connect(Repetition.HARMLESS);
                ConnectionAttempt second = warming.connect(Repetition.NONE);
                warming.answer(first);
                Thread.sleep(i % 7);
                ConnectionAttempt third = warming.connect(Repetition.NONE);
                warming.answer(second);
                warming.answer(third);
            }
            Eventually.until("none is under way", () -> warming.read().opening() == 0);

            assertThat(madeWay()).isPositive();
            Warmer.assertAddsUp(warming.read());
            assertThat(complaints).isEmpty();
        }
    }
}
