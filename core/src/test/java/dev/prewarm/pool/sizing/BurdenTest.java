package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BurdenTest {
    private static final long MINUTE = SECONDS.toNanos(60);

    private final Burden burden = new Burden();

    @Test
    void asManyAsDemandCallsForWhereNothingIsShown() {
        burden.counts(0, 100);

        assertThat(burden.left(0, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(burden.recent(0)).isEqualTo(100);
    }

    @Test
    void threeInAMinuteWhereItIs() {
        burden.shown(0);
        assertThat(burden.left(0, 1_000)).isEqualTo(3);
        burden.counts(0, 1);
        burden.counts(0, 1);
        assertThat(burden.left(0, 1_000)).as("each counts once").isEqualTo(2);
        burden.counts(0, 10);
        assertThat(burden.left(0, 1_000)).isZero();

        assertThat(burden.left(MINUTE, 1_000)).isZero();
        assertThat(burden.left(MINUTE + SECONDS.toNanos(1), 1_000)).isEqualTo(3);
    }

    @Test
    void aQuarterOfTheRequestsWhereSilentOnesAreEndedWithoutAWord() {
        burden.ended(0);
        assertThat(burden.left(0, 0)).isEqualTo(3);
        assertThat(burden.left(0, 60)).isEqualTo(15);
        burden.counts(0, 4);
        assertThat(burden.left(0, 60)).isEqualTo(11);
        burden.shown(0);
        assertThat(burden.left(0, 60)).as("it has said so as well").isZero();
    }

    @Test
    void thoseThatWereToSeeHowOldTheyGrowDoNotCount() {
        burden.shown(0);
        burden.excuse();
        burden.counts(0, 1);
        assertThat(burden.left(0, 0)).isEqualTo(3);
    }

    @Test
    void forAnHour() {
        burden.shown(0);
        burden.ended(0);
        assertThat(burden.left(HOURS.toNanos(1) - 1, 0)).isEqualTo(3);
        assertThat(burden.left(HOURS.toNanos(1), 0)).isEqualTo(Integer.MAX_VALUE);
    }
}
