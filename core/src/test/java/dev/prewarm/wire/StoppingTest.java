package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingTest {
    /** How each connection ended, as the server saw it. */
    private final List<String> ends = new CopyOnWriteArrayList<>();

    private final LocalServer.Handler watching = socket -> {
        try {
            int read = socket.getInputStream().read();
            ends.add(read < 0 ? "EOF" : "data");
        } catch (IOException e) {
            ends.add(e.toString());
        } finally {
            socket.close();
        }
    };

    @Test
    void allThatIsParkedEndsWithFin() throws IOException {
        try (LocalServer server = LocalServer.plain(watching)) {
            stopTen(server, Warmer.plain(server, "prewarm.min", "10"));
        }
    }

    /** An SSLSocket reads EOF only after a close_notify. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void allThatIsParkedEndsWithCloseNotify(String protocol) throws IOException {
        try (LocalServer server = LocalServer.tls(protocol, watching)) {
            stopTen(server, Warmer.tls(server, TestCertificates.trusting(), "prewarm.min", "10"));
        }
    }

    private void stopTen(LocalServer server, Warmer warmer) {
        warmer.demand();
        Eventually.until("ten are parked " + warmer, () -> warmer.read().warm() == 10);
        warmer.stop();
        assertThat(warmer.evicted("shutdown")).isEqualTo(10);
        assertThat(warmer.read().warm() + warmer.read().opening()).isZero();
        // One more where the second request was quick enough to be a hit.
        Eventually.until(
                "each has ended", () -> ends.size() == server.accepted().size());
        assertThat(ends).containsOnly("EOF");
        assertThat(warmer.take()).isNull();
        Warmer.assertAddsUp(warmer.read());
    }

    @Test
    void whatIsEvictedWhileIdleEndsWithFin() throws IOException {
        try (LocalServer server = LocalServer.tls("TLSv1.3", watching);
                Warmer warmer = Warmer.tls(server, TestCertificates.trusting(), "prewarm.idle", "300ms")) {
            warmer.demand();
            Eventually.until("evicted", () -> warmer.evicted("idle") > 0 && !ends.isEmpty());
            assertThat(ends).containsOnly("EOF");
        }
    }

    @Test
    @Timeout(60)
    void withNothingParkedThereIsNothingToWaitFor() throws IOException {
        try (LocalServer server = LocalServer.plain(watching)) {
            Warmer warmer = Warmer.plain(server, "prewarm.min", "0");
            warmer.prewarm().stop(600_000);
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
