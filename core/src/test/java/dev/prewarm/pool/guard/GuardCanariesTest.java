package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Requests that go cold on purpose, and what they acquit. Times are milliseconds. */
class GuardCanariesTest {
    private final GuardFixture fixture = GuardFixture.ofNamed();
    private final Guard guard = fixture.guard;

    private void known() {
        fixture.ordinarily(20, 20).standing();
    }

    private boolean isDue(int parked) {
        return guard.isCanaryDue(fixture.now(), parked, GuardFixture.DWELL);
    }

    private boolean hasAcquitted() {
        return guard.hasAcquitted(fixture.now());
    }

    @Test
    void twoThatFareWellAcquit() {
        known();
        fixture.fareWell(3);
        assertThat(hasAcquitted()).as("by one, which may have had luck").isFalse();
        fixture.advance(60_000);
        fixture.fareWell(3);

        assertThat(hasAcquitted()).isTrue();
        assertThat(guard.limit(fixture.now())).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatStalledIsTriedAgainAtOnceAndBesideAsMany() {
        known();
        fixture.stall(3);

        assertThat(isDue(2)).as("beside less").isFalse();
        assertThat(isDue(3)).isTrue();
        fixture.acquit(3);
        assertThat(isDue(3)).isFalse();
    }

    /** A long query by chance, and then hardly any traffic: what there is then need not be tried for ever. */
    @Test
    void afterAStallOthersBesideLessComeAsSeldomAsEver() {
        known();
        fixture.acquit(3);
        fixture.takes(500).advance(60_000);
        fixture.stall(3);
        for (int i = 0; i < 3; i++) {
            fixture.advance(2_000);
            fixture.fareWell(1);
        }
        fixture.advance(2_000).takes(5);

        assertThat(isDue(1)).isFalse();
        assertThat(isDue(3)).as("as much as stalled").isTrue();
    }

    @Test
    void noneBesideNothing() {
        known();
        assertThat(isDue(0)).isFalse();
        fixture.acquit(0);

        assertThat(hasAcquitted()).as("nor does that acquit").isFalse();
    }

    @Test
    void noneWhileSomethingIsBeingFoundOut() {
        known();
        fixture.stranger(3);
        fixture.untilLetGo();
        fixture.takes(500);

        assertThat(isDue(64)).isFalse();
        fixture.advance(55).letGo();
        fixture.advance(60_000);
        assertThat(isDue(64)).isTrue();
    }

    @Test
    void oneThatFaredWorseIsMadeUpForByAnother() {
        known();
        fixture.fareWell(3);
        fixture.stall(3);
        fixture.fareWell(3);
        assertThat(hasAcquitted()).isFalse();
        fixture.fareWell(3);

        assertThat(hasAcquitted()).isTrue();
    }

    @Test
    void aSlowOneThatIsAnsweredBesideWhatIsParkedSaysNothing() {
        known();
        for (int i = 0; i < 3; i++) {
            ObservedRequest observed = fixture.stranger(2);
            fixture.advance(150);
            fixture.answered(observed);
        }

        assertThat(hasAcquitted()).isFalse();
        assertThat(guard.isSuspended(fixture.now())).isFalse();
    }

    /** A server that refuses does so at once, whatever is parked there. */
    @Test
    void aRefusalNeitherAcquitsNorShowsWhatIsUsual() {
        fixture.ordinarily(20, 300);
        for (int i = 0; i < 20; i++) {
            guard.answered(fixture.now() + GuardFixture.nanos(2), fixture.unhindered(0), AnswerStatus.FORBIDDEN);
        }
        fixture.standing();
        for (int i = 0; i < 2; i++) {
            ObservedRequest beside = fixture.stranger(3);
            fixture.advance(120_000);
            guard.answered(fixture.now(), beside, AnswerStatus.UNAVAILABLE);
        }
        assertThat(hasAcquitted()).isFalse();
        fixture.ordinarily(8, 300);
        fixture.stranger(3);

        assertThat(fixture.untilLetGo()).isEqualTo(600);
    }

    /** OkHttp's own over TLS: twice what they take to open. They are not doubted for ever. */
    @Test
    void coldOnesThatAreSlowerByThemselvesAreUsual() {
        fixture.ordinarily(3, 250);
        for (int i = 0; i < 40; i++) {
            ObservedRequest hit =
                    guard.unhindered(fixture.unhindered(0).endpoint(), fixture.now(), GuardFixture.nanos(100), 0);
            guard.answered(fixture.now() + GuardFixture.nanos(50), hit, AnswerStatus.SERVED);
        }
        fixture.standing();
        for (int i = 0; i < 2; i++) {
            fixture.takes(5);
            ObservedRequest observed = fixture.stranger(3);
            fixture.advance(200);
            fixture.answered(observed);
            fixture.advance(60_000);
        }

        assertThat(hasAcquitted()).isTrue();
    }
}
