package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({"100,100", "1,40", "9999,160", "wide,80", "'',80", ",80"})
    void theWidthIsColumnsWithinReason(String columns, int width) {
        assertThat(Terminal.width(columns)).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"50,50", "0,24", "high,24", ",24"})
    void theHeightIsLines(String lines, int rows) {
        assertThat(Terminal.rows(lines)).isEqualTo(rows);
    }

    @Test
    void blocksNeedACharsetThatHasThem() {
        assertThat(Terminal.hasBlocks("UTF-8")).isTrue();
        assertThat(Terminal.hasBlocks("US-ASCII")).isFalse();
        assertThat(Terminal.hasBlocks("ISO-8859-1")).isFalse();
        assertThat(Terminal.hasBlocks("no such charset")).isFalse();
    }
}
