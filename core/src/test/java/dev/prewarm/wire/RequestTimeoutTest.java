package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Repetition;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a 408 is the answer to a request, or what the server had to say of the silence before it. */
class RequestTimeoutTest {
    private static final int REQUEST_TIMEOUT = 408;

    private LocalServer server;
    private Warmer warmer;

    @BeforeEach
    void park() throws IOException {
        server = LocalServer.plain(socket -> socket.getInputStream().read());
        warmer = Warmer.plain(server, "prewarm.non-idempotent", "warm").warmUp();
    }

    @AfterEach
    void close() throws Exception {
        warmer.close();
        server.close();
    }

    private boolean answered(ConnectionAttempt attempt, int status) {
        return warmer.prewarm().answered(attempt, status, true, null);
    }

    @Test
    void aRequestThatMayBeRepeatedIsNotAnsweredByIt() {
        ConnectionAttempt hit = warmer.hit(Repetition.HARMLESS);

        assertThat(answered(hit, REQUEST_TIMEOUT)).isFalse();
        assertThat(warmer.read().staleHits()).isEqualTo(1);
    }

    /** Its client sends it again, though it is not given any warm connection for that. */
    @Test
    void noneIsThatIsRepeatedAllTheSame() {
        assertThat(answered(warmer.hit(Repetition.RISKY), REQUEST_TIMEOUT)).isFalse();
    }

    @Test
    void itsEndIsCountedOnce() {
        ConnectionAttempt hit = warmer.hit(Repetition.HARMLESS);
        answered(hit, REQUEST_TIMEOUT);
        warmer.prewarm().died(hit);

        assertThat(warmer.read().staleHits()).isEqualTo(1);
    }

    @Test
    void anotherRequestIsAnsweredByItThoughTheConnectionHadEnded() {
        assertThat(answered(warmer.hit(Repetition.NONE), REQUEST_TIMEOUT)).isTrue();
        assertThat(warmer.read().staleHits()).isEqualTo(1);
    }

    @Test
    void onAConnectionOfTheClientsOwnItIsAnAnswer() {
        ConnectionAttempt cold = warmer.cold();

        assertThat(cold.isHit()).isFalse();
        assertThat(answered(cold, REQUEST_TIMEOUT)).isTrue();
        assertThat(warmer.read().staleHits()).isZero();
    }

    @Test
    void afterAnAnswerItIsAnAnswer() {
        ConnectionAttempt kept = warmer.hit(Repetition.HARMLESS);

        assertThat(answered(kept, 200)).isTrue();
        assertThat(answered(kept, REQUEST_TIMEOUT)).isTrue();
        assertThat(warmer.read().staleHits()).isZero();
    }

    @Test
    void whateverElseComesIsAnAnswer() {
        assertThat(answered(warmer.hit(Repetition.HARMLESS), 503)).isTrue();
        assertThat(warmer.read().staleHits()).isZero();
    }
}
