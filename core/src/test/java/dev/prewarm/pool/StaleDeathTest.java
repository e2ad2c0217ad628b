package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the death of a warm connection without a response byte says about the rest of its key. */
class StaleDeathTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final Key OTHER = Keys.plain("http://a.example.com", 2);

    /** A connect takes 25 ms, so two round trips are 50. */
    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3;idle=8s");

    private void parkThree() {
        fixture.request(KEY);
        fixture.fill();
    }

    private void died(long sinceHitMillis, long ageMillis) {
        fixture.pool.died(
                fixture.now(), KEY, MILLISECONDS.toNanos(sinceHitMillis), MILLISECONDS.toNanos(ageMillis), null);
        fixture.step();
    }

    @Test
    void oldAndAtOnceFlushesItsKey() {
        parkThree();
        died(50, 1_001);

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }

    @Test
    void aYoungOneFlushesNothing() {
        parkThree();
        died(10, 1_000);

        assertThat(fixture.evictions()).isEmpty();
        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }

    @Test
    void aLateOneFlushesNothing() {
        parkThree();
        died(51, 5_000);

        assertThat(fixture.evictions()).isEmpty();
    }

    @Test
    void twoWithinAnIdleLimitFlush() {
        parkThree();
        died(500, 10);
        fixture.advance(6_000);
        died(500, 10);

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
    }

    @Test
    void twoFurtherApartFlushNothing() {
        parkThree();
        died(500, 10);
        fixture.advance(4_000).request(KEY);
        fixture.fill();
        fixture.advance(4_001);
        died(500, 10);

        assertThat(fixture.evictions()).noneMatch(text -> text.endsWith("flushed"));
    }

    @Test
    void otherKeysAreLeftAlone() {
        parkThree();
        fixture.request(OTHER);
        fixture.fill();
        died(10, 5_000);

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
        assertThat(fixture.request(OTHER)).isEqualTo("c4");
    }

    @Test
    void whatSomebodyLooksAtIsLeftToTheLook() {
        parkThree();
        Take<String> take = fixture.take(KEY);
        died(10, 5_000);

        assertThat(fixture.evictions()).containsExactly("c2 flushed", "c3 flushed");
        fixture.pool.hit(fixture.now(), take);
    }

    @Test
    void whatIsFlushedIsNotHandedOutBeforeTheStep() {
        parkThree();
        fixture.pool.died(fixture.now(), KEY, 0, MILLISECONDS.toNanos(5_000), null);

        assertThat(fixture.request(KEY)).isNull();
        assertThat(fixture.read(KEY).evicted()).containsEntry("flushed", 3L);
    }

    @Test
    void aKeyThatIsForgottenOnlyCounts() {
        fixture.pool.died(fixture.now(), KEY, 0, MILLISECONDS.toNanos(5_000), null);

        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }

    @Test
    void whatEndsWithinTwoRoundTripsMayHaveCrossedTheRequest() {
        parkThree();

        assertThat(fixture.pool.mayHaveCrossed(KEY, MILLISECONDS.toNanos(50))).isTrue();
        assertThat(fixture.pool.mayHaveCrossed(KEY, MILLISECONDS.toNanos(51))).isFalse();
    }

    @Test
    void farAwayTwoRoundTripsAreLonger() {
        fixture.request(KEY);
        fixture.step();
        fixture.pool.opened(
                fixture.now(), fixture.opening.remove(0), "far", MILLISECONDS.toNanos(70), MILLISECONDS.toNanos(70));

        assertThat(fixture.pool.mayHaveCrossed(KEY, MILLISECONDS.toNanos(140))).isTrue();
        assertThat(fixture.pool.mayHaveCrossed(KEY, MILLISECONDS.toNanos(141))).isFalse();
    }
}
