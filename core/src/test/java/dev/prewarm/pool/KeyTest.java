package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static final byte[] LINK_LOCAL = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @Test
    void tellsTheInterfacesOfALinkLocalAddressApart() throws UnknownHostException {
        assertThat(on(2)).isEqualTo(on(2)).hasSameHashCodeAs(on(2)).isNotEqualTo(on(3));
    }

    private static Key on(int scope) throws UnknownHostException {
        Inet6Address address = Inet6Address.getByAddress("printer", LINK_LOCAL, scope);
        return new Key(Origin.of(false, "printer", 80), new InetSocketAddress(address, 80), null);
    }
}
