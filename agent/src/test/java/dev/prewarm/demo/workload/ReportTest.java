package dev.prewarm.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private final Report report = new Report();

    @Test
    void isUnderstoodAsItIsWritten() {
        accept(
                Report.plan(4),
                Report.warmUp(),
                Report.sample(1_000),
                Report.sample(900),
                Report.failure("java.io.IOException: went\n away"),
                Report.done());

        assertThat(report.planned()).isEqualTo(4);
        assertThat(report.ended()).isEqualTo(4);
        assertThat(report.latencies()).containsExactly(1_000, 900);
        assertThat(report.failures()).containsExactly("java.io.IOException: went away");
        assertThat(report.complete()).isTrue();
    }

    @Test
    void isNotCompleteBeforeItsEnd() {
        accept(Report.plan(1), Report.sample(1));
        assertThat(report.complete()).isFalse();
    }

    @Test
    void isNotCompleteIfARequestIsUnaccountedFor() {
        accept(Report.plan(2), Report.sample(1), Report.done());
        assertThat(report.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes",
                "demo:",
                "demo:sample ",
                "demo:sample -5",
                "demo:sample 1e9",
                "demo:sample 1 demo:sample 2",
                "demo:sample 99999999999999999999999",
                " demo:sample 5",
                "demo:plan many",
                "demo:done?",
                "demo:warm-ups",
                "\u0000\uffff"
            })
    void passesOverWhatIsNotItsOwn(String garbage) {
        accept(Report.plan(1), garbage, Report.sample(7), garbage, Report.done());

        assertThat(report.planned()).isEqualTo(1);
        assertThat(report.latencies()).containsExactly(7);
        assertThat(report.failures()).isEmpty();
        assertThat(report.complete()).isTrue();
    }

    private void accept(String... lines) {
        Stream.of(lines).forEach(report::accept);
    }
}
