package dev.prewarm.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {
    @Test
    void hasRoundSteps() {
        assertThat(Axis.upTo(171).ticks()).containsExactly(0, 50, 100, 150, 200);
        assertThat(Axis.upTo(60).ticks()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 4.99, 5, 99.9, 100, 1234, 60_000})
    void holdsAllAndIsNotMuchLonger(double max) {
        Axis axis = Axis.upTo(max);
        assertThat(axis.limit()).isGreaterThan(max).isLessThanOrEqualTo(Math.max(max, 1) * 1.6);
        assertThat(axis.ticks()).hasSizeBetween(3, 9);
    }

    @Test
    void namesShowWhatTellsThemApart() {
        assertThat(Axis.upTo(171).name(50)).isEqualTo("50");
        assertThat(Axis.upTo(1).name(0.2)).isEqualTo("0.2");
    }
}
