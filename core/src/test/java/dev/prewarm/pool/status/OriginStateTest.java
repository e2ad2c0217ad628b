package dev.prewarm.pool.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OriginStateTest {
    @ParameterizedTest
    @EnumSource
    void aLabelIsForProgramsAndAPhraseForPeople(OriginState state) {
        assertThat(state.label()).matches("[a-z]+(-[a-z]+)*");
        assertThat(state.phrase()).matches("(is|keeps)( [a-z]+)+");
        assertThat(OriginState.phraseOf(state.label())).isEqualTo(state.phrase());
    }
}
