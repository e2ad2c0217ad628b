package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRequestTest {
    private static final ProbeTarget TARGET = ProbeTarget.parse("http://example.com:8080/a?b");

    @Test
    void saysWhatIsAskedAndNothingOfItsConnection() {
        assertThat(text("GET"))
                .isEqualTo("GET /a?b HTTP/1.1\r\nAccept: */*\r\nHost: example.com:8080\r\n"
                        + "User-Agent: prewarm-probe/1.2\r\n\r\n");
    }

    @Test
    void headersOfTheUserBeatOurs() {
        assertThat(text("HEAD", "host: other.example", "X-Key:  a: b "))
                .isEqualTo("HEAD /a?b HTTP/1.1\r\nAccept: */*\r\nHost: other.example\r\n"
                        + "User-Agent: prewarm-probe/1.2\r\nX-Key: a: b\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                ": secret",
                "a b: secret",
                "X: secret\r\nY: z",
                "X: secret\u0100",
                "Connection: secret",
                "transfer-encoding: secret",
                "Content-Length: secret"
            })
    void whatCanNotBeSentIsRefusedAndNotShown(String header) {
        assertThatThrownBy(() -> text("GET", header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private static String text(String method, String... headers) {
        return new String(
                new ProbeRequest(TARGET, method, List.of(headers), "1.2").bytes(), StandardCharsets.ISO_8859_1);
    }
}
