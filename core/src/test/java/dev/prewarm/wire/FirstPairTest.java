package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** Where nobody has seen yet that two connections stand together; the other tests begin with a {@link ProvenEndpoint}. */
class FirstPairTest {
    private static ConnectionAttempt attempt(PrewarmRuntime runtime, LocalServer server, Repetition repetition) {
        Prewarm prewarm = runtime.prewarm();
        return prewarm.take(prewarm.target(Origin.parse(server.origin("http"))), server.address(), null, repetition);
    }

    @Test
    void oneRequestHasTwoOpenedAndOnceBothHaveStoodAnyRequestIsGivenOne() throws IOException {
        try (LocalServer server =
                LocalServer.plain(socket -> socket.getInputStream().read())) {
            PrewarmRuntime runtime = new PrewarmRuntime(
                    Settings.read(
                            null,
                            Map.of("prewarm.origins", server.origin("http") + ";idle=1m;non-idempotent=warm"),
                            Map.of()),
                    NOPLogger.NOP_LOGGER,
                    () -> false);
            runtime.start();
            try {
                ConnectionAttempt first = attempt(runtime, server, Repetition.HARMLESS);
                runtime.prewarm().connected(first);
                runtime.prewarm().answered(first, 200, true, null);
                Eventually.until("a pair", () -> runtime.snapshots().read().warm() == 2);
                assertThat(runtime.snapshots().read().opened()).isEqualTo(2);
                Eventually.until("a hit", () -> {
                    ConnectionAttempt next = attempt(runtime, server, Repetition.NONE);
                    runtime.prewarm().connected(next);
                    runtime.prewarm().abandoned(next);
                    return next.isHit();
                });
            } finally {
                runtime.stop(5_000);
            }
        }
    }
}
