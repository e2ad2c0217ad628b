package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockJumpTest {
    private static final long SECOND = SECONDS.toNanos(1);
    private static final long WALL = 1_000_000 * SECOND;

    private final ClockJump jump = new ClockJump();

    @Test
    void theFirstLookNoticesNothing() {
        assertThat(jump.noticed(5, WALL)).isFalse();
    }

    @Test
    void bothClocksTogetherAreNoJump() {
        jump.noticed(0, WALL);

        assertThat(jump.noticed(3600 * SECOND, WALL + 3600 * SECOND)).isFalse();
        assertThat(jump.noticed(7200 * SECOND, WALL + 7202 * SECOND)).isFalse();
    }

    @Test
    void aMachineThatSleptIsNoticedOnce() {
        jump.noticed(0, WALL);

        assertThat(jump.noticed(SECOND, WALL + 4 * SECOND)).isTrue();
        assertThat(jump.noticed(2 * SECOND, WALL + 5 * SECOND)).isFalse();
    }

    @Test
    void aTimeOfDaySetBackIsNoticed() {
        jump.noticed(0, WALL);

        assertThat(jump.noticed(SECOND, WALL - 2 * SECOND)).isTrue();
    }

    @Test
    void nothingPlannedCannotBeOverslept() {
        assertThat(jump.overslept(1_000_000 * SECOND, 1)).isFalse();
        jump.plan(0, Long.MAX_VALUE);
        assertThat(jump.overslept(1_000_000 * SECOND, 1)).isFalse();
    }

    @Test
    void aPlannedMomentMissedByMoreThanTheLimitIsOverslept() {
        jump.plan(0, 5 * SECOND);

        assertThat(jump.overslept(13 * SECOND, 8 * SECOND)).isFalse();
        assertThat(jump.overslept(13 * SECOND + 1, 8 * SECOND)).isTrue();
    }

    @Test
    void aPlanInThePastIsForNow() {
        jump.plan(10 * SECOND, SECOND);

        assertThat(jump.overslept(18 * SECOND, 8 * SECOND)).isFalse();
    }

    @Test
    void aStepIsAsLateAsItComesAfterItsPlan() {
        assertThat(jump.late(SECOND)).isZero();
        jump.plan(0, 5 * SECOND);
        assertThat(jump.late(4 * SECOND)).isZero();
        assertThat(jump.late(7 * SECOND)).as("the step is still due").isEqualTo(2 * SECOND);

        jump.stepped(8 * SECOND);
        jump.plan(8 * SECOND, 20 * SECOND);
        assertThat(jump.late(9 * SECOND)).as("what is seen now may be as old").isEqualTo(3 * SECOND);
        jump.stepped(10 * SECOND);
        assertThat(jump.late(10 * SECOND)).as("woken before its time").isZero();
    }
}
