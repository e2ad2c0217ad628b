package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockBarTest {
    @ParameterizedTest
    @CsvSource({
        "4, 4, ###### 4/4",
        "0, 4, ...... 0/4",
        "1, 64, #..... 1/64",
        "63, 64, #####. 63/64",
        "2, 4, ###... 2/4",
        "3, 0, ###### 3/0",
        "1, 1, ###### 1/1"
    })
    void onlyAllIsFullAndOnlyNothingIsEmpty(long warm, long target, String bar) {
        assertThat(StockBar.of(warm, target, false)).isEqualTo(bar);
    }

    @Test
    void nothingWantedIsNoBar() {
        assertThat(StockBar.of(0, 0, true)).isEmpty();
    }

    @Test
    void hasBlocksWhereTheyCanBeShown() {
        assertThat(StockBar.of(2, 4, true)).isEqualTo("\u2588\u2588\u2588\u2591\u2591\u2591 2/4");
    }
}
