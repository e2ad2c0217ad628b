package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.agent.jdk.Attempt.Secure;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private final InetSocketAddress address = InetSocketAddress.createUnresolved("a.example", 443);
    private final Attempt attempt = new Attempt(false, true);

    @Test
    void aTlsConnectionIsForTheNextTcpConnectionToItsAddress() {
        Secure secure = new Secure(address, null, null);
        attempt.begins(secure);
        assertThat(attempt.takeSecure(address)).isSameAs(secure);
        assertThat(attempt.takeSecure(address)).isNull();
    }

    @Test
    void butNotForOneToAnother() {
        attempt.begins(new Secure(address, null, null));
        assertThat(attempt.takeSecure(InetSocketAddress.createUnresolved("a.example", 443)))
                .isNull();
        assertThat(attempt.takeSecure(address)).isNull();
    }

    @Test
    void aTunnelIsTakenOnce() {
        assertThat(attempt.takeTunnel()).isFalse();
        attempt.beginsTunnel();
        assertThat(attempt.takeTunnel()).isTrue();
        assertThat(attempt.takeTunnel()).isFalse();
    }
}
