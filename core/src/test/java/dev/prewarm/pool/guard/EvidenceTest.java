package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Wording;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is made of requests that fail beside connections of ours. Times are milliseconds. */
class EvidenceTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private final Evidence evidence = new Evidence();
    private long now = TimeUnit.DAYS.toNanos(1);

    private void advance(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private boolean fail(boolean beside) {
        return evidence.failed(now, now, beside, false, "reset") == Evidence.Consequence.OFF;
    }

    /** Two, the second of which lets everything go. */
    private void failTwice() {
        assertThat(fail(true)).isFalse();
        advance(2 * SECOND);
        assertThat(fail(true)).isTrue();
    }

    /** True if one of them convicts. */
    private boolean serve(int times, boolean beside) {
        boolean convicts = false;
        for (int i = 0; i < times; i++) {
            convicts |= evidence.served(now, now, beside);
        }
        return convicts;
    }

    private void failTwiceAndWait() {
        failTwice();
        advance(SECOND);
    }

    @Test
    void oneIsNotEnough() {
        assertThat(fail(true)).isFalse();

        assertThat(evidence.isOff()).isFalse();
        assertThat(evidence.isProbation()).isFalse();
    }

    @Test
    void whatIsParkedIsUsedUpForAMinuteAfterRefusalsAlone() {
        evidence.failed(now, now, true, true, "403");
        advance(2 * SECOND);
        assertThat(evidence.failed(now, now, true, true, "403")).isEqualTo(Evidence.Consequence.OFF);
        assertThat(evidence.isDraining(now)).isTrue();
        assertThat(Wording.off(evidence)).contains("using up the idle ones").doesNotContain("closed");
        advance(MINUTE);
        assertThat(evidence.isOff()).isTrue();
        assertThat(evidence.isDraining(now)).isFalse();
    }

    @Test
    void whatEndedWithoutAnAnswerDrainsNothing() {
        failTwice();
        assertThat(evidence.isDraining(now)).isFalse();
        assertThat(Wording.off(evidence)).contains("closed them all");
    }

    @Test
    void twoWithinAMinuteAreOffForTwentyRequests() {
        failTwiceAndWait();
        assertThat(evidence.isOff()).isTrue();
        assertThat(evidence.failures()).isEqualTo(2);
        assertThat(evidence.cause()).isEqualTo("reset");
        assertThat(evidence.left()).isEqualTo(20);
        serve(19, false);
        assertThat(evidence.left()).isEqualTo(1);
        assertThat(evidence.isOff()).isTrue();
        serve(1, false);

        assertThat(evidence.isOff()).isFalse();
        assertThat(evidence.isProbation()).isTrue();
    }

    @Test
    void twoThatAreMoreThanAMinuteApartAreNot() {
        fail(true);
        advance(MINUTE + 1);

        assertThat(fail(true)).isFalse();
        assertThat(evidence.isOff()).isFalse();
    }

    @Test
    void thoseBesideNothingAreNot() {
        for (int i = 0; i < 5; i++) {
            assertThat(fail(false)).isFalse();
            advance(SECOND);
        }

        assertThat(evidence.isOff()).isFalse();
    }

    /** A server that restarts ends all at once, and some of these in the middle of a request. */
    @Test
    void whatFailsAtOnceIsOne() {
        fail(true);
        advance(99);
        assertThat(fail(true)).isFalse();
        assertThat(fail(true)).isFalse();
        assertThat(evidence.failures()).isEqualTo(1);
        advance(1);

        assertThat(fail(true)).isTrue();
    }

    @Test
    void twoWithinASecondAreEnough() {
        fail(true);
        advance(100);

        assertThat(fail(true)).isTrue();
        assertThat(evidence.isOff()).isTrue();
        assertThat(evidence.failures()).isEqualTo(2);
    }

    @Test
    void whoSetOutBeforeTheLettingGoOrTooSoonAfterItDoesNotCount() {
        failTwice();
        serve(100, false);
        assertThat(evidence.left()).isEqualTo(20);
        fail(false);
        advance(SECOND);
        assertThat(evidence.failed(now, now - 1, false, false, "reset")).isEqualTo(Evidence.Consequence.NOTHING);
        assertThat(evidence.isAcquitted(now)).isFalse();
        assertThat(evidence.isOff()).isTrue();
    }

    /** A proxy's word for a client that has opened too much of late holds for longer. */
    @Test
    void afterA403OrA429AMinuteCountsForNothing() {
        fail(true);
        advance(2 * SECOND);
        evidence.failed(now, now, true, true, "a 429");
        advance(MINUTE - 1);
        serve(100, false);
        fail(false);
        assertThat(evidence.left()).isEqualTo(20);
        assertThat(evidence.isAcquitted(now)).isFalse();
        advance(1);
        serve(20, false);

        assertThat(evidence.isProbation()).isTrue();
    }

    @Test
    void oneMoreInOffIsTheUpstreamsOwn() {
        failTwiceAndWait();
        assertThat(fail(false)).isFalse();

        assertThat(evidence.isOff()).isFalse();
        assertThat(evidence.isProbation()).isFalse();
        assertThat(evidence.isAcquitted(now)).isTrue();
        for (int i = 0; i < 3; i++) {
            advance(SECOND);
            assertThat(fail(true)).as("what fails then is no news").isFalse();
        }
        assertThat(evidence.isOff()).isFalse();
    }

    @Test
    void forTenMinutesAndTwiceAsLongEachTimeUpToADay() {
        for (long minutes : new long[] {10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440}) {
            failTwiceAndWait();
            fail(false);
            assertThat(evidence.acquittedUntil() - now).isEqualTo(TimeUnit.MINUTES.toNanos(minutes));
            advance(minutes * MINUTE - 1);
            assertThat(evidence.isAcquitted(now)).isTrue();
            advance(1);
            assertThat(evidence.isAcquitted(now)).isFalse();
        }
    }

    /** 3 of 100 requests failed. */
    private void acquitWhereThreePercentFail() {
        fail(true);
        serve(97, true);
        advance(2 * SECOND);
        fail(true);
        advance(SECOND);
        fail(false);
        assertThat(evidence.isAcquitted(now)).isTrue();
    }

    @Test
    void orUntilThreeTimesAsManyFail() {
        acquitWhereThreePercentFail();
        serve(40, true);
        for (int i = 0; i < 3; i++) {
            fail(true);
        }
        assertThat(evidence.isAcquitted(now)).as("three may be chance").isTrue();
        fail(true);

        assertThat(evidence.isAcquitted(now)).isFalse();
        assertThat(evidence.isOff()).isFalse();
        advance(SECOND);
        assertThat(fail(true)).as("that was the first one").isTrue();
    }

    @Test
    void whereLessThanThatFailItGoesOn() {
        acquitWhereThreePercentFail();
        serve(60, true);
        for (int i = 0; i < 5; i++) {
            fail(true);
        }

        assertThat(evidence.isAcquitted(now)).isTrue();
    }

    @Test
    void asManyRequestsBesideOursAsOffHadEndTheProbation() {
        failTwiceAndWait();
        serve(20, false);
        serve(19, true);
        assertThat(evidence.isProbation()).isTrue();
        serve(50, false);
        assertThat(evidence.isProbation()).as("others do not count").isTrue();
        serve(1, true);

        assertThat(evidence.isProbation()).isFalse();
        assertThat(fail(true)).as("as if nothing had been").isFalse();
    }

    @Test
    void oneThatFailsOnProbationIsOffForSixteenTimesAsMany() {
        fail(true);
        serve(20_000, true);
        advance(2 * SECOND);
        fail(true);
        advance(SECOND);
        for (int left : new int[] {320, 5_120, 20_480, 20_480}) {
            serve(evidence.left(), false);
            assertThat(evidence.isProbation()).isTrue();
            assertThat(fail(true)).isTrue();
            assertThat(evidence.isOff()).isTrue();
            assertThat(evidence.left()).isEqualTo(left);
            advance(SECOND);
        }
    }

    /** 2 of 22, then 3 of 343 requests had stock: 3 failures by chance are less likely than one in a million. */
    @Test
    void convictsWhatChanceCannotExplain() {
        failTwiceAndWait();
        assertThat(serve(20, false)).isFalse();
        fail(true);
        advance(SECOND);
        assertThat(serve(319, false)).isFalse();

        assertThat(serve(1, false)).isTrue();
    }

    private void convict() {
        failTwiceAndWait();
        serve(20, false);
        fail(true);
        advance(SECOND);
        assertThat(serve(320, false)).isTrue();
        evidence.convicted(now);
    }

    private Evidence.Consequence failAgain(boolean beside) {
        return evidence.failed(now, now, beside, false, "reset");
    }

    @Test
    void oneMoreConvictsAgain() {
        convict();
        for (int i = 0; i < 3; i++) {
            advance(10 * MINUTE);
            assertThat(evidence.isProbation()).isTrue();
            assertThat(failAgain(true)).isEqualTo(Evidence.Consequence.CONVICTION);
            evidence.convicted(now);
            assertThat(evidence.failed(now, now - 1, true, false, "reset"))
                    .as("one that set out before")
                    .isEqualTo(Evidence.Consequence.NOTHING);
        }
        assertThat(evidence.failures()).isEqualTo(6);
    }

    @Test
    void butNotIfOneHasFailedWithoutOurs() {
        convict();
        advance(10 * MINUTE);
        assertThat(failAgain(false)).isEqualTo(Evidence.Consequence.NOTHING);

        assertThat(failAgain(true)).isEqualTo(Evidence.Consequence.NOTHING);
    }

    @Test
    void norAfterTwentyThatFaredWell() {
        convict();
        serve(20, true);

        assertThat(evidence.isProbation()).isFalse();
        assertThat(failAgain(true)).isEqualTo(Evidence.Consequence.NOTHING);
    }

    /** The same, of which most requests had stock. */
    @Test
    void doesNotConvictWhatChanceCan() {
        fail(true);
        serve(500, true);
        advance(2 * SECOND);
        fail(true);
        advance(SECOND);
        for (int off = 20; off <= 320; off *= 16) {
            assertThat(serve(off, false)).isFalse();
            fail(true);
            advance(SECOND);
        }
    }

    @Test
    void aRestartUndoesWhatFailedWithinASecondOfIt() {
        fail(true);
        evidence.restarted(now);
        advance(2 * SECOND);
        assertThat(fail(true)).isFalse();
        advance(2 * SECOND);
        assertThat(fail(true)).isTrue();
        evidence.restarted(now);

        assertThat(evidence.isOff()).isFalse();
        assertThat(evidence.failures()).isZero();
    }

    @Test
    void aRestartLaterThanThatDoesNot() {
        failTwice();
        advance(SECOND + 1);
        evidence.restarted(now);

        assertThat(evidence.isOff()).isTrue();
    }
}
