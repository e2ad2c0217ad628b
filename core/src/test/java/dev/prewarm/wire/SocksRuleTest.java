package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a plain socket might go through SOCKS, nothing is adopted. */
class SocksRuleTest {
    private static final InetSocketAddress ENDPOINT = new InetSocketAddress("127.0.0.1", 80);

    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
        System.clearProperty("socksProxyHost");
    }

    @Test
    void appliesByProperty() {
        assertThat(SocksRule.mightApply(ENDPOINT)).isFalse();
        System.setProperty("socksProxyHost", "127.0.0.1");
        assertThat(SocksRule.mightApply(ENDPOINT)).isTrue();
    }

    @Test
    void appliesByTheDefaultSelector() {
        ProxySelector.setDefault(new Selector(new Proxy(Proxy.Type.SOCKS, ENDPOINT)));
        assertThat(SocksRule.mightApply(ENDPOINT)).isTrue();
        ProxySelector.setDefault(new Selector(Proxy.NO_PROXY));
        assertThat(SocksRule.mightApply(ENDPOINT)).isFalse();
        ProxySelector.setDefault(null);
        assertThat(SocksRule.mightApply(ENDPOINT)).isFalse();
    }

    private static final class Selector extends ProxySelector {
        private final Proxy answer;

        Selector(Proxy answer) {
            this.answer = answer;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(answer);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
