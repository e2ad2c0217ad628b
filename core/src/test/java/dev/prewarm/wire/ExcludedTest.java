package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** An origin that is none of our business by its user's word. */
class ExcludedTest {
    private static final String ORIGIN = "http://127.0.0.1:8080";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(LocalServer.loopback(), 8080);

    @Test
    void itIsLeftAloneAndSeenToBe() throws IOException {
        try (Warmer warmer = Warmer.at(ORIGIN, ADDRESS, null, "prewarm.exclude", ORIGIN)) {
            assertThat(warmer.read()).isNull();
            assertThat(warmer.attempt()).isNull();

            assertThat(warmer.read().state()).isEqualTo("excluded");
            assertThat(warmer.read().reason()).contains("prewarm.exclude");
            assertThat(warmer.read().opened()).isZero();
        }
    }
}
