package dev.prewarm.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WatchedRequestTest {
    /** A millisecond each: longer than what it has planned just after a start. */
    private static final int LOOKS = 700;

    /** Its handshake may wait for that very connection, so that nothing else wakes the keeper meanwhile. */
    @Test
    void whatMayDelayARequestIsLetGoThoughItsRecipeIsNotKnownYet() throws IOException {
        assertLetGoBeside(Warmer::takeUnidentified);
    }

    @Test
    void whatMayDelayARetryIsLetGo() throws IOException {
        assertLetGoBeside(Warmer::cold);
    }

    private static void assertLetGoBeside(Consumer<Warmer> request) throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server, "prewarm.idle", "1m", "prewarm.max", "1")
                        .warmUp()) {
            keeperHasNothingToDo();
            request.accept(warmer);

            Eventually.until("it is let go " + warmer, () -> warmer.evicted("harm") > 0);
        }
    }

    private static void keeperHasNothingToDo() {
        int[] looks = new int[1];
        Eventually.until("the keeper sleeps", () -> {
            looks[0] = isKeeperAsleep() ? looks[0] + 1 : 0;
            return looks[0] > LOOKS;
        });
    }

    private static boolean isKeeperAsleep() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("prewarm-keeper"))
                .allMatch(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("doSelect")));
    }
}
