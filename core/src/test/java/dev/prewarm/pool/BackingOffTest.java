package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an origin sees to which nothing can be opened, or that ends what was opened at once. */
class BackingOffTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=2,http://b.example.com");

    private void fail() {
        fixture.request(KEY);
        fixture.step();
        fixture.random.fraction = 0.5;
        fixture.failAll();
    }

    /** A request goes cold and is answered. */
    private void served() {
        ObservedRequest observed = fixture.pool.miss(fixture.now(), fixture.take(KEY));
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(100));
        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
    }

    @Test
    void nothingIsOpenedBeforeItsEndAndTheStepSaysWhenThatIs() {
        fail();
        long end = fixture.now() + MILLISECONDS.toNanos(500);

        Step<String> step = fixture.step();
        assertThat(step.open()).isEmpty();
        assertThat(step.nextAt()).isEqualTo(end);
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
        assertThat(fixture.read(KEY).reason()).contains("refused");
        assertThat(fixture.advance(499).step().open()).isEmpty();
        fixture.advance(1).step();
        fixture.openAll();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        assertThat(fixture.read(KEY).state()).as("while it is young").isEqualTo("backing-off");
    }

    @Test
    void theClientsOwnSuccessDoesNotEndIt() {
        fail();
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(50));

        assertThat(fixture.advance(110).step().open()).isEmpty();
    }

    /** It is open, and then the peer ends it. */
    private void drop(EvictReason reason, long afterMillis) {
        for (PoolEntry<String> entry : List.copyOf(fixture.opening)) {
            fixture.open(entry);
        }
        fixture.advance(afterMillis);
        for (PoolEntry<String> entry : parked()) {
            assertThat(fixture.pool.checkOut(entry)).isTrue();
            fixture.pool.evict(fixture.now(), entry, reason);
        }
    }

    private List<PoolEntry<String>> parked() {
        return fixture.entriesParked();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED_BY_SERVER", "UNEXPECTED_DATA"})
    void whatIsEndedInItsFirstSecondCountsAsFailed(EvictReason reason) {
        fixture.random.fraction = 0.5;
        fixture.request(KEY);
        fixture.advance(500).step();
        drop(reason, 999);

        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
        assertThat(fixture.read(KEY).reason()).contains("999 ms after it was opened ahead");
        assertThat(fixture.read(KEY).failed()).as("it did stand").isZero();
        assertThat(fixture.read(KEY).evicted()).containsEntry(reason.label(), 2L);
        assertThat(fixture.advance(499).step().open()).isEmpty();
        assertThat(fixture.advance(1).step().open()).as("one at a time").hasSize(1);

        fixture.advance(600);
        drop(reason, 0);
        served();
        assertThat(fixture.advance(999).step().open()).isEmpty();
        assertThat(fixture.advance(1).step().open()).as("twice as long").hasSize(1);
    }

    @Test
    void whatIsEndedLaterIsNoFailureButTeachesTheIdleLimit() {
        fixture.request(KEY);
        fixture.step();
        drop(EvictReason.CLOSED_BY_SERVER, 1_010);

        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
        assertThat(fixture.step().open()).isNotEmpty();
        drop(EvictReason.CLOSED_BY_SERVER, 1_010);
        assertThat(fixture.read(KEY).learnt().idleNanos()).isEqualTo(MILLISECONDS.toNanos(707));
    }

    @Test
    void whatIsEndedInItsFirstSecondTeachesNoIdleLimit() {
        for (int i = 0; i < 2; i++) {
            fixture.request(KEY);
            fixture.advance(1_000).step();
            drop(EvictReason.CLOSED_BY_SERVER, 500);
        }

        assertThat(fixture.read(KEY).learnt().isIdleLearnt()).isFalse();
    }

    /** The keeper may have been busy when it happened. */
    @ParameterizedTest
    @CsvSource({"1300, 0, backing-off", "1001, 299, warming"})
    void whatIsSeenLateMayHaveHappenedInTheFirstSecond(long toStep, long toEnd, String state) {
        fail();
        fixture.advance(500).step();
        fixture.openAll();
        fixture.step();
        fixture.advance(toStep).step();
        PoolEntry<String> entry = fixture.entry("c1");
        assertThat(fixture.pool.checkOut(entry)).isTrue();
        fixture.advance(toEnd);
        fixture.pool.evict(fixture.now(), entry, EvictReason.CLOSED_BY_SERVER);

        assertThat(fixture.read(KEY).state()).isEqualTo(state);
    }

    @Test
    void oneThatStandsForASecondEndsIt() {
        fail();
        fixture.advance(500).step();
        fixture.openAll();
        Step<String> step = fixture.advance(999).step();
        assertThat(step.open()).as("one at a time").isEmpty();
        assertThat(step.nextAt()).isEqualTo(fixture.now() + MILLISECONDS.toNanos(1));
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");

        assertThat(fixture.advance(1).step().open()).isNotEmpty();
        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
    }

    @Test
    void oneThatStoodBeforeDoesNotEndIt() {
        fixture.request(KEY);
        fixture.fill();
        fixture.advance(3_000);
        fixture.request(KEY);
        fixture.step();
        fixture.random.fraction = 0.5;
        fixture.failAll();

        assertThat(fixture.read(KEY).warm()).isPositive();
        assertThat(fixture.advance(400).step().open()).isEmpty();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
    }

    @Test
    void oneThatIsUsedAndAnsweredEndsItAndOneThatIsOnlyUsedDoesNot() {
        fail();
        fixture.advance(500).step();
        fixture.openAll();
        Take<String> take = fixture.take(KEY);
        ObservedRequest observed = fixture.pool.hit(fixture.now(), take);
        fixture.step();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");

        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
    }

    /** Of an upstream that went away in between, those that were opened before may still be answered. */
    @Test
    void oneThatWasOpenedBeforeAndIsAnsweredDoesNotEndIt() {
        fixture.request(KEY);
        fixture.fill();
        fixture.advance(3_000);
        ObservedRequest observed = fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.step();
        fixture.random.fraction = 0.5;
        fixture.failAll();
        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);

        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
    }

    @Test
    void nothingIsOpenedWhileTooMuchOfTheLastMinuteCameToNothing() {
        for (int i = 0; i < 3; i++) {
            served();
            assertThat(fixture.step().open()).isNotEmpty();
            fixture.failAll();
            fixture.advance(2_000);
        }
        served();

        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.read(KEY).reason()).contains("3 such failures in the last minute");
        assertThat(fixture.advance(53_000).step().open()).isEmpty();
        fixture.advance(2_000);
        assertThat(fixture.step().open()).as("the first is a minute ago").hasSize(1);
    }

    @Test
    void nothingIsOpenedOnceKeepWarmHasPassed() {
        fail();
        fixture.random.fraction = 1;
        int opened = 0;
        for (int i = 0; i < 900; i++) {
            opened += fixture.advance(100).step().open().size();
            fixture.failAll();
        }
        assertThat(opened).as("it is tried again meanwhile").isPositive();

        for (int i = 0; i < 3_000; i++) {
            assertThat(fixture.advance(100).step().open()).isEmpty();
        }
        fixture.request(KEY);
        assertThat(fixture.step().open()).hasSize(1);
    }

    @Test
    void anotherOriginIsNotConcerned() {
        fail();
        Key other = Keys.plain("http://b.example.com");
        fixture.request(other);

        assertThat(fixture.step().open()).extracting(PoolEntry::key).containsExactly(other);
    }

    @Test
    void whatIsParkedIsStillHandedOut() {
        fixture.request(KEY);
        fixture.fill();
        fail();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");

        assertThat(fixture.request(KEY)).isEqualTo("c2");
    }
}
