package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import org.junit.jupiter.api.Test;

/** A hit has no connect timeout: of what may wait for ever nothing is handed out. */
class StandstillTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3");

    private void park() {
        fixture.request(KEY);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(3);
    }

    /** One is taken, and its successor is not answered. */
    private void openingTimesOut() {
        assertThat(fixture.request(KEY)).isNotNull();
        fixture.step();
        fixture.advance(2_000);
        for (PoolEntry<String> entry : fixture.opening) {
            fixture.pool.failed(fixture.now(), entry, "timed out", OpeningFailure.TIMED_OUT);
        }
        fixture.opening.clear();
    }

    @Test
    void fromAnOpeningThatTimesOutToOneThatSucceeds() {
        park();
        openingTimesOut();
        assertThat(fixture.request(KEY)).isNull();
        assertThat(fixture.read(KEY).warm()).as("it is kept").isEqualTo(2);

        fixture.step();
        fixture.openAll();
        assertThat(fixture.request(KEY)).isNotNull();
    }

    @Test
    void alsoToOneOfTheClientsOwn() {
        park();
        openingTimesOut();
        ObservedRequest observed = fixture.pool.miss(fixture.now(), fixture.take(KEY));
        fixture.pool.coldConnected(fixture.now(), KEY.origin(), 1_000_000, observed);

        assertThat(fixture.request(KEY)).isNotNull();
    }

    @Test
    void fromAConnectOfTheClientsOwnThatTimesOut() {
        park();
        fixture.pool.unreachable(KEY, fixture.pool.cold(fixture.now(), KEY));

        assertThat(fixture.request(KEY)).isNull();
    }

    @Test
    void fromTwoHitsThatAreUnansweredForTheConnectTimeout() {
        park();
        fixture.advance(1);
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.advance(1_999);
        Take<String> take = fixture.take(KEY);
        assertThat(take.candidate()).isNotNull();
        fixture.pool.putBack(fixture.now(), take.candidate());
        fixture.advance(1);

        assertThat(fixture.take(KEY).candidate()).isNull();
    }

    @Test
    void anotherAddressIsNotConcerned() {
        park();
        Key other = Keys.plain("http://a.example.com", 2);
        fixture.pool.unreachable(other, fixture.pool.cold(fixture.now(), other));

        assertThat(fixture.request(KEY)).isNotNull();
    }
}
