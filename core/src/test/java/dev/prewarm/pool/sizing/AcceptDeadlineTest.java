package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that kills a worker 10 s after it accepted. Times are milliseconds. */
class AcceptDeadlineTest {
    private final AcceptDeadline deadline = new AcceptDeadline();

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void fail(long age, long took) {
        deadline.failed(nanos(age), nanos(took));
    }

    private void failThree() {
        fail(10_000, 4_000);
        fail(10_050, 5_000);
        fail(10_020, 4_500);
    }

    private boolean isKnown() {
        return deadline.nanos() != Long.MAX_VALUE;
    }

    @Test
    void threeThatEndAtTheSameAgeAndAColdOneThatIsAnsweredAsLateTeachIt() {
        failThree();
        assertThat(isKnown()).isFalse();
        deadline.coldAnswered(nanos(4_000));

        assertThat(deadline.nanos()).isEqualTo(nanos(10_000));
    }

    @Test
    void aColdOneBetweenThemWillDo() {
        fail(10_000, 4_000);
        deadline.coldAnswered(nanos(4_000));
        fail(10_000, 4_000);
        assertThat(isKnown()).isFalse();
        fail(10_000, 4_000);

        assertThat(isKnown()).isTrue();
    }

    /** It is the request that is too slow for it, parked or not. */
    @Test
    void aColdOneThatIsAnsweredSoonerTeachesNothing() {
        failThree();
        deadline.coldAnswered(nanos(3_000));

        assertThat(isKnown()).isFalse();
    }

    @Test
    void oneBeforeThemTeachesNothing() {
        deadline.coldAnswered(nanos(9_000));
        failThree();

        assertThat(isKnown()).isFalse();
    }

    /** A server that crashes at random. */
    @Test
    void threeAtOtherAgesTeachNothing() {
        fail(10_000, 4_000);
        fail(10_000, 4_000);
        fail(15_000, 4_000);
        deadline.coldAnswered(nanos(4_000));
        assertThat(isKnown()).isFalse();

        fail(15_000, 4_000);
        fail(15_000, 4_000);
        deadline.coldAnswered(nanos(4_000));
        assertThat(isKnown()).as("three of that other age").isTrue();
    }

    @Test
    void oneThatIsAnsweredAtAGreaterAgeSpeaksAgainstIt() {
        fail(10_000, 4_000);
        fail(10_000, 4_000);
        deadline.answered(nanos(12_000));
        fail(10_000, 4_000);
        deadline.coldAnswered(nanos(4_000));

        assertThat(isKnown()).isFalse();
    }

    @Test
    void oneThatIsAnsweredAtALesserAgeDoesNot() {
        failThree();
        deadline.answered(nanos(9_000));
        deadline.coldAnswered(nanos(4_000));

        assertThat(isKnown()).isTrue();
    }

    @Test
    void whatFailsAtOnceDidNotRunOutOfTime() {
        for (int i = 0; i < 3; i++) {
            fail(10_000, 199);
        }
        deadline.coldAnswered(nanos(4_000));

        assertThat(isKnown()).isFalse();
    }

    @Test
    void aRequestGoesColdAfterEachThatFailedUntilOneHasTakenAsLong() {
        assertThat(deadline.wantsCold()).isFalse();
        fail(10_000, 4_000);
        assertThat(deadline.wantsCold()).isTrue();
        assertThat(deadline.wantsCold()).as("one of them is enough").isFalse();
        deadline.coldAnswered(nanos(100));
        fail(10_000, 4_000);
        assertThat(deadline.wantsCold()).isTrue();
        fail(10_000, 4_000);
        deadline.coldAnswered(nanos(4_000));
        assertThat(deadline.wantsCold()).isFalse();
    }

    @Test
    void halfOfWhatTheLongestAnswerLeavesMayBeParked() {
        assertThat(deadline.mostParked(0)).isEqualTo(Long.MAX_VALUE);
        failThree();
        deadline.coldAnswered(nanos(4_000));

        assertThat(deadline.mostParked(nanos(4_000))).isEqualTo(nanos(3_000));
        assertThat(deadline.mostParked(nanos(11_000))).isZero();
    }

    @Test
    void aShorterOneIsBelievedAndALongerOneIsNot() {
        failThree();
        deadline.coldAnswered(nanos(4_000));
        for (int i = 0; i < 3; i++) {
            fail(20_000, 4_000);
        }
        deadline.coldAnswered(nanos(4_000));
        assertThat(deadline.nanos()).isEqualTo(nanos(10_000));
        for (int i = 0; i < 3; i++) {
            fail(5_000, 4_000);
        }
        deadline.coldAnswered(nanos(4_000));
        assertThat(deadline.nanos()).isEqualTo(nanos(5_000));
    }
}
