package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartsTest {
    private static final long SECOND = SECONDS.toNanos(1);

    private final Restarts restarts = new Restarts();

    /** How many end before it is one; each is counted among those that are open. */
    private int endsUntilRestart(int open) {
        for (int ended = 1; ended <= open; ended++) {
            if (restarts.ended(ended, open - ended + 1)) {
                return ended;
            }
        }
        return Integer.MAX_VALUE;
    }

    @ParameterizedTest(name = "of {0} open, {1}")
    @CsvSource({"2, 2", "3, 2", "4, 2", "5, 3", "6, 3", "100, 3"})
    void isThreeThatEndWithinASecondOrHalfOfWhatWasOpen(int open, int ended) {
        assertThat(endsUntilRestart(open)).isEqualTo(ended);
    }

    @Test
    void oneAloneNeverIs() {
        assertThat(endsUntilRestart(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void notThreeThatEndASecondApart() {
        for (int i = 0; i < 10; i++) {
            assertThat(restarts.ended(i * SECOND, 10)).isFalse();
        }
    }

    @Test
    void isToldOnceASecond() {
        assertThat(endsUntilRestart(10)).isEqualTo(3);
        for (int i = 4; i < 10; i++) {
            assertThat(restarts.ended(i, 10)).isFalse();
        }
        assertThat(restarts.ended(SECOND + 1, 3)).isFalse();
        assertThat(restarts.ended(SECOND + 2, 2)).isTrue();
    }
}
