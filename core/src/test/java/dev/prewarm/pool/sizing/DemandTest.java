package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {
    private static final long T = SECONDS.toNanos(8);
    private static final long WINDOW = MILLISECONDS.toNanos(100);

    private final Demand demand = new Demand();

    private void burst(int size, long atMillis) {
        for (int i = 0; i < size; i++) {
            demand.record(MILLISECONDS.toNanos(atMillis));
        }
    }

    private void evenly(int perSecond, long fromMillis, long toMillis) {
        for (long at = fromMillis; at < toMillis; at += 1000 / perSecond) {
            demand.record(MILLISECONDS.toNanos(at));
        }
    }

    private double rateAt(long millis) {
        return demand.rate(MILLISECONDS.toNanos(millis));
    }

    private int secondPeakAt(long millis) {
        return demand.secondPeak(MILLISECONDS.toNanos(millis), WINDOW, T);
    }

    @Test
    void isNothingBeforeTheFirst() {
        assertThat(rateAt(0)).isZero();
        assertThat(secondPeakAt(0)).isZero();
        assertThat(demand.count(0, T)).isZero();
        assertThat(demand.within(0, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void rateIsTheMeanOfTenSeconds() {
        evenly(4, 0, 10_000);

        assertThat(rateAt(9_990)).isCloseTo(4, within(0.1));
    }

    @Test
    void rateGoesUpAtOnceLessTwoDeviations() {
        evenly(100, 0, 1_000);

        assertThat(rateAt(999)).isCloseTo(100 - 2 * 10, within(1.0));
    }

    @Test
    void rateComesDownSlowly() {
        evenly(100, 0, 10_000);

        assertThat(rateAt(12_000)).isCloseTo(80, within(1.0));
        assertThat(rateAt(15_000)).isCloseTo(50, within(1.0));
        assertThat(rateAt(20_100)).isZero();
    }

    @Test
    void aFewInASecondAreNoProofOfARate() {
        burst(3, 500);

        assertThat(rateAt(600)).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void aSinglePeakBuysNothing() {
        burst(20, 1_000);

        assertThat(secondPeakAt(1_010)).isZero();
        assertThat(secondPeakAt(4_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 90})
    void aPeakSpreadOverTheWindowIsStillOne(long spreadMillis) {
        for (int i = 0; i < 20; i++) {
            demand.record(MILLISECONDS.toNanos(1_020 + i * spreadMillis / 20));
        }

        assertThat(secondPeakAt(1_500)).isZero();
    }

    @Test
    void theSecondOfTwoPeaksCounts() {
        burst(20, 1_000);
        burst(15, 3_000);

        assertThat(secondPeakAt(3_010)).isEqualTo(15);
    }

    @Test
    void theSecondOfThreePeaksCounts() {
        burst(5, 1_000);
        burst(15, 3_000);
        burst(30, 5_000);

        assertThat(secondPeakAt(5_010)).isEqualTo(15);
    }

    @Test
    void aPeakBeforeTheSpanIsForgotten() {
        burst(20, 1_000);
        burst(20, 3_000);

        assertThat(secondPeakAt(8_900)).isEqualTo(20);
        assertThat(secondPeakAt(9_100)).isZero();
    }

    @Test
    void countsWithinASpan() {
        burst(3, 1_000);
        burst(4, 2_000);

        assertThat(demand.count(MILLISECONDS.toNanos(2_010), MILLISECONDS.toNanos(500)))
                .isEqualTo(4);
        assertThat(demand.count(MILLISECONDS.toNanos(2_010), SECONDS.toNanos(2)))
                .isEqualTo(7);
    }

    @Test
    void slotsAreReused() {
        evenly(20, 0, 200_000);

        assertThat(rateAt(199_999)).isCloseTo(20, within(0.2));
        assertThat(demand.count(MILLISECONDS.toNanos(199_999), SECONDS.toNanos(20)))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(longs = {25_700, 26_000, 60_000, 86_400_000, 31_536_000_000L})
    void nothingIsLeftAfterALongGap(long gapMillis) {
        evenly(50, 0, 1_000);
        long later = 1_000 + gapMillis;

        assertThat(rateAt(later)).isZero();
        assertThat(demand.count(MILLISECONDS.toNanos(later), Demand.HORIZON)).isZero();
        burst(2, later);
        assertThat(demand.count(MILLISECONDS.toNanos(later), Demand.HORIZON)).isEqualTo(2);
    }

    @Test
    void knowsTimesBeforeZero() {
        demand.record(-SECONDS.toNanos(3));
        demand.record(-1);

        assertThat(demand.count(0, SECONDS.toNanos(1))).isEqualTo(1);
        assertThat(demand.count(0, SECONDS.toNanos(4))).isEqualTo(2);
    }

    @Test
    void knowsWhenItWasLastAskedFor() {
        burst(1, 1_000);

        assertThat(demand.last()).isEqualTo(SECONDS.toNanos(1));
        assertThat(demand.within(SECONDS.toNanos(3), SECONDS.toNanos(2))).isTrue();
        assertThat(demand.within(SECONDS.toNanos(3) + 1, SECONDS.toNanos(2))).isFalse();
    }
}
