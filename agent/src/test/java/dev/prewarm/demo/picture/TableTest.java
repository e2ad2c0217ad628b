package dev.prewarm.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void setsTheRunsSideBySide() {
        assertThat(Table.of(Runs.comparison()).lines())
                .containsExactly(
                        "some.Client                      without        with  without/with",
                        "p50                             145.0 ms     50.0 ms          2.90",
                        "p90                             149.0 ms     54.0 ms          2.76",
                        "p99                             150.0 ms     55.0 ms          2.73",
                        "max                             150.0 ms     55.0 ms          2.73",
                        "requests measured                     10          10",
                        "requests, with warm-up                10          10",
                        "  failed                               0           0",
                        "  connections opened                  10          12",
                        "  opened per request                1.00        1.20",
                        "processors busy                     25 %        30 %");
    }

    @Test
    void inventsNothingWhereNothingWasMeasured() {
        assertThat(Table.of(Runs.nothingMeasured()).lines())
                .contains(
                        "p50                                    -           -             -",
                        "  opened per request                   -           -",
                        "processors busy                        -           -");
    }
}
