package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When what is parked is let go, and what comes of it that convicts nobody. Times are milliseconds. */
class GuardLettingGoTest {
    private final GuardFixture fixture = GuardFixture.ofNamed();
    private final Guard guard = fixture.guard;

    private void known() {
        fixture.ordinarily(20, 20).standing();
    }

    @Test
    void oneThatGoesColdAnywayIsWatchedFromTheVeryFirstStockOn() {
        fixture.stranger(1);

        assertThat(fixture.untilLetGo()).as("while little is known").isEqualTo(400);
    }

    @Test
    void aFifthOfASecondIsEnoughWhereAnswersAreFast() {
        known();
        fixture.stranger(1);

        assertThat(fixture.untilLetGo()).isEqualTo(200);
    }

    @Test
    void nobodyIsWaitedForWhereNothingIsParked() {
        known();
        fixture.hasParked = false;
        fixture.stranger(1);

        assertThat(fixture.advance(5_000).letGo()).isEqualTo(LetGo.NOTHING);
    }

    @Test
    void whatIsUsualIsNoReason() {
        fixture.ordinarily(20, 900).standing();
        ObservedRequest observed = fixture.stranger(3);
        assertThat(fixture.advance(1_700).letGo()).isEqualTo(LetGo.NOTHING);
        fixture.answered(observed);

        assertThat(fixture.advance(5_000).letGo()).isEqualTo(LetGo.NOTHING);
    }

    /** What waits beside nothing of ours shows how slow the upstream is just now. */
    @Test
    void whereOthersWaitAsLongBesideNothingItIsNoReason() {
        known();
        fixture.unhindered(0);
        fixture.unhindered(0);
        fixture.advance(1_000);
        fixture.stranger(1);
        fixture.advance(999);

        assertThat(fixture.letGo()).isEqualTo(LetGo.NOTHING);
    }

    @Test
    void nothingMayBeHeldUntilItIsKnownWhatItShows() {
        known();
        ObservedRequest observed = fixture.stranger(3);
        assertThat(guard.limit(fixture.now())).isEqualTo(Integer.MAX_VALUE);
        fixture.untilLetGo();
        assertThat(guard.limit(fixture.now())).isZero();
        assertThat(fixture.letGo()).as("once").isEqualTo(LetGo.NOTHING);
        fixture.advance(15);
        assertThat(fixture.answered(observed)).as("changes that").isTrue();

        assertThat(guard.limit(fixture.now())).isEqualTo(Integer.MAX_VALUE);
    }

    /** A usual answer, a round trip, and what this JVM may be late: 20 + 10 + 25. */
    @Test
    void noLongerThanAnAnswerTakes() {
        known();
        fixture.stranger(3);
        fixture.untilLetGo();
        assertThat(guard.nextAt()).isEqualTo(fixture.now() + GuardFixture.nanos(55));
        fixture.advance(55).letGo();

        assertThat(guard.limit(fixture.now())).isEqualTo(Integer.MAX_VALUE);
        assertThat(guard.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterOneThatFoundNothingTheNextWaitsTwiceAsLong() {
        known();
        for (long expected : new long[] {200, 400, 800, 1_600, 3_200, 6_400, 8_000, 8_000}) {
            fixture.stranger(3);
            assertThat(fixture.untilLetGo()).isEqualTo(expected);
            fixture.advance(55).letGo();
        }
        assertThat(guard.isSuspended(fixture.now())).isFalse();
    }

    @Test
    void anAnswerThatComesTooLateFindsNothingEither() {
        known();
        ObservedRequest observed = fixture.stranger(3);
        fixture.untilLetGo();
        fixture.advance(40);
        fixture.answered(observed);
        fixture.stranger(3);

        assertThat(fixture.untilLetGo()).isEqualTo(400);
    }

    @Test
    void whileLittleIsKnownItShowsNothing() {
        fixture.ordinarily(7, 20).standing();
        for (int i = 0; i < 5; i++) {
            ObservedRequest observed = fixture.stranger(3);
            assertThat(fixture.untilLetGo()).isEqualTo(400);
            fixture.advance(15);
            fixture.answered(observed);
        }

        assertThat(guard.isSuspended(fixture.now())).isFalse();
    }

    @Test
    void whoeverIsLostOnHisWayIsWaitedForNoMore() {
        known();
        ObservedRequest observed = fixture.stranger(3);
        fixture.letGo();
        guard.lost(observed);

        assertThat(fixture.advance(5_000).letGo()).isEqualTo(LetGo.NOTHING);
        assertThat(observed.isOver()).isTrue();
    }

    /** Else one slow answer that was our own doing would pass for what is usual. */
    @Test
    void nothingIsLearntFromARequestThatWeMayHaveOvertaken() {
        known();
        for (int i = 0; i < 5; i++) {
            ObservedRequest overtaken = fixture.unhindered(0);
            overtaken.overtaken();
            fixture.advance(4_000);
            fixture.answered(overtaken);
        }
        fixture.stranger(1);

        assertThat(fixture.untilLetGo()).isEqualTo(200);
    }

    @Test
    void theFirstTwentyMayHaveASlowOneAmongThem() {
        fixture.ordinarily(1, 900).ordinarily(19, 20).standing();
        fixture.stranger(1);

        assertThat(fixture.untilLetGo()).isEqualTo(200);
    }
}
