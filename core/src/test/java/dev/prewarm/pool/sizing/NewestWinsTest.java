package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two round trips are 50 ms; times are milliseconds. */
class NewestWinsTest {
    private static final long SECOND = 1_000;

    private final ConnectTimes times = new ConnectTimes(false);
    private final NewestWins newestWins = new NewestWins(times);
    private long now = TimeUnit.DAYS.toNanos(1);

    NewestWinsTest() {
        times.connected(TimeUnit.MILLISECONDS.toNanos(10));
    }

    private void advance(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** One more stands beside {@code parked}, of which {@code ended} are ended {@code after} that. */
    private boolean connect(int parked, int ended, long after) {
        newestWins.connected(now, parked, true);
        advance(after);
        boolean convicts = false;
        for (int i = 0; i < ended; i++) {
            convicts |= newestWins.ended(now, 0);
        }
        return convicts;
    }

    @Test
    void twoInARowThatEndEverything() {
        assertThat(connect(3, 3, 50)).isFalse();
        advance(SECOND);
        assertThat(connect(1, 1, 50)).isTrue();
    }

    /** Say, one that speaks to whoever is silent for 30 ms. */
    @Test
    void notWhereTheNewestEndsAsSoon() {
        for (int i = 0; i < 5; i++) {
            long connectedAt = now;
            assertThat(connect(1, 1, 30)).isFalse();
            advance(1);
            assertThat(newestWins.ended(now, connectedAt)).isFalse();
            advance(SECOND);
        }
    }

    /** Both ends may be noticed together. */
    @Test
    void norWhereItsEndIsSeenFirst() {
        for (int i = 0; i < 5; i++) {
            newestWins.connected(now, 1, true);
            long connectedAt = now;
            advance(30);
            assertThat(newestWins.ended(now, connectedAt)).isFalse();
            assertThat(newestWins.ended(now, 0)).isFalse();
            advance(SECOND);
        }
    }

    /** Of the client's own it is not seen how it fares. */
    @Test
    void besideOneOfTheClientOnlyWhatHadStoodBefore() {
        for (int i = 0; i < 5; i++) {
            long parkedAt = now;
            advance(20);
            newestWins.connected(now, 1, false);
            advance(10);
            assertThat(newestWins.ended(now, parkedAt))
                    .as("it may have ended for its age")
                    .isFalse();
            advance(SECOND);
        }
        boolean convicts = false;
        for (int i = 0; i < 2; i++) {
            long parkedAt = now;
            advance(51);
            newestWins.connected(now, 1, false);
            advance(10);
            convicts = newestWins.ended(now, parkedAt);
            advance(SECOND);
        }
        assertThat(convicts).isTrue();
    }

    @Test
    void butIfOneMoreHasComeMeanwhileThatWasTheNewest() {
        long connectedAt = now;
        connect(1, 1, 10);
        newestWins.connected(now, 1, true);
        newestWins.ended(now, connectedAt);
        advance(SECOND + 10);

        assertThat(connect(1, 1, 10)).isTrue();
    }

    @Test
    void notTwiceWithinASecond() {
        assertThat(connect(1, 1, 10)).isFalse();
        advance(SECOND - 20);
        assertThat(connect(1, 1, 10)).isFalse();
        advance(20);
        assertThat(connect(1, 1, 10)).isTrue();
    }

    @Test
    void notWhereOneGoesOnStanding() {
        for (int i = 0; i < 5; i++) {
            assertThat(connect(3, 2, 10)).isFalse();
            advance(SECOND);
        }
    }

    @Test
    void notWhereTheyEndLaterThanTwoRoundTrips() {
        for (int i = 0; i < 5; i++) {
            assertThat(connect(1, 1, 51)).isFalse();
            advance(SECOND);
        }
    }

    @Test
    void oneThatOutlivesAConnectBetweenTwoSpeaksAgainstIt() {
        connect(1, 1, 10);
        advance(SECOND);
        connect(1, 0, 0);
        advance(SECOND);

        assertThat(connect(1, 1, 10)).isFalse();
        advance(SECOND);
        assertThat(connect(1, 1, 10)).isTrue();
    }

    @Test
    void alsoOneThatIsTakenAfterIt() {
        connect(1, 1, 10);
        advance(SECOND);
        connect(1, 0, 51);
        newestWins.left(now);
        advance(SECOND);

        assertThat(connect(1, 1, 10)).isFalse();
    }

    @Test
    void whatIsTakenAtOnceIsNotWaitedFor() {
        connect(1, 1, 10);
        advance(SECOND);
        newestWins.connected(now, 2, true);
        newestWins.left(now);

        assertThat(newestWins.ended(now, 0)).isTrue();
    }

    @Test
    void aConnectBesideNothingSaysNothing() {
        connect(1, 1, 10);
        advance(SECOND);
        connect(0, 0, 0);
        advance(SECOND);

        assertThat(connect(1, 1, 10)).isTrue();
    }

    /** A pair of ours: the second must not hide what the first has ended. */
    @Test
    void theFirstOfTwoConnectsIsTheOneThatCounts() {
        connect(1, 1, 10);
        advance(SECOND);
        newestWins.connected(now, 1, true);
        advance(10);
        newestWins.connected(now, 2, true);

        assertThat(newestWins.ended(now, 0)).isTrue();
    }

    @Test
    void afterAVerdictItTakesTwoAgain() {
        connect(1, 1, 10);
        advance(SECOND);
        connect(1, 1, 10);
        advance(SECOND);
        assertThat(connect(1, 1, 10)).isFalse();
        advance(SECOND);
        assertThat(connect(1, 1, 10)).isTrue();
    }
}
