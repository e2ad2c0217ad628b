package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void whatIsIdempotentMayBeRisked(String method) {
        assertThat(Repetition.of(method, true).mayBeRisked()).isTrue();
        assertThat(Repetition.of(method, true).isDone()).isTrue();
    }

    /** As java.net.http can be told to. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "BREW"})
    void whatIsRepeatedAllTheSameMayNot(String method) {
        assertThat(Repetition.of(method, true).mayBeRisked()).isFalse();
        assertThat(Repetition.of(method, true).isDone()).isTrue();
    }

    @Test
    void whatIsNotRepeatedMayNotEither() {
        assertThat(Repetition.of("GET", false).mayBeRisked()).isFalse();
        assertThat(Repetition.of("GET", false).isDone()).isFalse();
    }

    @Test
    void anInterceptorCanOnlyTakeAway() {
        assertThat(Repetition.HARMLESS.orLess(Repetition.RISKY)).isEqualTo(Repetition.RISKY);
        assertThat(Repetition.NONE.orLess(Repetition.HARMLESS)).isEqualTo(Repetition.NONE);
    }
}
