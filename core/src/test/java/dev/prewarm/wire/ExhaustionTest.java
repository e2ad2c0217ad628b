package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ExhaustionTest {
    @Test
    void wantOfDescriptorsOrPortsIsTheMachines() {
        assertThat(Exhaustion.isBehind(new SocketException("Too many open files")))
                .isTrue();
        assertThat(Exhaustion.isBehind(new IOException("Too many open files in system")))
                .isTrue();
        assertThat(Exhaustion.isBehind(new ConnectException("Cannot assign requested address")))
                .isTrue();
    }

    @Test
    void anythingElseIsTheUpstreams() {
        assertThat(Exhaustion.isBehind(new ConnectException("Connection refused")))
                .isFalse();
        assertThat(Exhaustion.isBehind(new IOException())).isFalse();
    }
}
