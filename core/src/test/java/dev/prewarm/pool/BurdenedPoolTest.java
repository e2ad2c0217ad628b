package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is parked at an origin that has shown that unused connections are a burden to it, or that it counts from accept. */
class BurdenedPoolTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final int MOST = 3;

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=4");

    private void requestAnswered(int status) {
        Take<String> take = fixture.take(KEY);
        ObservedRequest observed = take.candidate() == null
                ? fixture.pool.miss(fixture.now(), take)
                : fixture.pool.hit(fixture.now(), take);
        fixture.coldConnected(KEY, 50_000_000);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, status, observed);
    }

    /** When connections go unused, in milliseconds, with a request every {@code everyMillis} until {@code endMillis}. */
    private List<Long> unusedAt(long everyMillis, long endMillis) {
        List<Long> unusedAt = new ArrayList<>();
        long before = fixture.read(KEY).unused();
        for (long millis = 0; millis < endMillis; millis += 100) {
            if (millis % everyMillis == 0) {
                requestAnswered(200);
            }
            fixture.step();
            fixture.openAll();
            for (long now = fixture.read(KEY).unused(); before < now; before++) {
                unusedAt.add(millis);
            }
            fixture.advance(100);
        }
        return unusedAt;
    }

    /** Unused ones in the worst 60 s of ten minutes with a request every {@code everyMillis}. */
    private int mostUnusedInAMinute(long everyMillis) {
        List<Long> unusedAt = unusedAt(everyMillis, TimeUnit.MINUTES.toMillis(10));
        int most = 0;
        for (long from : unusedAt) {
            most = Math.max(most, (int) unusedAt.stream()
                    .filter(at -> at >= from && at < from + 60_000)
                    .count());
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void noMoreThanThreeGoUnusedInAMinuteOnceARequestWasRefusedBesideOurs(int status) {
        requestAnswered(200);
        fixture.fill();
        requestAnswered(status);
        // What was parked by then.
        fixture.advance(70_000).step();

        assertThat(mostUnusedInAMinute(7_000)).isLessThanOrEqualTo(MOST);
    }

    /** It crossed the request, which went again on the client's own: to the server one more without a request. */
    @Test
    void aHitThatWasAnsweredForItsSilenceIsOneOfTheThree() {
        requestAnswered(200);
        fixture.fill();
        fixture.advance(5_000);
        List<ObservedRequest> hits = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            hits.add(fixture.pool.hit(fixture.now(), fixture.take(KEY)));
        }
        hits.forEach(hit -> fixture.pool.timedOut(fixture.now(), KEY, 1_000_000, 5_000_000_000L, hit));
        fixture.step();
        long before = fixture.read(KEY).unused();
        unusedAt(7_000, 50_000);

        assertThat(fixture.read(KEY).unused()).isEqualTo(before);
    }

    /** Such a server may count what is closed unused. */
    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void whatIsParkedIsUsedUpWhereTwoRequestsWereRefusedBesideIt(int status) {
        requestAnswered(200);
        fixture.fill();
        requestAnswered(status);
        fixture.advance(2_000);
        requestAnswered(status);
        fixture.step();
        int parked = fixture.read(KEY).warm();

        assertThat(parked).isPositive();
        assertThat(fixture.request(KEY, false))
                .as("not for what must not be repeated")
                .isNull();
        for (int i = 0; i < parked; i++) {
            assertThat(fixture.request(KEY)).isNotNull();
        }
        fixture.step();
        assertThat(fixture.request(KEY)).isNull();
        assertThat(fixture.read(KEY).opening()).isZero();
        assertThat(fixture.read(KEY).evicted().get("harm")).isZero();
        assertThat(fixture.read(KEY).evicted().get("surplus")).isZero();
    }

    @Test
    void whatIsParkedIsClosedWhereTwoRequestsFailedOtherwise() {
        requestAnswered(200);
        fixture.fill();
        requestAnswered(503);
        fixture.advance(2_000);
        requestAnswered(503);
        fixture.step();

        assertThat(fixture.read(KEY).warm()).isZero();
    }

    @Test
    void elsewhereAsManyAsMinCallsFor() {
        requestAnswered(200);
        fixture.fill();
        fixture.advance(70_000).step();

        assertThat(mostUnusedInAMinute(7_000)).isGreaterThan(MOST);
    }

    @Test
    void whatIsSureToBeUsedIsOpenedAllTheSame() {
        requestAnswered(200);
        fixture.fill();
        requestAnswered(403);
        for (int i = 0; i < 200; i++) {
            fixture.advance(100);
            requestAnswered(200);
            fixture.step();
            fixture.openAll();
        }
        long misses = fixture.read(KEY).misses();
        for (int i = 0; i < 200; i++) {
            fixture.advance(100);
            requestAnswered(200);
            fixture.step();
            fixture.openAll();
        }

        assertThat(fixture.read(KEY).misses()).isEqualTo(misses);
    }

    /** On one that is 6 s old; it is ended 10 s after that was accepted. */
    private void hitThatRunsOutOfTime() {
        fixture.request(KEY);
        fixture.fill();
        fixture.advance(5_950);
        Take<String> take = fixture.take(KEY);
        assertThat(take.candidate()).isNotNull();
        answerAfter(4_000, 500, fixture.pool.hit(fixture.now(), take));
    }

    private void answerAfter(long millis, int status, ObservedRequest observed) {
        fixture.advance(millis);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, status, observed);
        fixture.advance(20_000).step();
        fixture.openAll();
    }

    private long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(fixture.read(KEY).learnt().idleNanos());
    }

    @Test
    void whereTheServerCountsFromAcceptLessTimeIsParked() {
        hitThatRunsOutOfTime();
        answerAfter(4_000, 200, fixture.pool.cold(fixture.now(), KEY));
        hitThatRunsOutOfTime();
        assertThat(idleMillis()).isGreaterThanOrEqualTo(8_000);
        hitThatRunsOutOfTime();

        assertThat(idleMillis())
                .as("half of what the longest answer leaves of 10 s")
                .isBetween(2_900L, 3_000L);
    }

    /** What may be parked for a moment only is opened again and again. */
    @Test
    void whereHardlyAnyTimeIsLeftNothingIsOpened() {
        for (int i = 0; i < 3; i++) {
            fixture.request(KEY);
            fixture.step();
            fixture.openAll();
            fixture.advance(100);
            answerAfter(4_000, 500, fixture.pool.hit(fixture.now(), fixture.take(KEY)));
            if (i == 0) {
                answerAfter(4_000, 200, fixture.pool.cold(fixture.now(), KEY));
            }
        }
        assertThat(idleMillis()).isLessThan(500);
        fixture.request(KEY);

        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.read(KEY).state()).isEqualTo("suspended");
    }

    /** A proxy that gives up on whatever takes 8 s, on ours and on others. */
    @Test
    void whereWhatGoesColdRunsOutOfTimeTooItDoesNot() {
        for (int i = 0; i < 8; i++) {
            fixture.request(KEY);
            fixture.step();
            fixture.openAll();
            Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
            boolean isHit = take.candidate() != null;
            answerAfter(
                    8_000, 504, isHit ? fixture.pool.hit(fixture.now(), take) : fixture.pool.miss(fixture.now(), take));
        }

        assertThat(idleMillis()).isGreaterThanOrEqualTo(8_000);
    }

    /** One error that takes long, at an origin whose answers are fast otherwise. */
    @Test
    void oneLateErrorDoesNotEndAllHits() {
        hitThatRunsOutOfTime();
        for (int i = 0; i < 100; i++) {
            requestAnswered(200);
            fixture.fill();
        }

        assertThat(fixture.read(KEY).hits()).isGreaterThan(50);
    }
}
