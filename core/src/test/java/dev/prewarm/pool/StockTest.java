package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.sizing.StockSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockTest {
    private static final int PLENTY = 1000;

    @Test
    void nothingIsHeldWithoutDemand() {
        assertThat(StockSize.target(0, 0.15, 8, 0, PLENTY)).isZero();
    }

    /** Worked out apart from the code: the largest k with P(X(rL) >= k - 1) > 0.1 % and P(X(rT) >= k) > 90 %. */
    @ParameterizedTest
    @CsvSource({
        "0.25, 0.15, 8, 0",
        "0.28, 0.15, 8, 0",
        "0.29, 0.15, 8, 1",
        "1, 0.005, 8, 2",
        "1, 0.05, 8, 3",
        "1, 0.15, 8, 3",
        "2, 0.15, 8, 4",
        "20, 0.005, 8, 3",
        "20, 0.05, 8, 6",
        "20, 0.15, 8, 11",
        "100, 0.15, 8, 29",
        "5, 0.15, 0.5, 1",
        "20, 0.15, 0.3, 3",
    })
    void isTheLargestThatIsMissedOftenEnoughAndUsedInTime(double rate, double lead, double idle, int expected) {
        assertThat(StockSize.target(rate, lead, idle, 0, PLENTY)).isEqualTo(expected);
    }

    @Test
    void aRepeatedPeakIsHeldWhateverTheRate() {
        assertThat(StockSize.target(0.1, 0.15, 8, 20, PLENTY)).isEqualTo(20);
        assertThat(StockSize.target(20, 0.15, 8, 4, PLENTY)).isEqualTo(11);
    }

    @Test
    void isNeverMoreThanMax() {
        assertThat(StockSize.target(20, 0.15, 8, 0, 7)).isEqualTo(7);
        assertThat(StockSize.target(0.1, 0.15, 8, 20, 7)).isEqualTo(7);
        assertThat(StockSize.target(100_000, 1, 8, 20, 7)).isEqualTo(7);
        assertThat(StockSize.target(20, 0.15, 8, 20, 0)).isZero();
    }

    @Test
    void growsWithRateAndLead() {
        int before = 0;
        for (int rate = 1; rate < 400; rate += 3) {
            int target = StockSize.target(rate, 0.15, 8, 0, PLENTY);
            assertThat(target).isGreaterThanOrEqualTo(before);
            assertThat(StockSize.target(rate, 0.3, 8, 0, PLENTY)).isGreaterThanOrEqualTo(target);
            before = target;
        }
    }
}
