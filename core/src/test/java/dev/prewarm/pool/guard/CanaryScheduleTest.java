package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a take goes cold on purpose. */
class CanaryScheduleTest {
    private static final double SHORT = 0.1;

    private final CanarySchedule canaries = new CanarySchedule();
    private long now = TimeUnit.DAYS.toNanos(1);

    private void advance(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private boolean isDue(int parked, double dwell) {
        return canaries.isDue(now, parked, dwell);
    }

    private void wellTried(int parked, double dwell) {
        canaries.sent(now);
        canaries.returned(parked, dwell);
        canaries.returned(parked, dwell);
        takes(5);
    }

    private void takes(int count) {
        for (int i = 0; i < count; i++) {
            canaries.taken();
        }
    }

    @Test
    void notBeforeStockHasStoodForTwoSeconds() {
        advance(60_000);
        assertThat(isDue(1, SHORT)).isFalse();
        canaries.stands(now);
        advance(1_999);
        assertThat(isDue(1, SHORT)).isFalse();
        advance(1);
        assertThat(isDue(1, SHORT)).isTrue();
    }

    @Test
    void oneInFiveHundredAndNoMoreThanOneInThirtySeconds() {
        wellTried(4, SHORT);
        takes(494);
        advance(60_000);
        assertThat(isDue(4, SHORT)).isFalse();
        takes(1);
        assertThat(isDue(4, SHORT)).isTrue();

        wellTried(4, SHORT);
        takes(5_000);
        advance(29_999);
        assertThat(isDue(4, SHORT)).isFalse();
        advance(1);
        assertThat(isDue(4, SHORT)).isTrue();
    }

    @Test
    void everySizeOfASmallStock() {
        wellTried(4, SHORT);
        advance(1_000);
        assertThat(isDue(4, SHORT)).isFalse();
        assertThat(isDue(5, SHORT)).isTrue();
    }

    @Test
    void everyDoublingOfALargeOne() {
        wellTried(8, SHORT);
        advance(1_000);
        assertThat(isDue(15, SHORT)).isFalse();
        assertThat(isDue(16, SHORT)).isTrue();
    }

    @Test
    void moreStockIsTriedTwice() {
        canaries.sent(now);
        assertThat(canaries.returned(4, SHORT)).isFalse();
        assertThat(canaries.triedSize()).isZero();
        assertThat(canaries.returned(4, SHORT)).isTrue();
        assertThat(canaries.triedSize()).isEqualTo(4);
    }

    @Test
    void whatFaresWellBesideLessInBetweenChangesNothing() {
        wellTried(4, SHORT);
        canaries.returned(9, SHORT);
        canaries.returned(3, SHORT);
        assertThat(canaries.returned(7, SHORT)).isTrue();

        assertThat(canaries.triedSize()).as("what both stood beside").isEqualTo(7);
    }

    @Test
    void oneThatStalledBetweenTheTwoIsMadeUpForByAnother() {
        canaries.sent(now);
        canaries.returned(4, SHORT);
        canaries.contradicted();
        assertThat(canaries.returned(4, SHORT)).isFalse();
        assertThat(canaries.returned(4, SHORT)).isTrue();
    }

    @Test
    void aTrialComesNoOftenerThanOnceASecond() {
        assertThat(canaries.isTimeForTrial(now)).isTrue();
        canaries.sent(now);
        advance(999);
        assertThat(canaries.isTimeForTrial(now)).isFalse();
        advance(1);
        assertThat(canaries.isTimeForTrial(now)).isTrue();
    }

    @Test
    void nextComesEverySizeUpToEightAndThenEveryDoubling() {
        assertThat(canaries.nextSize()).isEqualTo(1);
        wellTried(7, SHORT);
        assertThat(canaries.nextSize()).isEqualTo(8);
        wellTried(8, SHORT);
        assertThat(canaries.nextSize()).isEqualTo(16);
    }

    @Test
    void everyDoublingOfTheTimeThatConnectionsStay() {
        wellTried(4, 0.5);
        advance(1_000);
        assertThat(isDue(4, 0.9)).isFalse();
        assertThat(isDue(4, 1)).isTrue();
    }

    @Test
    void whatStaysForAMomentOnlyKeepsNobodyWaiting() {
        wellTried(4, 0.001);
        advance(5_000);

        assertThat(isDue(4, 0.19)).isFalse();
        assertThat(isDue(4, 0.2)).isTrue();
    }

    @Test
    void growthIsTriedByOneTakeInFiveAndNoOftenerThanOnceASecond() {
        wellTried(4, SHORT);
        advance(999);
        assertThat(isDue(64, SHORT)).isFalse();
        advance(1);
        assertThat(isDue(64, SHORT)).isTrue();

        canaries.sent(now);
        advance(60_000);
        takes(4);
        assertThat(isDue(64, SHORT)).isFalse();
        takes(1);
        assertThat(isDue(64, SHORT)).isTrue();
    }

    @Test
    void whatWasForgottenIsTriedAgain() {
        wellTried(4, 8);
        canaries.forget();
        advance(1_000);

        assertThat(isDue(1, SHORT)).isTrue();
    }
}
