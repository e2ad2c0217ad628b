package dev.prewarm.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreOfTheNearestRank() {
        Latencies hundred = new Latencies(
                LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());

        assertThat(hundred.count()).isEqualTo(100);
        assertThat(hundred.percentile(0)).hasValue(1);
        assertThat(hundred.percentile(50)).hasValue(50);
        assertThat(hundred.percentile(99)).hasValue(99);
        assertThat(hundred.percentile(99.5)).hasValue(100);
        assertThat(hundred.max()).hasValue(100);
    }

    @Test
    void oneIsEveryPercentile() {
        Latencies one = new Latencies(new long[] {1_500_000});
        assertThat(one.percentile(1)).hasValue(1.5);
        assertThat(one.percentile(99)).hasValue(1.5);
    }

    @Test
    void noneHasNoPercentile() {
        Latencies none = new Latencies(new long[0]);
        assertThat(none.percentile(50)).isEmpty();
        assertThat(none.max()).isEmpty();
        assertThat(none.histogram(10, 3)).containsExactly(0, 0, 0);
    }

    @Test
    void theHistogramHoldsEachOnceAlsoAtTheLimit() {
        Latencies four = new Latencies(new long[] {0, 4_900_000, 5_000_000, 10_000_000});
        assertThat(four.histogram(10, 2)).containsExactly(2, 2);
    }
}
