package dev.prewarm.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote stays on its line of the log, and turns nothing around there. */
class TextTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff"})
    void aQuoteShowsNoCharacterThatBreaksOrReordersTheLine(String character) {
        assertThat(Text.quoted("a" + character + "b")).isEqualTo("'a?b'");
    }
}
