package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineHandshakeTest {
    /** Empty handshake records and warnings are passed over by the JDK's TLS, as many as come. */
    @ParameterizedTest
    @ValueSource(strings = {"16 03 03 00 00", "15 03 03 00 02 01 50"})
    @Timeout(60)
    void aPeerThatNeverStopsTalkingGetsItsTurnAndNoMore(String hex) throws IOException {
        byte[] record = bytes(hex);
        int turns = 5;
        for (int piece : new int[] {1, record.length, 3_000}) {
            int[] at = {0};
            ScriptedChannel channel = new ScriptedChannel(() -> {
                byte[] bytes = new byte[piece];
                for (int i = 0; i < piece; i++) {
                    bytes[i] = record[at[0]++ % record.length];
                }
                return bytes;
            });
            SSLEngine engine = LocalCertificates.trusting().createSSLEngine("127.0.0.1", 443);
            engine.setUseClientMode(true);
            EngineHandshake handshake = new EngineHandshake(engine, channel);
            try {
                for (int i = 0; i < turns; i++) {
                    assertThat(handshake.advance()).isEqualTo(Handshake.Wants.READ);
                }
            } catch (SSLException e) {
                // Newer JDKs end it for an empty record, and that is as good.
                assertThat(channel.bytesRead()).isLessThanOrEqualTo(16_384 * 2);
                continue;
            }
            assertThat(channel.bytesRead()).isBetween(turns * 16_384, turns * 16_384 * 2);
        }
    }

    private static byte[] bytes(String hex) {
        String[] each = hex.split(" ");
        byte[] bytes = new byte[each.length];
        for (int i = 0; i < each.length; i++) {
            bytes[i] = (byte) Integer.parseInt(each[i], 16);
        }
        return bytes;
    }
}
