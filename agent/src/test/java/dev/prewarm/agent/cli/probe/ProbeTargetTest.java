package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, http://example.com:80, /, example.com",
        "HTTPS://Example.COM/a?b=c#d, https://example.com:443, /a?b=c, example.com",
        "https://example.com:8443?q, https://example.com:8443, /?q, example.com:8443",
        "http://[::1]:8080/users/@me, http://[::1]:8080, /users/@me, [::1]:8080",
        "http://example.com:443/, http://example.com:443, /, example.com:443",
        "https://example.com:80/, https://example.com:80, /, example.com:80"
    })
    void isReadAsClientsDo(String url, String origin, String path, String authority) {
        ProbeTarget target = ProbeTarget.parse(url);
        assertThat(target.origin()).hasToString(origin);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:secret@example.com/",
                "https://user:sec/ret@example.com/",
                "https://user:?secret@example.com/",
                "https://user:#secret@example.com/",
                "user:secret@example.com",
                "https:user:secret@example.com",
                "ftp://user:secret@example.com/"
            })
    void userInfoIsRefusedAndNeverShown(String url) {
        assertThatThrownBy(() -> ProbeTarget.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user info")
                .hasMessageNotContaining("sec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/a b", "http://h/\u00fc", "http://h/a\r\nX: y", "http://h\\a", "http://h/\u0000"})
    void whatWouldBreakTheRequestIsRefused(String url) {
        assertThatThrownBy(() -> ProbeTarget.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherThanHttpIsRefused() {
        assertThatThrownBy(() -> ProbeTarget.parse("ftp://example.com/"))
                .hasMessageContaining("neither http nor https");
    }
}
