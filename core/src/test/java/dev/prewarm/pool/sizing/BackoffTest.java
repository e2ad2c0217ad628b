package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.FixedRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = SECONDS.toNanos(1);

    private final FixedRandom random = new FixedRandom(0.5);
    private final Backoff backoff = new Backoff(random);

    @Test
    void thereIsNothingToWaitForAtFirst() {
        assertThat(backoff.isInARow()).isFalse();
        assertThat(backoff.until()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void doublesWithEachInARowUpToAMinute() {
        long now = 0;
        for (double ceiling : new double[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(backoff.wasted(now, now)).isTrue();

            assertThat(backoff.isInARow()).isTrue();
            assertThat((backoff.until() - now) / 1e9).isEqualTo(ceiling / 2);
            now = backoff.until() + SECOND;
        }
    }

    @Test
    void staysAtAMinuteForEver() {
        long now = 0;
        for (int i = 0; i < 200; i++) {
            backoff.wasted(now, now);
            assertThat(backoff.until() - now).isBetween(0L, SECONDS.toNanos(60));
            now = backoff.until() + SECOND;
        }
    }

    /** It is ours alone that come to nothing. */
    @Test
    void upToTenMinutesWhereTheClientsOwnAreAnsweredMeanwhile() {
        long now = 0;
        for (double ceiling : new double[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600}) {
            backoff.wasted(now, now);
            backoff.servesOthers();

            assertThat((backoff.until() - now) / 1e9).isEqualTo(ceiling / 2);
            now = backoff.until() + SECOND;
        }
        backoff.succeeded();
        for (int i = 0; i < 12; i++) {
            backoff.wasted(now, now);
            assertThat(backoff.until() - now).as("a row later").isLessThanOrEqualTo(SECONDS.toNanos(30));
            now = backoff.until() + SECOND;
        }
    }

    @Test
    void aRetryEndsTheWaitAndNotTheRow() {
        backoff.wasted(0, 0);
        backoff.retry();
        assertThat(backoff.until()).isEqualTo(Long.MIN_VALUE);
        assertThat(backoff.isInARow()).isTrue();

        backoff.wasted(SECOND, SECOND);
        assertThat(backoff.until()).isEqualTo(2 * SECOND);
    }

    @Test
    void isAnywhereBetweenNothingAndItsCeiling() {
        Random any = new Random(7);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            Backoff one = new Backoff(any);
            one.wasted(0, 0);
            least = Math.min(least, one.until());
            most = Math.max(most, one.until());
        }
        assertThat(least).isBetween(0L, SECOND / 50);
        assertThat(most).isBetween(SECOND * 49 / 50, SECOND);
    }

    @Test
    void severalThatWereUnderWayCountOnce() {
        assertThat(backoff.wasted(10, 0)).isTrue();
        long until = backoff.until();
        assertThat(backoff.wasted(11, 1)).isFalse();
        // Long after, but begun before anybody knew.
        assertThat(backoff.wasted(until + SECOND, 2)).isFalse();

        assertThat(backoff.until()).isEqualTo(until);
        assertThat(backoff.wasted(until + SECOND, until)).isTrue();
        assertThat(backoff.until() - until - SECOND).isEqualTo(SECOND);
    }

    @Test
    void whatEndsWithinASecondCountsOnceAndTheNextWaitsNevertheless() {
        backoff.wasted(0, 0);
        long again = backoff.until();

        assertThat(backoff.wasted(again + 1, again)).isFalse();
        assertThat(backoff.until()).isEqualTo(again + 1 + SECOND / 2);
        assertThat(backoff.wasted(SECOND - 1, again + 2)).isFalse();
        assertThat(backoff.wasted(SECOND, SECOND)).isTrue();
        assertThat(backoff.until()).isEqualTo(SECOND + SECOND);
    }

    @Test
    void oneThatSucceedsEndsTheRow() {
        backoff.wasted(0, 0);
        backoff.wasted(SECOND, SECOND);

        assertThat(backoff.succeeded()).isTrue();
        assertThat(backoff.succeeded()).isFalse();

        assertThat(backoff.until()).isEqualTo(Long.MIN_VALUE);
        backoff.wasted(2 * SECOND, 2 * SECOND);
        assertThat(backoff.until()).isEqualTo(2 * SECOND + SECOND / 2);
    }

    @Test
    void oneThatEndsSoonAfterASuccessBeginsARow() {
        backoff.wasted(0, 0);
        backoff.succeeded();

        assertThat(backoff.wasted(5, 3)).as("within a second of the last").isFalse();
        assertThat(backoff.isInARow()).isTrue();
        assertThat(backoff.until()).isEqualTo(5 + SECOND / 2);
    }
}
