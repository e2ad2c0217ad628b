package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Repetition;
import dev.prewarm.agent.jdk.JdkRequestAttempt.Secure;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class JdkRequestAttemptTest {
    private final InetSocketAddress address = InetSocketAddress.createUnresolved("a.example", 443);
    private final JdkRequestAttempt request = new JdkRequestAttempt(this, false, Repetition.NONE);

    @Test
    void aTlsConnectionIsForTheNextTcpConnectionToItsAddress() {
        Secure secure = new Secure(address, null, null, null);
        request.begins(secure);
        assertThat(request.takeSecure(address)).isSameAs(secure);
        assertThat(request.takeSecure(address)).isNull();
    }

    @Test
    void butNotForOneToAnother() {
        request.begins(new Secure(address, null, null, null));
        assertThat(request.takeSecure(InetSocketAddress.createUnresolved("a.example", 443)))
                .isNull();
        assertThat(request.takeSecure(address)).isNull();
    }

    @Test
    void aTunnelIsTakenOnce() {
        assertThat(request.takeTunnel()).isFalse();
        request.beginsTunnel();
        assertThat(request.takeTunnel()).isTrue();
        assertThat(request.takeTunnel()).isFalse();
    }
}
