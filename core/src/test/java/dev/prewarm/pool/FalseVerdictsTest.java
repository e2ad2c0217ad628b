package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Answers that are slow, or that vary, are not taken for stalls. A thousand hours of it: {@link FalseVerdicts#main}. */
class FalseVerdictsTest {
    private static final int HOURS = 24;
    private static final int EVERY = 5;

    /** Each kind of answers twice, the rates and modes by turns. */
    @Test
    void nobodyIsConvictedForBeingSlow() {
        FalseVerdicts.Sum all = new FalseVerdicts.Sum();
        for (int i = 0; i < HOURS; i++) {
            FalseVerdicts one = new FalseVerdicts(i * EVERY);
            FalseVerdicts.Sum sum = one.run();
            assertThat(sum.row(""))
                    .as("%s, seed %d", one, i * EVERY)
                    .contains("| 0 (0 h) |")
                    .endsWith("| 0 |");
            all.add(sum);
        }
        assertThat(all.letGoRatio()).isLessThan(0.02);
    }
}
