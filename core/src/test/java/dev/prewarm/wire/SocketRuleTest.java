package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a plain socket might connect in another way than a channel. A SocketImplFactory would stay set: integration tests have it. */
class SocketRuleTest {
    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
        System.clearProperty("socksProxyHost");
    }

    @Test
    void appliesByProperty() {
        assertThat(SocketRule.obstacle()).isNull();
        System.setProperty("socksProxyHost", "127.0.0.1");
        assertThat(SocketRule.obstacle()).contains("SOCKS");
    }

    @Test
    void appliesByTheApplicationsSelectorWhichIsNotAsked() {
        ProxySelector.setDefault(new Unasked());
        assertThat(SocketRule.obstacle()).contains("ProxySelector");
        ProxySelector.setDefault(null);
        assertThat(SocketRule.obstacle()).isNull();
    }

    /** Whatever is parked by then is closed, and nothing is opened instead. */
    @Test
    void whatIsParkedIsGivenUp() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server, "prewarm.min", "2").warmUp()) {
            assertThat(warmer.leadsElsewhere()).isFalse();
            System.setProperty("socksProxyHost", "127.0.0.1");
            assertThat(warmer.leadsElsewhere()).isTrue();
            System.clearProperty("socksProxyHost");
            assertThat(warmer.attempt().isHit()).as("from then on").isFalse();
            Eventually.until(
                    "nothing is held " + warmer,
                    () -> warmer.read().warm() + warmer.read().opening() == 0);
            assertThat(warmer.read().state()).isEqualTo("off");
            assertThat(warmer.read().reason()).contains("SOCKS");
            Warmer.assertAddsUp(warmer.read());
        }
    }

    private static final class Unasked extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            throw new AssertionError("asked for " + uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
