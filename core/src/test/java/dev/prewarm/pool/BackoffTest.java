package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final FixedRandom random = new FixedRandom(0.5);
    private final Backoff backoff = new Backoff(random);

    @Test
    void isNotActiveAtFirst() {
        assertThat(backoff.isActive(0)).isFalse();
    }

    @Test
    void doublesWithEachFailureUpToAMinute() {
        long now = 0;
        for (double ceiling : new double[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            backoff.failed(now, now);

            assertThat((backoff.until() - now) / 1e9).isEqualTo(ceiling / 2);
            assertThat(backoff.isActive(backoff.until() - 1)).isTrue();
            now = backoff.until();
            assertThat(backoff.isActive(now)).isFalse();
        }
    }

    @Test
    void staysAtAMinuteForEver() {
        long now = 0;
        for (int i = 0; i < 200; i++) {
            backoff.failed(now, now);
            assertThat(backoff.until() - now).isBetween(0L, SECONDS.toNanos(60));
            now = backoff.until();
        }
    }

    @Test
    void isAnywhereBetweenNothingAndItsCeiling() {
        Random any = new Random(7);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            Backoff one = new Backoff(any);
            one.failed(0, 0);
            least = Math.min(least, one.until());
            most = Math.max(most, one.until());
        }
        assertThat(least).isBetween(0L, SECONDS.toNanos(1) / 50);
        assertThat(most).isBetween(SECONDS.toNanos(1) * 49 / 50, SECONDS.toNanos(1));
    }

    @Test
    void severalThatWereUnderWayCountOnce() {
        backoff.failed(10, 0);
        long until = backoff.until();
        backoff.failed(11, 1);
        // Long after the backoff is over, but begun before anybody knew.
        backoff.failed(until + 1, 2);

        assertThat(backoff.until()).isEqualTo(until);
        backoff.failed(until + 2, until + 1);
        assertThat(backoff.until() - until - 2).isEqualTo(SECONDS.toNanos(1));
    }

    @Test
    void aSuccessEndsIt() {
        backoff.failed(0, 0);
        backoff.failed(backoff.until(), backoff.until());

        backoff.succeeded();

        assertThat(backoff.isActive(0)).isFalse();
        backoff.failed(0, 0);
        assertThat(backoff.until()).isEqualTo(SECONDS.toNanos(1) / 2);
    }
}
