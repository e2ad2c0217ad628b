package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenAnswerTest {
    @Test
    void hasACodeAndWords() {
        GivenAnswer answer = GivenAnswer.of("-123456 2 max can't be changed");
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.words()).isEqualTo("max can't be changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2", "1 x words"})
    void anythingElseIsNone(String property) {
        assertThatThrownBy(() -> GivenAnswer.of(property)).isInstanceOf(CommandFailure.class);
    }
}
