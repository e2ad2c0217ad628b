package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleLimitTest {
    private static final long CONFIGURED = SECONDS.toNanos(8);

    private final IdleLimit limit = new IdleLimit(CONFIGURED, CONFIGURED);

    private void closedAt(long millis, long ageMillis) {
        limit.closedByServer(MILLISECONDS.toNanos(millis), MILLISECONDS.toNanos(ageMillis));
    }

    private long millis() {
        return Math.round(limit.nanos() / 1e6);
    }

    @Test
    void isAsConfiguredAtFirst() {
        assertThat(limit.nanos()).isEqualTo(CONFIGURED);
        assertThat(limit.isLearnt()).isFalse();
        assertThat(limit.learnt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void oneAloneTeachesNothing() {
        closedAt(2_000, 2_000);

        assertThat(limit.isLearnt()).isFalse();
        assertThat(limit.nanos()).isEqualTo(CONFIGURED);
    }

    @Test
    void twoAlikeAtDifferentMomentsTeachSevenTenthsOfTheShorter() {
        closedAt(2_000, 2_100);
        closedAt(4_000, 2_000);

        assertThat(limit.isLearnt()).isTrue();
        assertThat(limit.learnt()).isEqualTo(SECONDS.toNanos(2));
        assertThat(millis()).isEqualTo(1_400);
    }

    @Test
    void twoThatDifferTeachNothing() {
        closedAt(2_000, 2_000);
        closedAt(4_000, 1_400);
        closedAt(6_000, 2_000);

        assertThat(limit.isLearnt()).isFalse();
    }

    @Test
    void twoAlikeWithinASecondTeachNothing() {
        closedAt(2_000, 2_000);
        closedAt(2_999, 2_000);

        assertThat(limit.isLearnt()).isFalse();
    }

    /** Crashes end connections of every age. */
    @Test
    void twoAlikeWithAnotherAgeBetweenThemTeachNothing() {
        closedAt(2_000, 2_000);
        closedAt(4_000, 500);
        closedAt(6_000, 2_000);

        assertThat(limit.isLearnt()).isFalse();
    }

    @Test
    void whatOneEndedTogetherWithOthersTaughtIsUnlearnt() {
        closedAt(2_000, 2_000);
        closedAt(4_000, 2_000);
        assertThat(limit.isLearnt()).isTrue();
        closedAt(4_001, 300);

        assertThat(limit.isLearnt()).isFalse();
    }

    @Test
    void oneThatWasAliveAtMoreThanThatInBetweenSpeaksAgainstIt() {
        closedAt(2_000, 2_000);
        limit.seenAlive(MILLISECONDS.toNanos(2_501));
        closedAt(4_000, 2_000);
        assertThat(limit.isLearnt()).isFalse();

        limit.seenAlive(MILLISECONDS.toNanos(2_500));
        closedAt(6_000, 2_000);
        assertThat(limit.isLearnt()).as("since the last one was ended").isTrue();
    }

    @Test
    void aServersDeadlineLeavesNoMore() {
        limit.allow(MILLISECONDS.toNanos(3_000));
        assertThat(millis()).isEqualTo(3_000);
        assertThat(limit.differs()).isTrue();
        assertThat(limit.isLearnt()).isFalse();
        limit.allow(0);
        assertThat(millis()).isEqualTo(100);
        limit.allow(Long.MAX_VALUE);
        assertThat(limit.nanos()).isEqualTo(CONFIGURED);
    }

    @Test
    void aRestartThatEndsAllAgesAtOnceTeachesNothing() {
        for (int age = 100; age < 3_000; age += 20) {
            closedAt(5_000 + age / 100, age);
        }

        assertThat(limit.isLearnt()).isFalse();
    }

    @Test
    void aLongerOneIsNotBelievedOverAShorter() {
        closedAt(2_000, 2_000);
        closedAt(4_000, 2_000);
        closedAt(10_000, 5_000);
        closedAt(16_000, 5_000);

        assertThat(millis()).isEqualTo(1_400);
    }

    @Test
    void isNeverMoreThanConfigured() {
        closedAt(60_000, 60_000);
        closedAt(120_000, 60_000);

        assertThat(limit.nanos()).isEqualTo(CONFIGURED);
    }

    @Test
    void isNotLessThanATenthOfASecond() {
        closedAt(1_000, 10);
        closedAt(2_000, 10);

        assertThat(millis()).isEqualTo(100);
    }

    @Test
    void aShorterSettingHoldsAllTheSame() {
        IdleLimit brief = new IdleLimit(MILLISECONDS.toNanos(50), 0);

        assertThat(brief.nanos()).isEqualTo(MILLISECONDS.toNanos(50));
    }

    private static IdleLimit upTo24Seconds() {
        return new IdleLimit(CONFIGURED, IdleLimit.MOST);
    }

    private static void reachAlive(IdleLimit limit, int times) {
        for (int i = 0; i < times; i++) {
            limit.reachedAlive();
        }
    }

    @Test
    void doublesWhileConnectionsReachItAlive() {
        IdleLimit growing = upTo24Seconds();
        reachAlive(growing, 2);
        assertThat(growing.nanos()).isEqualTo(CONFIGURED);
        reachAlive(growing, 1);
        assertThat(growing.nanos()).isEqualTo(2 * CONFIGURED);
        assertThat(growing.differs()).isTrue();
        reachAlive(growing, 300);
        assertThat(growing.nanos()).isEqualTo(SECONDS.toNanos(24));
    }

    @Test
    void doesNotGrowWhereItWasGiven() {
        reachAlive(limit, 100);

        assertThat(limit.nanos()).isEqualTo(CONFIGURED);
        assertThat(limit.differs()).isFalse();
    }

    @Test
    void oneThatTheServerEndedBetweenStartsTheCountAnew() {
        IdleLimit growing = upTo24Seconds();
        reachAlive(growing, 2);
        growing.closedByServer(SECONDS.toNanos(9), SECONDS.toNanos(5));
        reachAlive(growing, 2);

        assertThat(growing.nanos()).isEqualTo(CONFIGURED);
    }

    @Test
    void whatWasLearntTooLowIsUnlearntSlowly() {
        closedAt(2_000, 2_000);
        closedAt(4_000, 2_000);
        reachAlive(limit, 23);
        assertThat(millis()).isEqualTo(1_400);
        reachAlive(limit, 1);
        assertThat(millis()).isEqualTo(2_800);
        closedAt(9_000, 2_000);
        closedAt(12_000, 2_000);
        assertThat(millis()).isEqualTo(1_400);
        reachAlive(limit, 191);
        assertThat(millis()).isEqualTo(1_400);
    }
}
