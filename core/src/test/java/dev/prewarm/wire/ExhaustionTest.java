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

    @Test
    void wantOfThreadsIsNotWantOfMemory() {
        assertThat(Exhaustion.behind(new OutOfMemoryError("unable to create native thread: possibly out of memory or"
                        + " process/resource limits reached")))
                .isEqualTo(Exhaustion.THREADS);
        assertThat(Exhaustion.behind(new OutOfMemoryError("Java heap space"))).isEqualTo(Exhaustion.MEMORY);
        assertThat(Exhaustion.behind(new OutOfMemoryError())).isEqualTo(Exhaustion.MEMORY);
        assertThat(Exhaustion.behind(new StackOverflowError())).isEqualTo(Exhaustion.NONE);
    }
}
