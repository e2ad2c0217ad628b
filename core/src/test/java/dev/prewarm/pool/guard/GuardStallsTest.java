package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Wording;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is convicted by stalls, and for how long. Times are milliseconds. */
class GuardStallsTest {
    private final GuardFixture fixture = GuardFixture.ofNamed();
    private final Guard guard = fixture.guard;

    private void known() {
        fixture.ordinarily(20, 20).standing();
    }

    private boolean isSuspended() {
        return guard.isSuspended(fixture.now());
    }

    @Test
    void oneStallConvictsNobody() {
        known();
        fixture.stall(3);

        assertThat(fixture.letGo()).isEqualTo(LetGo.NOTHING);
        assertThat(isSuspended()).isFalse();
        assertThat(guard.limit(fixture.now())).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void twoInARowDoAndTheSecondIsLetGoLaterThanTheFirst() {
        known();
        assertThat(fixture.stall(3)).isEqualTo(200);
        fixture.advance(1_000);
        assertThat(fixture.stall(3)).isEqualTo(300);

        assertThat(fixture.letGo()).isEqualTo(LetGo.EVERYTHING);
        assertThat(fixture.letGo()).as("once").isEqualTo(LetGo.NOTHING);
        assertThat(isSuspended()).isTrue();
        assertThat(guard.limit(fixture.now())).isZero();
        assertThat(Wording.of(guard.conviction()))
                .contains("215 ms and 315 ms")
                .contains("while 3 were open")
                .contains("(normally 20 ms)");
        assertThat(guard.conviction().pause()).isEqualTo(TimeUnit.MINUTES.toNanos(1));
    }

    private void answeredBeforeItIsLetGo() {
        fixture.advance(1_000).takes(5);
        ObservedRequest request = fixture.stranger(3);
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.advance(20).letGo()).isEqualTo(LetGo.NOTHING);
        }
        fixture.answered(request);
    }

    /** What is parked is used up before it comes to that, by other requests: who waits for it is answered as soon. */
    @Test
    void whereOthersAreAnsweredBeforeTheyAreLetGoTheNextIsLetGoSooner() {
        known();
        assertThat(fixture.stall(3)).isEqualTo(200);
        answeredBeforeItIsLetGo();
        answeredBeforeItIsLetGo();
        assertThat(isSuspended()).isFalse();
        fixture.advance(1_000);
        assertThat(fixture.stall(3)).isEqualTo(100);
        assertThat(isSuspended()).isFalse();
        fixture.advance(1_000);
        assertThat(fixture.stall(3)).isEqualTo(200);

        assertThat(isSuspended()).isTrue();
    }

    @Test
    void whoeverIsSlowByHimselfIsNotHeldUpByUs() {
        known();
        for (int i = 0; i < 4; i++) {
            ObservedRequest observed = fixture.stranger(3);
            fixture.untilLetGo();
            fixture.advance(55).letGo();
            fixture.advance(3_000);
            fixture.answered(observed);
        }

        assertThat(isSuspended()).isFalse();
    }

    @Test
    void oneThatFindsNothingEndsTheRow() {
        known();
        fixture.stall(3);
        fixture.stranger(3);
        fixture.untilLetGo();
        fixture.advance(55).letGo();
        fixture.stall(3);

        assertThat(isSuspended()).isFalse();
    }

    @Test
    void oneThatFaresWellBesideAsManyEndsTheRow() {
        known();
        fixture.stall(3);
        fixture.fareWell(3);
        fixture.stall(3);

        assertThat(isSuspended()).isFalse();
    }

    /** Before the stock has been refilled, a server with some workers is not hindered. */
    @Test
    void faringWellBesideLessThanStalledClearsNobody() {
        known();
        fixture.stall(3);
        fixture.fareWell(2);
        fixture.stall(3);

        assertThat(isSuspended()).isTrue();
    }

    @Test
    void stallsFarApartAreNotInARow() {
        known();
        fixture.stall(3);
        fixture.advance(TimeUnit.MINUTES.toMillis(11)).ordinarily(20, 20);
        fixture.stall(3);
        assertThat(isSuspended()).isFalse();
        fixture.stall(3);

        assertThat(isSuspended()).isTrue();
    }

    /** With the larger of them it would be allowed as much again as stalled at first. */
    @Test
    void theSmallerOfTwoSizesThatStalledIsConvicted() {
        known();
        fixture.stall(4);
        fixture.stall(9);
        assertThat(Wording.of(guard.conviction())).contains("while 4 were open");
        fixture.advance(TimeUnit.MINUTES.toMillis(2));
        fixture.passTrial();
        fixture.passTrial(1, 2);
        fixture.advance(2_000);

        assertThat(guard.sizeToTry(fixture.now(), 9)).as("half of it is all").isZero();
    }

    @Test
    void anAnswerCountsOnce() {
        known();
        ObservedRequest observed = fixture.stranger(3);
        fixture.untilLetGo();
        fixture.advance(15);
        fixture.answered(observed);

        assertThat(fixture.answered(observed)).isFalse();
        assertThat(isSuspended()).isFalse();
    }

    @Test
    void pausesDoubleUpToAnHour() {
        long[] minutes = new long[9];
        for (int i = 0; i < minutes.length; i++) {
            fixture.convict(3);
            long nanos = guard.suspendedUntil() - fixture.now();
            minutes[i] = TimeUnit.NANOSECONDS.toMinutes(nanos);
            fixture.advance(TimeUnit.NANOSECONDS.toMillis(nanos) - 1);
            assertThat(isSuspended()).isTrue();
            fixture.advance(1);
            assertThat(isSuspended()).isFalse();
        }

        assertThat(minutes).containsExactly(1, 2, 4, 8, 16, 32, 60, 60, 60);
    }

    @Test
    void afterAPauseThereIsATrialAndNoMoreThanHalfOfWhatConvictedForSixHours() {
        fixture.convict(8);
        fixture.advance(60_000);
        assertThat(guard.isOnTrial()).isTrue();
        assertThat(guard.limit(fixture.now())).isZero();
        fixture.passTrial();
        for (int size = 2; size <= 4; size++) {
            fixture.passTrial(size - 1, size);
        }
        fixture.advance(2_000);
        assertThat(guard.sizeToTry(fixture.now(), 64)).as("8 convicted").isZero();
        assertThat(guard.isRestrained()).isTrue();
    }

    @Test
    void anAcquittedStockMakesTheNextPauseShortAgain() {
        for (int i = 0; i < 4; i++) {
            fixture.convict(8);
            fixture.advance(TimeUnit.HOURS.toMillis(1));
        }
        fixture.ordinarily(20, 20).passTrial();
        fixture.standing();
        fixture.acquit(1);
        assertThat(guard.conviction()).as("forgiven").isNull();
        fixture.convict(4);

        assertThat(guard.conviction().pause()).isEqualTo(TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void whatConnectionsThemselvesShowSuspendsForTenMinutesUpToSixHours() {
        for (long minutes : new long[] {10, 20, 40, 80, 160, 320, 360, 360}) {
            guard.convict(fixture.now(), Conviction.Kind.ONE_AT_A_TIME);
            assertThat(guard.suspendedUntil() - fixture.now()).isEqualTo(TimeUnit.MINUTES.toNanos(minutes));
            assertThat(fixture.letGo()).isEqualTo(LetGo.EVERYTHING);
            fixture.advance(TimeUnit.MINUTES.toMillis(minutes));
        }
        assertThat(Wording.of(guard.conviction())).contains("1 connection at a time");
        guard.convict(fixture.now(), Conviction.Kind.NEWEST_WINS);
        assertThat(Wording.of(guard.conviction())).contains("older connections when a new one comes");
    }
}
