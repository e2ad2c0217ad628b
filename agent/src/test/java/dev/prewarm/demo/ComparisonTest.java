package dev.prewarm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.demo.workload.Report;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void oneBusyRunIsEnoughToDisturbIt() {
        Run quiet = Run.of(new Report(), 0, OptionalDouble.of(0.3));
        Run busy = Run.of(new Report(), 0, OptionalDouble.of(0.95));
        Run unknown = Run.of(new Report(), 0, OptionalDouble.empty());

        assertThat(new Comparison("c", quiet, quiet).disturbed()).isFalse();
        assertThat(new Comparison("c", busy, quiet).disturbed()).isTrue();
        assertThat(new Comparison("c", quiet, busy).disturbed()).isTrue();
        assertThat(new Comparison("c", unknown, unknown).disturbed()).isFalse();
    }
}
