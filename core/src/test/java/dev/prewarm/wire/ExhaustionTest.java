package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ExhaustionTest {
    @Test
    void wantOfDescriptorsOrPortsIsTheMachines() {
        assertThat(Exhaustion.behind(new SocketException("Too many open files")))
                .isEqualTo(Exhaustion.DESCRIPTORS);
        assertThat(Exhaustion.behind(new IOException("Too many open files in system")))
                .isEqualTo(Exhaustion.DESCRIPTORS);
        assertThat(Exhaustion.behind(new ConnectException("Cannot assign requested address")))
                .isEqualTo(Exhaustion.PORTS);
    }

    @Test
    void anythingElseIsTheUpstreams() {
        assertThat(Exhaustion.behind(new ConnectException("Connection refused")))
                .isEqualTo(Exhaustion.NONE);
        assertThat(Exhaustion.behind(new IOException())).isEqualTo(Exhaustion.NONE);
    }
}
