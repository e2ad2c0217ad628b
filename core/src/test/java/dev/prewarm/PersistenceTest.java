package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PersistenceTest {
    @Test
    void http11ClosesIfItSaysSo() {
        assertThat(Persistence.closes(false, null)).isFalse();
        assertThat(Persistence.closes(false, List.of())).isFalse();
        assertThat(Persistence.closes(false, List.of("keep-alive"))).isFalse();
        assertThat(Persistence.closes(false, List.of("close"))).isTrue();
        assertThat(Persistence.closes(false, List.of("Close"))).isTrue();
        assertThat(Persistence.closes(false, List.of("upgrade, \tCLOSE ,x"))).isTrue();
        assertThat(Persistence.closes(false, List.of("x-foo", "close"))).isTrue();
        assertThat(Persistence.closes(false, List.of("closed", "not close", ",")))
                .isFalse();
    }

    @Test
    void http10ClosesUnlessItSaysOtherwise() {
        assertThat(Persistence.closes(true, null)).isTrue();
        assertThat(Persistence.closes(true, List.of("Keep-Alive"))).isFalse();
        assertThat(Persistence.closes(true, List.of("keep-alive, close"))).isTrue();
    }
}
