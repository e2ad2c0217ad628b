package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ExhaustionTest {
    /** Systems say it in their users' languages. */
    @Test
    void whereThereIsNoSocketNorPortToBeHadThisMachineIsOutOfThem() {
        assertThat(Exhaustion.behind(new NoSocketException(new SocketException("Zu viele offene Dateien"))))
                .isEqualTo(Exhaustion.DESCRIPTORS);
        assertThat(Exhaustion.behind(new BindException("Die angeforderte Adresse kann nicht zugewiesen werden")))
                .isEqualTo(Exhaustion.PORTS);
    }

    @Test
    void allElseIsAboutTheUpstreamWhateverItSays() {
        assertThat(Exhaustion.behind(new ConnectException("Connection refused")))
                .isEqualTo(Exhaustion.NONE);
        assertThat(Exhaustion.behind(new SocketException("Too many open files")))
                .isEqualTo(Exhaustion.NONE);
        assertThat(Exhaustion.behind(new IOException())).isEqualTo(Exhaustion.NONE);
    }

    @Test
    void aMissingThreadIsNoMissingHeap() {
        assertThat(Exhaustion.behind(new OutOfMemoryError("unable to create native thread: possibly out of memory or"
                        + " process/resource limits reached")))
                .isEqualTo(Exhaustion.THREADS);
        assertThat(Exhaustion.behind(new OutOfMemoryError("Java heap space"))).isEqualTo(Exhaustion.MEMORY);
        assertThat(Exhaustion.behind(new OutOfMemoryError())).isEqualTo(Exhaustion.MEMORY);
        assertThat(Exhaustion.behind(new StackOverflowError())).isEqualTo(Exhaustion.NONE);
    }
}
