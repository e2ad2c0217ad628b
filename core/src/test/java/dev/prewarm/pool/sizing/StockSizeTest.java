package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A lead time of 50 ms, an idle limit of 8 s. */
class StockSizeTest {
    private static final double LEAD = 0.05;
    private static final double IDLE = 8;
    private static final int MAX = 64;

    private static int sure(double rate) {
        return StockSize.sureTarget(rate, LEAD, IDLE, MAX);
    }

    private static int target(double rate, int secondPeak) {
        return StockSize.target(rate, LEAD, IDLE, secondPeak, MAX);
    }

    /** P(at least one in 8 s) is above 99.9 % from 0.87/s on, above 90 % from 0.29/s on. */
    @Test
    void oneIsSureToBeUsedOnlyWhereTheNextRequestIs() {
        assertThat(target(0.3, 0)).isEqualTo(1);
        assertThat(sure(0.3)).isZero();
        assertThat(sure(0.86)).isZero();
        assertThat(sure(0.87)).isEqualTo(1);
    }

    @Test
    void whereAllAreSureToBeUsedItIsAsManyAsEver() {
        assertThat(sure(100)).isEqualTo(target(100, 0)).isGreaterThan(10);
    }

    @Test
    void noneIsSureWithoutDemandWhateverThePeaks() {
        assertThat(sure(0)).isZero();
        assertThat(target(0, 20)).isEqualTo(20);
    }

    @Test
    void noMoreThanTheCap() {
        assertThat(StockSize.sureTarget(1_000, LEAD, IDLE, 5)).isEqualTo(5);
        assertThat(StockSize.target(1_000, LEAD, IDLE, 0, 5)).isEqualTo(5);
        assertThat(StockSize.target(1, LEAD, IDLE, 20, 5)).isEqualTo(5);
    }
}
