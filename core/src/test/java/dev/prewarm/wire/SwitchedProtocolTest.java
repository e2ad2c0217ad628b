package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Repetition;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A 101: a web socket's, say. What follows is no HTTP, and tells nothing of how this server treats that. */
class SwitchedProtocolTest {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int MANY = 5;

    @Test
    void itsOriginIsWarmedOnAndTheRequestIsAnswered() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server).warmUp()) {
            for (int i = 0; i < MANY; i++) {
                ConnectionAttempt attempt = warmer.hit(Repetition.HARMLESS);
                assertThat(warmer.prewarm().answered(attempt, SWITCHING_PROTOCOLS, false, null))
                        .isTrue();
                warmer.prewarm().died(attempt);
            }
            assertThat(warmer.read().state()).isEqualTo("warming");
            assertThat(warmer.read().staleHits()).isZero();
        }
    }

    @Test
    void whatOnlyAnnouncesAnAnswerIsNone() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server).warmUp()) {
            ConnectionAttempt attempt = warmer.hit(Repetition.HARMLESS);
            assertThat(warmer.prewarm().answered(attempt, 103, false, null)).isTrue();
            warmer.prewarm().died(attempt);
            assertThat(warmer.read().staleHits()).isEqualTo(1);
        }
    }
}
