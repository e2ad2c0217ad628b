package dev.prewarm.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Duration LENGTH = Duration.ofSeconds(100);

    @Test
    void areAtTheRateAscendingAndInTime() {
        long[] arrivals = Arrivals.poisson(20, LENGTH);

        assertThat(arrivals.length).isCloseTo(2_000, within(200));
        assertThat(arrivals).isSorted();
        assertThat(arrivals[0]).isNotNegative();
        assertThat(arrivals[arrivals.length - 1]).isLessThan(LENGTH.toNanos());
    }

    @Test
    void areTheSameInBothRuns() {
        assertThat(Arrivals.poisson(20, LENGTH)).isEqualTo(Arrivals.poisson(20, LENGTH));
    }
}
