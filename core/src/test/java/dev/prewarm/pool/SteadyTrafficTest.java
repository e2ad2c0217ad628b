package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budgets for hits and waste, by counts in virtual time. */
class SteadyTrafficTest {
    private static void assertWithinBudget(SteadyTraffic traffic) {
        assertThat(traffic.hitRatio()).as("hits of %s", traffic).isGreaterThanOrEqualTo(0.995);
        assertThat(traffic.openedPerRequest()).as("opened of %s", traffic).isLessThanOrEqualTo(1.05);
    }

    @Test
    void twentyASecond() {
        assertWithinBudget(new SteadyTraffic(150).poisson(20, 60, 600));
    }

    /** Longer, because 600 requests are too few to tell 99.5 from 99.7 %. */
    @Test
    void oneASecond() {
        assertWithinBudget(new SteadyTraffic(150).poisson(1, 60, 6_000));
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "50, 2", "150, 2", "150, 5"})
    void otherRatesAndLeads(long leadMillis, double perSecond) {
        assertWithinBudget(new SteadyTraffic(leadMillis).poisson(perSecond, 60, 600));
    }

    /** As much is held as is wanted, once it has been tried: however few of it are parked at any one moment. */
    @ParameterizedTest
    @CsvSource({"5, 1", "50, 100", "100, 200", "150, 150"})
    void ratesAtAutoAfterAMinute(long leadMillis, double perSecond) {
        assertWithinBudget(
                SteadyTraffic.auto(leadMillis).poisson(perSecond, 60, (long) Math.max(60, 2_000 / perSecond)));
    }

    @ParameterizedTest
    @CsvSource({"5, 20", "50, 20", "150, 20", "5, 50", "50, 50", "150, 50"})
    void burstsEveryTwoSecondsAreAllHitsFromTheThirdOn(long leadMillis, int size) {
        SteadyTraffic traffic = new SteadyTraffic(leadMillis).burstsOf(size, 30);

        assertThat(traffic.requests()).isEqualTo(28 * size);
        assertThat(traffic.misses()).as("%s", traffic).isZero();
        assertThat(traffic.openedPerRequest()).isLessThanOrEqualTo(1.05);
    }
}
