package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusFiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "4180, 4.1 s",
        "59999, 59.9 s",
        "60000, 1 min",
        "182000, 3 min 2 s",
        "18720000, 5 h 12 min",
        "86400000, 1 d",
        "273600000, 3 d 4 h",
        "90000000000, '1,041 d 16 h'"
    })
    void spansHaveTwoUnitsAtMost(long millis, String text) {
        assertThat(StatusFigures.span(millis)).isEqualTo(text);
    }

    @Test
    void countsAreGroupedAndAgreeWithTheirWord() {
        assertThat(StatusFigures.count(1234567, "hit", "hits")).isEqualTo("1,234,567 hits");
        assertThat(StatusFigures.count(1, "hit", "hits")).isEqualTo("1 hit");
        assertThat(StatusFigures.count(0, "hit", "hits")).isEqualTo("0 hits");
    }

    @Test
    void onlyAllIsAHundredPercent() {
        assertThat(StatusFigures.percent(99_999, 100_000)).isEqualTo("99.9 %");
        assertThat(StatusFigures.percent(100_000, 100_000)).isEqualTo("100.0 %");
        assertThat(StatusFigures.percent(0, 3)).isEqualTo("0.0 %");
    }
}
