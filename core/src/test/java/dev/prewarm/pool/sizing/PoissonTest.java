package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTest {
    /** P(X >= k) by numeric integration of the gamma density: an Erlang of order k has come by time mean. */
    private static double byErlang(double mean, int k) {
        if (k == 0) {
            return 1;
        }
        double logFactorial = 0;
        for (int i = 2; i < k; i++) {
            logFactorial += Math.log(i);
        }
        int steps = 20_000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double x = mean * (i + 0.5) / steps;
            sum += Math.exp((k - 1) * Math.log(x) - x - logFactorial);
        }
        return sum * mean / steps;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 3, 20, 100, 499})
    void agreesWithAnIndependentFormula(double mean) {
        Poisson poisson = new Poisson(mean);
        int step = mean > 50 ? 17 : 1;
        for (int k = 0; k < mean + 5 * Math.sqrt(mean) + 5; k += step) {
            assertThat(poisson.atLeast(k)).as("k = %s", k).isCloseTo(byErlang(mean, k), within(1e-6));
        }
    }

    @Test
    void nothingIsExpectedOfNoDemand() {
        Poisson none = new Poisson(0);

        assertThat(none.atLeast(0)).isEqualTo(1);
        assertThat(none.atLeast(1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1094, 1", "1000, 1095, 0", "100000, 100948, 1", "100000, 100949, 0"})
    void isAStepThreeDeviationsOutForLargeMeans(double mean, int k, double expected) {
        assertThat(new Poisson(mean).atLeast(k)).isEqualTo(expected);
    }
}
