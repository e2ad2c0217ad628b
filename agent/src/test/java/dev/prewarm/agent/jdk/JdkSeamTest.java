package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** With no pool to draw on; integration tests show the rest. */
class JdkSeamTest {
    private final InetSocketAddress address = InetSocketAddress.createUnresolved("a.example", 443);

    @Test
    void withoutAPoolAllIsTheClientsOwn() throws Exception {
        JdkSeam.attemptBegins(this, new AtomicInteger(), null, "GET", null);
        JdkSeam.tunnel();
        SSLEngine own = SSLContext.getDefault().createSSLEngine();
        assertThat(JdkSeam.engine(this, address, own, new SSLParameters(), SSLContext.getDefault()))
                .isSameAs(own);
        try (SocketChannel channel = JdkSeam.open(this, address, null)) {
            assertThat(channel.isConnected()).isFalse();
            JdkSeam.connected(channel);
            JdkSeam.idleEnded(channel);
            JdkSeam.kept(channel);
            JdkSeam.answered("HTTP/1.1 200 OK", Map.of(), channel, "GET");
            assertThat(JdkSeam.failed(this, new Exception(), channel, null, false))
                    .isFalse();
            JdkSeam.over(this, new Exception(), false, new AtomicReference<>());
        }
        JdkSeam.attemptEnds();
    }
}
