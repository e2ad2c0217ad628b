package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An Error within one connection ends that one, wherever it comes up; all adds up, and the rest goes on. */
class ErrorsTest {
    static Stream<Error> errors() {
        return Stream.of(
                new StackOverflowError(),
                new NoClassDefFoundError("some/Provider"),
                new AssertionError("of a provider"),
                new OutOfMemoryError("unable to create native thread: possibly out of memory or process/resource limits"
                        + " reached"));
    }

    /** The next step of this name fails, once. */
    private final AtomicReference<String> plan = new AtomicReference<>("");

    private Error error;

    private final PlannedTls tls = new PlannedTls() {
        private void step(String name) {
            if (plan.compareAndSet(name, "")) {
                throw error;
            }
        }

        @Override
        public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
            step("begin");
            return super.begin(channel, remote);
        }

        @Override
        public Wants advance() throws IOException {
            step("advance");
            return super.advance();
        }

        @Override
        public Liveness look(SocketChannel channel, LookBuffers scratch) {
            step(Thread.currentThread().getName().equals("prewarm-keeper") ? "look" : "last look");
            return super.look(channel, scratch);
        }

        @Override
        public void closeNotify(SocketChannel channel) throws IOException {
            step("closeNotify");
        }
    };

    /** How the connections ended that were never spoken on. */
    private final List<Integer> ends = new CopyOnWriteArrayList<>();

    private Warmer warmer(LocalServer server, String... properties) throws IOException {
        return Warmer.at(server.origin("https"), server.address(), tls, properties);
    }

    private LocalServer server() throws IOException {
        return LocalServer.plain(socket -> ends.add(socket.getInputStream().read()));
    }

    private void assertGoesOn(Warmer warmer) throws IOException {
        assertThat(warmer.runtime().snapshots().read().state())
                .as("nothing else was let go")
                .isEqualTo("open");
        warmer.demand();
        Eventually.until("stock again " + warmer, () -> warmer.read().warm() >= 2);
        warmer.takeWarm().channel().close();
        Warmer.assertAddsUp(warmer.read());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void inALookOfTheKeeper(Error planned) throws IOException {
        error = planned;
        try (LocalServer server = server();
                Warmer warmer = warmer(server, "prewarm.min", "2", "prewarm.idle", "1m")) {
            warmer.demand();
            Eventually.until("stock " + warmer, () -> warmer.read().warm() == 2);
            Eventually.until(
                    "accepted", () -> server.accepted().size() == warmer.read().opened());
            plan.set("look");
            server.accepted().get(0).getOutputStream().write('x');
            Eventually.until("evicted " + warmer, () -> warmer.evicted("pressure") == 1);
            Eventually.until("closed", () -> ends.contains(-1));
            assertThat(warmer.read().unused()).isEqualTo(1);
            assertGoesOn(warmer);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void inATakersLastLook(Error planned) throws IOException {
        error = planned;
        try (LocalServer server = server();
                Warmer warmer = warmer(server, "prewarm.min", "2", "prewarm.idle", "1m")) {
            warmer.demand();
            Eventually.until("stock " + warmer, () -> warmer.read().warm() == 2);
            plan.set("last look");
            Eventually.until("a last look", () -> {
                ConnectionAttempt attempt = warmer.attempt();
                return plan.get().isEmpty() && !attempt.isHit();
            });
            Eventually.until("closed", () -> ends.contains(-1));
            assertThat(warmer.evicted("pressure")).isEqualTo(1);
            assertGoesOn(warmer);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void inAHandshake(Error planned) throws IOException {
        error = planned;
        for (String step : List.of("begin", "advance")) {
            ends.clear();
            try (LocalServer server = server();
                    Warmer warmer = warmer(server, "prewarm.min", "2", "prewarm.idle", "1m")) {
                plan.set(step);
                warmer.demand();
                Eventually.until("failed " + warmer, () -> warmer.read().failed() == 1);
                Eventually.until("closed", () -> ends.contains(-1));
                assertGoesOn(warmer);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void inAGoodbye(Error planned) throws IOException {
        error = planned;
        for (String step : List.of("look", "closeNotify")) {
            ends.clear();
            try (LocalServer server = server();
                    Warmer warmer = warmer(server, "prewarm.min", "2", "prewarm.idle", "300ms")) {
                plan.set(step);
                warmer.demand();
                Eventually.until("closed " + warmer, () -> warmer.evicted("idle") > 1 && ends.size() > 1);
                assertThat(ends).containsOnly(-1);
                assertThat(plan.get()).isEmpty();
                assertGoesOn(warmer);
            }
        }
    }
}
