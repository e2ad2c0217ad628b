package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentDurationsTest {
    private final RecentDurations durations = new RecentDurations(32);

    private void record(int from, int to) {
        for (int i = from; i <= to; i++) {
            durations.record(i);
        }
    }

    @Test
    void fallsBackWhileThereIsNothing() {
        assertThat(durations.isEmpty()).isTrue();
        assertThat(durations.quantile(0.9, 42)).isEqualTo(42);
    }

    @Test
    void oneIsEveryQuantile() {
        record(7, 7);

        assertThat(durations.isEmpty()).isFalse();
        assertThat(durations.quantile(0, 42)).isEqualTo(7);
        assertThat(durations.quantile(0.5, 42)).isEqualTo(7);
        assertThat(durations.quantile(1, 42)).isEqualTo(7);
    }

    @Test
    void quantilesAreByRankInWhateverOrderTheyCame() {
        for (int value : new int[] {9, 1, 8, 2, 10, 3, 7, 4, 6, 5}) {
            durations.record(value);
        }

        assertThat(durations.quantile(0.5, 0)).isEqualTo(6);
        assertThat(durations.quantile(0.9, 0)).isEqualTo(10);
        assertThat(durations.quantile(0.8, 0)).isEqualTo(9);
    }

    @Test
    void onlyTheLastThirtyTwoCount() {
        for (int last : new int[] {33, 63, 64, 65, 96, 1_000}) {
            RecentDurations ring = new RecentDurations(32);
            for (int i = 1; i <= last; i++) {
                ring.record(i);
            }
            assertThat(ring.quantile(0, 0)).as("the least of %s", last).isEqualTo(last - 31);
            assertThat(ring.quantile(1, 0)).isEqualTo(last);
        }
    }
}
