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
    void anAnswerWithoutALengthEndsWithItsConnection() {
        assertThat(Persistence.isEndedByClose("GET", 200, false, null)).isTrue();
        assertThat(Persistence.isEndedByClose("POST", 404, false, List.of())).isTrue();
        assertThat(Persistence.isEndedByClose("GET", 200, true, null)).isFalse();
        assertThat(Persistence.isEndedByClose("GET", 200, false, List.of("gzip, Chunked ")))
                .isFalse();
        assertThat(Persistence.isEndedByClose("GET", 200, false, List.of("gzip", "chunked")))
                .isFalse();
        // The coding counts, and not the length beside it.
        assertThat(Persistence.isEndedByClose("GET", 200, true, List.of("chunked, gzip")))
                .isTrue();
    }

    @Test
    void whatHasNoBodyEndsWithItsHead() {
        assertThat(Persistence.isEndedByClose("HEAD", 200, false, null)).isFalse();
        assertThat(Persistence.isEndedByClose("GET", 103, false, null)).isFalse();
        assertThat(Persistence.isEndedByClose("GET", 204, false, null)).isFalse();
        assertThat(Persistence.isEndedByClose("GET", 304, false, null)).isFalse();
        assertThat(Persistence.isEndedByClose("CONNECT", 200, false, null)).isFalse();
        assertThat(Persistence.isEndedByClose("CONNECT", 407, false, null)).isTrue();
    }

    @Test
    void http10ClosesUnlessItSaysOtherwise() {
        assertThat(Persistence.closes(true, null)).isTrue();
        assertThat(Persistence.closes(true, List.of("Keep-Alive"))).isFalse();
        assertThat(Persistence.closes(true, List.of("keep-alive, close"))).isTrue();
    }
}
