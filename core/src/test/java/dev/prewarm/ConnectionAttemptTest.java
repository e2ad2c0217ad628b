package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.Key;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Warm ones are tested with the connections they stand for. */
class ConnectionAttemptTest {
    private final ConnectionAttempt cold = ConnectionAttempt.cold(
            new Key(Origin.parse("http://a.example"), new InetSocketAddress("127.0.0.1", 80), null), null, null);

    @Test
    void aColdConnectionIsReadyOnce() {
        assertThat(cold.claim()).isNull();
        assertThat(cold.becomesConnected()).isTrue();
        assertThat(cold.becomesConnected()).isFalse();
    }

    @Test
    void itIsAnsweredOnce() {
        assertThat(cold.becomesAnswered()).isTrue();
        assertThat(cold.becomesAnswered()).isFalse();
    }
}
