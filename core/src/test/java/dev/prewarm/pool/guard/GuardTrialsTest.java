package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Wording;
import org.junit.jupiter.api.Test;

/** What is tried before an origin that nobody named has any stock, and before it has more. Times are milliseconds. */
class GuardTrialsTest {
    private final GuardFixture fixture = GuardFixture.ofAuto();
    private final Guard guard = fixture.guard;

    private int limit() {
        return guard.limit(fixture.now());
    }

    private int sizeToTry(int wanted) {
        return guard.sizeToTry(fixture.now(), wanted);
    }

    /** Its connections are let go, and nothing else is. */
    private long letGo() {
        long waited = fixture.untilLetGo();
        assertThat(guard.isTrying()).isFalse();
        assertThat(limit()).as("what was there before").isEqualTo(guard.isOnTrial() ? 0 : 1);
        return waited;
    }

    /** One connection of its own beside {@code parked}; it is answered so long after that is closed. Answers when it was. */
    private long stallTrial(int parked, long lag) {
        ObservedRequest observed = fixture.tried(parked, 1);
        fixture.advance(20);
        guard.trialParked(fixture.now(), observed.trial());
        long held = letGo();
        fixture.advance(lag);
        fixture.answered(observed);
        fixture.advance(2_000);
        return held;
    }

    @Test
    void nothingIsHeldBeforeItsTrialAndNoMoreThanWasTriedAfterIt() {
        assertThat(limit()).isZero();
        fixture.ordinarily(7, 20);
        assertThat(sizeToTry(1)).as("before enough is known").isZero();
        fixture.passTrial();
        for (int size = 2; size <= 8; size++) {
            fixture.passTrial(size - 1, size);
        }
        fixture.passTrial(8, 16);
        fixture.passTrial(16, 32);
    }

    @Test
    void aNamedOriginHasNone() {
        GuardFixture named = GuardFixture.ofNamed();
        named.ordinarily(20, 20).advance(60_000);

        assertThat(named.guard.isOnTrial()).isFalse();
        assertThat(named.guard.sizeToTry(named.now(), 8)).isZero();
    }

    @Test
    void moreIsTriedOnlyWhereMoreIsWanted() {
        fixture.passTrial();
        fixture.passTrial(1, 2);
        fixture.advance(2_000);

        assertThat(sizeToTry(2)).isZero();
        assertThat(sizeToTry(3)).isEqualTo(3);
        assertThat(guard.isMore(2)).isFalse();
        assertThat(guard.isMore(3)).isTrue();
    }

    /** The second closes its connection sooner: if the answer moves with that, it waited for it. */
    @Test
    void twoThatHoldUpTheirRequestConvict() {
        fixture.ordinarily(8, 20);
        assertThat(stallTrial(0, 15)).isEqualTo(200);
        assertThat(guard.isSuspended(fixture.now())).isFalse();
        assertThat(stallTrial(0, 15)).isEqualTo(100);

        assertThat(guard.isSuspended(fixture.now())).isTrue();
        assertThat(fixture.letGo()).isEqualTo(LetGo.EVERYTHING);
        assertThat(Wording.of(guard.conviction())).contains("while 1 was open");
    }

    /** A server with two workers: one silent connection does no harm there, and two do. */
    @Test
    void twoOfMoreThatHoldUpTheirRequestConvict() {
        fixture.passTrial();
        fixture.advance(2_000);
        stallTrial(1, 15);
        stallTrial(1, 15);

        assertThat(guard.isSuspended(fixture.now())).isTrue();
        assertThat(Wording.of(guard.conviction())).contains("while 2 were open");
    }

    @Test
    void oneAtATime() {
        fixture.ordinarily(8, 20);
        assertThat(sizeToTry(1)).isEqualTo(1);
        fixture.tried(0, 1);
        fixture.advance(1_500);

        assertThat(sizeToTry(1)).isZero();
    }

    @Test
    void aSlowOriginIsNotConvictedByItsTrial() {
        fixture.ordinarily(8, 500);
        for (int i = 0; i < 4; i++) {
            stallTrial(0, 300);
        }

        assertThat(guard.isSuspended(fixture.now())).isFalse();
    }

    @Test
    void aSlowOriginPassesItWhereItsAnswersAreAsEver() {
        fixture.ordinarily(8, 500);
        stallTrial(0, 280);
        assertThat(guard.isOnTrial()).isTrue();
        ObservedRequest observed = fixture.tried(0, 1);
        fixture.advance(20);
        guard.trialParked(fixture.now(), observed.trial());
        fixture.untilLetGo();
        fixture.advance(280);
        fixture.answered(observed);

        assertThat(guard.isOnTrial()).isFalse();
        assertThat(limit()).isEqualTo(1);
    }

    /** A serial server whose answers take now and then 3 s. */
    @Test
    void aStallIsSeenAlsoWhereSomeAnswersAreSlowAnyway() {
        fixture.ordinarily(38, 20);
        fixture.ordinarily(2, 3_000);
        stallTrial(0, 15);
        stallTrial(0, 15);

        assertThat(guard.isSuspended(fixture.now())).isTrue();
    }

    @Test
    void aTrialWhoseConnectionDoesNotStandSaysNothing() {
        fixture.ordinarily(8, 20);
        for (int i = 0; i < 3; i++) {
            ObservedRequest observed = fixture.tried(0, 1);
            fixture.advance(20);
            fixture.answered(observed);
            fixture.advance(2_000);
        }
        assertThat(guard.isOnTrial()).isTrue();

        fixture.passTrial();
        assertThat(guard.isOnTrial()).as("no worse than if they had not been").isFalse();
    }

    @Test
    void aTrialOfWhichOneConnectionFailsSaysNothing() {
        fixture.passTrial();
        fixture.advance(2_000);
        ObservedRequest observed = fixture.tried(1, 1);
        guard.trialFailed(new Trial(1, Trial.HOLD));
        assertThat(guard.isTrying()).as("another one's failure").isTrue();
        guard.trialFailed(observed.trial());

        assertThat(guard.isTrying()).isFalse();
        assertThat(limit()).isEqualTo(1);
    }

    @Test
    void aTrialWhoseConnectionsNeverStandIsOverWithTheConnectTimeout() {
        fixture.ordinarily(8, 20);
        fixture.hasParked = false;
        ObservedRequest observed = fixture.tried(0, 1);
        fixture.advance(1_999).letGo();
        assertThat(guard.isTrying(observed.trial())).isTrue();
        fixture.advance(1);

        assertThat(fixture.letGo()).isEqualTo(LetGo.TRIAL);
        assertThat(guard.isTrying()).isFalse();
    }

    /** Those that stood before may be what it waits for: they were acquitted by chance. */
    @Test
    void allIsClosedWhereTheEndOfATrialIsNotEnough() {
        fixture.passTrial();
        fixture.advance(2_000);
        ObservedRequest observed = fixture.tried(1, 1);
        guard.trialParked(fixture.now(), observed.trial());
        fixture.untilLetGo();
        LetGo last = LetGo.TRIAL;
        for (int i = 0; i < 5 && last != LetGo.EVERYTHING; i++) {
            fixture.untilLetGo();
            last = guard.limit(fixture.now()) == 0 ? LetGo.EVERYTHING : LetGo.TRIAL;
        }

        assertThat(last).isEqualTo(LetGo.EVERYTHING);
    }
}
