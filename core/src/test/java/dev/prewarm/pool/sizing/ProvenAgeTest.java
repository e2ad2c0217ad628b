package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProvenAgeTest {
    private static final long IDLE = SECONDS.toNanos(8);

    private final ProvenAge age = new ProvenAge();
    private long now = SECONDS.toNanos(100);

    private void unused(long... millis) {
        for (long each : millis) {
            age.sound(now, MILLISECONDS.toNanos(each), false);
        }
    }

    private void used(long... millis) {
        for (long each : millis) {
            age.sound(now, MILLISECONDS.toNanos(each), true);
        }
    }

    private void advance(long millis) {
        now += MILLISECONDS.toNanos(millis);
    }

    private long proven() {
        return NANOSECONDS.toMillis(age.nanos(now));
    }

    /** Where only requests come that must not be repeated. */
    private void eightInFourMoments(long millis) {
        for (int moment = 0; moment < 4; moment++) {
            advance(1_000);
            unused(millis, millis);
        }
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(proven()).isZero();
    }

    @Test
    void eightThatWereSoundInFourMoments() {
        eightInFourMoments(8_000);

        assertThat(proven()).isEqualTo(8_000);
    }

    @Test
    void sevenAreTooFew() {
        for (int moment = 0; moment < 7; moment++) {
            advance(1_000);
            unused(8_000);
        }

        assertThat(proven()).isZero();
    }

    @Test
    void threeMomentsAreTooFew() {
        for (int moment = 0; moment < 3; moment++) {
            advance(1_000);
            unused(8_000, 8_000, 8_000);
        }
        advance(999);
        unused(8_000);

        assertThat(proven()).isZero();
    }

    @Test
    void theEighthEldestCounts() {
        eightInFourMoments(5_000);
        advance(1_000);
        unused(8_000, 7_000);

        assertThat(proven()).isEqualTo(5_000);
    }

    @Test
    void whereSomeMayBeRiskedTwoMustHaveBeenUsed() {
        age.risked(now);
        eightInFourMoments(8_000);
        assertThat(proven()).isZero();

        used(6_000);
        assertThat(proven()).isZero();
        used(7_000);
        assertThat(proven()).isEqualTo(6_000);
    }

    @Test
    void andThenFiveInThreeMomentsWillDo() {
        age.risked(now);
        used(4_000, 4_000);
        advance(1_000);
        unused(4_000, 4_000);
        assertThat(proven()).isZero();
        advance(1_000);
        unused(4_000);

        assertThat(proven()).isEqualTo(4_000);
    }

    @Test
    void whoeverBeginsToRiskSomeIsWaitedFor() {
        eightInFourMoments(8_000);
        assertThat(proven()).isEqualTo(8_000);
        age.risked(now);

        assertThat(proven()).isZero();
    }

    @Test
    void oneThatEndsSoonerVoidsIt() {
        eightInFourMoments(8_000);
        age.ended(now, MILLISECONDS.toNanos(7_999));

        assertThat(proven()).isZero();
        eightInFourMoments(8_000);
        assertThat(proven()).as("no more than the youngest that ended").isEqualTo(7_999);
    }

    @Test
    void oneThatEndsLaterDoesNot() {
        eightInFourMoments(4_000);
        age.ended(now, MILLISECONDS.toNanos(5_000));

        assertThat(proven()).isEqualTo(4_000);
    }

    @Test
    void whatIsSeenToEndWasSoundUntilShortlyBefore() {
        for (int moment = 0; moment < 4; moment++) {
            advance(1_000);
            age.seenEnding(now, MILLISECONDS.toNanos(5_000));
            age.seenEnding(now, MILLISECONDS.toNanos(5_200));
        }

        assertThat(proven()).isEqualTo(4_750);
    }

    @Test
    void whatDiedAsItWasUsedMayHaveDiedLongBefore() {
        for (int moment = 0; moment < 8; moment++) {
            advance(1_000);
            age.ended(now, MILLISECONDS.toNanos(5_000));
        }

        assertThat(proven()).isZero();
    }

    @Test
    void whereEndsComeAtTwoAgesHalfOfTheYoungestIsLeft() {
        age.ended(now, MILLISECONDS.toNanos(60_000));
        age.ended(now, MILLISECONDS.toNanos(5_000));
        eightInFourMoments(8_000);

        assertThat(proven()).isEqualTo(2_500);
    }

    @Test
    void aRestartVoidsIt() {
        eightInFourMoments(8_000);
        age.voided();

        assertThat(proven()).isZero();
    }

    @Test
    void whatEndsTogetherAtOneAgeWasOpenedTogether() {
        eightInFourMoments(4_000);
        age.ended(now, MILLISECONDS.toNanos(5_000));
        age.ended(now, MILLISECONDS.toNanos(5_050));
        assertThat(proven()).isEqualTo(4_000);
    }

    @Test
    void whatEndsTogetherAtTwoAgesIsARestart() {
        eightInFourMoments(4_000);
        age.ended(now, MILLISECONDS.toNanos(5_000));
        age.ended(now, MILLISECONDS.toNanos(7_000));
        assertThat(proven()).isZero();
    }

    @Test
    void itIsForgottenAfterTenMinutes() {
        eightInFourMoments(8_000);
        now += MINUTES.toNanos(10) - SECONDS.toNanos(4);
        assertThat(proven()).isEqualTo(8_000);
        advance(2_000);

        assertThat(proven()).isZero();
    }

    @Test
    void itIsRenewedByWhatIsSeenLater() {
        eightInFourMoments(8_000);
        now += MINUTES.toNanos(9);
        eightInFourMoments(6_000);
        now += MINUTES.toNanos(1);

        assertThat(proven()).isEqualTo(6_000);
    }

    @Test
    void manyThatAreUsedSoonerDoNotPushTheElderOut() {
        eightInFourMoments(8_000);
        for (int i = 0; i < 1_000; i++) {
            used(1_500);
        }

        assertThat(proven()).isEqualTo(8_000);
    }

    @Test
    void someAreLeftAloneUntilTheAgeIsKnownOrEightWentUnused() {
        assertThat(age.isWanted(now, IDLE)).isTrue();
        for (int i = 0; i < 7; i++) {
            age.rested(now);
        }
        assertThat(age.isWanted(now, IDLE)).isTrue();
        age.rested(now);
        assertThat(age.isWanted(now, IDLE)).isFalse();
        now += MINUTES.toNanos(10);
        assertThat(age.isWanted(now, IDLE)).isTrue();

        eightInFourMoments(6_400);
        assertThat(age.isWanted(now, IDLE)).isFalse();
        assertThat(age.isWanted(now, IDLE + 1)).isTrue();
    }

    @Test
    void noneIsLeftAloneForAWhileAfterSomethingWentWrong() {
        age.troubled(now, MINUTES.toNanos(60));
        age.troubled(now, MINUTES.toNanos(1));
        assertThat(age.isWanted(now, IDLE)).isFalse();
        now += MINUTES.toNanos(60) - 1;
        assertThat(age.isWanted(now, IDLE)).isFalse();
        now++;

        assertThat(age.isWanted(now, IDLE)).isTrue();
    }
}
