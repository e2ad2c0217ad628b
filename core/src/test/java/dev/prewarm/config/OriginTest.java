package dev.prewarm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://legacy.example.com, https://legacy.example.com:443",
        "http://legacy.example.com, http://legacy.example.com:80",
        "http://a:8080, http://a:8080",
        "'  HTTPS://A.Example.COM:0443 ', https://a.example.com:443",
        "https://my_service, https://my_service:443",
        "https://a.example.com., https://a.example.com:443",
        "https://a/, https://a:443",
        "https://a:1/, https://a:1",
        "http://[::1]/, http://[::1]:80",
        "https://B\u00dcCHER.example, https://xn--bcher-kva.example:443",
        "https://a\u3002b, https://a.b:443",
        "http://127.1, http://127.0.0.1:80",
        "http://10.0.0.1:1, http://10.0.0.1:1",
        "http://a:65535, http://a:65535",
        "https://[::1], https://[::1]:443",
        "https://[0:0:0:0:0:0:0:1]:8443, https://[::1]:8443",
        "https://[2001:DB8:0:0:1:0:0:1], https://[2001:db8::1:0:0:1]:443",
        "https://[fe80::1%eth0], https://[fe80::1]:443",
        "https://[::ffff:192.0.2.1], https://192.0.2.1:443",
    })
    void readsWhatAUserWrites(String text, String canonical) {
        assertThat(Origin.parse(text)).hasToString(canonical);
        assertThat(Origin.parse(canonical)).isEqualTo(Origin.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, does not start with http:// or https://",
        "'', does not start with http",
        "ftp://a, neither http nor https",
        "://a, neither http nor https",
        "https://, no host",
        "https://:443, no host",
        "https://a//, a path",
        "https://a/b, a path",
        "'https://a\\b', a path",
        "https://u@a, user info",
        "https://a?b, a query",
        "https://a#b, a fragment",
        "https://a:, port",
        "https://a:0, port",
        "https://a:65536, port",
        "https://a:99999999999999999999, port",
        "https://a:-1, port",
        "https://a:x, port",
        "https://::1, needs brackets",
        "https://[], no IPv6 address",
        "https://[::1, no IPv6 address",
        "https://[a.b], no IPv6 address",
        "https://[1.2.3.4], no IPv6 address",
        "https://[1::2::3], no IPv6 address",
        "https://[::1]x, port",
        "https://a b, character",
        "https://a%41, character",
        "https://a..b, empty label",
        "https://.a, empty label",
        "https://stra\u00dfe.example, xn--",
        "https://010.0.0.1, IPv4",
        "https://1.2.3.4.5, IPv4",
        "https://*.example.com, whole labels",
    })
    void saysWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> Origin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("'" + (text.contains("@") ? "https://***@a" : text) + "'");
    }

    @Test
    void refusesWhatDnsCouldNotHold() {
        assertThatThrownBy(() -> Origin.parse("https://" + "a.".repeat(128)))
                .hasMessageContaining("longer than")
                .hasMessageNotContaining("a.".repeat(101));
    }

    @Test
    void neverRepeatsAPassword() {
        assertThatThrownBy(() -> Origin.parse("https://joe:secret@a")).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "true, A.Example.com, 443, https://a.example.com",
        "false, a.example.com, 80, http://a.example.com",
        "false, a.example.com, -1, http://a.example.com",
        "true, ::1, 443, https://[::1]",
        "true, [::1], 8443, https://[::1]:8443",
        "true, [0:0::0:1%lo], 443, https://[::1]",
        "true, FE80::1%3, 443, https://[fe80::1]",
        "true, ::ffff:1.2.3.4, 443, https://1.2.3.4",
        "true, a.example.com., 443, https://a.example.com",
        "true, a.example.com, 443, https://a.example.com.",
        "true, B\u00fccher.example, 443, https://xn--bcher-kva.example",
        "true, 127.1, 443, https://127.0.0.1",
    })
    void meetsTheClientsSpelling(boolean tls, String host, int port, String named) {
        Origin seen = Origin.of(tls, host, port);

        assertThat(seen).isEqualTo(Origin.parse(named)).hasSameHashCodeAs(Origin.parse(named));
        assertThat(seen).hasToString(Origin.parse(named).toString());
    }

    @Test
    void differsByEachOfSchemeHostAndPort() {
        Origin origin = Origin.of(true, "a", 443);

        assertThat(origin)
                .isNotEqualTo(Origin.of(false, "a", 443))
                .isNotEqualTo(Origin.of(true, "b", 443))
                .isNotEqualTo(Origin.of(true, "a", 444))
                .isNotEqualTo(null);
    }

    @Test
    void hasItsParts() {
        Origin origin = Origin.parse("http://[::1]:81");

        assertThat(origin.scheme()).isEqualTo("http");
        assertThat(origin.host()).isEqualTo("::1");
        assertThat(origin.port()).isEqualTo(81);
        assertThat(origin.isTls()).isFalse();
        assertThat(Origin.parse("https://a").isTls()).isTrue();
    }

    @Test
    void keepsALowerCaseHostAsTheSameObject() {
        String host = new String("a.example.com");

        assertThat(Origin.of(true, host, 443).host()).isSameAs(host);
    }

    /** In Turkish a small I has no dot. */
    @Test
    void lowersTheSameWayEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(Origin.of(true, "IDLE", 443).host()).isEqualTo("idle");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:80", "[localhost:80]", "zz::1", "::1::", ":", "1:2", "localhost", "127.0.0.1"})
    void takesNothingButALiteralForOne(String host) {
        assertThat(Ipv6.canonical(host)).isNull();
        assertThat(Origin.of(true, host, 443).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "1:0:0:4:0:0:0:8, 1:0:0:4::8",
        "1:0:0:4:5:0:0:8, 1::4:5:0:0:8",
        "0001:0DB8::A, 1:db8::a",
    })
    void shortensIpv6AsRfc5952(String literal, String canonical) {
        assertThat(Ipv6.canonical(literal)).isEqualTo(canonical);
    }
}
