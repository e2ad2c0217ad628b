package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A 408 on a warm connection: whether it may have met the request on its way, and what that says about its key. */
class TimedOutTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final Key OTHER = Keys.plain("http://a.example.com", 2);

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3;idle=8s");

    private void parkThree() {
        fixture.request(KEY);
        fixture.fill();
    }

    private boolean timedOut(long sinceHitMillis, long ageMillis) {
        boolean early = fixture.pool.timedOut(
                fixture.now(), KEY, MILLISECONDS.toNanos(sinceHitMillis), MILLISECONDS.toNanos(ageMillis), null);
        fixture.step();
        return early;
    }

    /** TCP connects to it take so long. */
    private void roundTrip(long millis) {
        PoolEntry<String> slow = fixture.opening.remove(0);
        fixture.pool.opened(fixture.now(), slow, "far", MILLISECONDS.toNanos(millis), MILLISECONDS.toNanos(millis));
    }

    @Test
    void withinTwoRoundTripsItMayHaveCrossedTheRequest() {
        parkThree();

        assertThat(timedOut(50, 10)).isTrue();
        assertThat(timedOut(51, 10)).isFalse();
    }

    @Test
    void farAwayTwoRoundTripsAreLonger() {
        fixture.request(KEY);
        fixture.step();
        roundTrip(700);

        assertThat(timedOut(1_400, 5_000)).isTrue();
        assertThat(timedOut(1_401, 5_000)).isFalse();
        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }

    @Test
    void withinASecondItCountsAndFlushesItsKeyWhateverItsAge() {
        parkThree();
        timedOut(999, 10);

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }

    @Test
    void itIsNoEvidenceOfHarmHoweverYoungTheConnection() {
        parkThree();
        ObservedRequest first = fixture.pool.hit(fixture.now(), fixture.take(KEY));
        ObservedRequest second = fixture.pool.hit(fixture.now(), fixture.take(KEY));
        for (ObservedRequest observed : List.of(first, second)) {
            fixture.advance(1_500);
            fixture.pool.timedOut(fixture.now(), KEY, MILLISECONDS.toNanos(10), MILLISECONDS.toNanos(10), observed);
        }

        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
    }

    @Test
    void laterItIsAnAnswer() {
        parkThree();

        assertThat(timedOut(1_000, 5_000)).isFalse();
        assertThat(fixture.evictions()).isEmpty();
        assertThat(fixture.read(KEY).staleHits()).isZero();
    }

    @Test
    void otherKeysAreLeftAlone() {
        parkThree();
        fixture.request(OTHER);
        fixture.fill();
        timedOut(10, 5_000);

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
        assertThat(fixture.request(OTHER)).isEqualTo("c4");
    }

    @Test
    void twoAlikeTeachHowLongTheServerWaits() {
        parkThree();
        timedOut(10, 5_000);
        fixture.advance(6_000);
        timedOut(10, 5_000);

        assertThat(fixture.read(KEY).learnt().idleNanos()).isEqualTo(MILLISECONDS.toNanos(3_500));
    }

    @Test
    void thoseThatAreAnswersTeachNothing() {
        parkThree();
        timedOut(1_000, 5_000);
        fixture.advance(6_000);
        timedOut(1_000, 5_000);

        assertThat(fixture.read(KEY).learnt().isIdleLearnt()).isFalse();
    }

    @Test
    void aKeyThatIsForgottenOnlyCounts() {
        assertThat(timedOut(10, 5_000)).isTrue();
        assertThat(fixture.read(KEY).staleHits()).isEqualTo(1);
    }
}
