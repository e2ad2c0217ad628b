package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Wording;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is convicted, by what, and for how long. Times are milliseconds. */
class GuardTest {
    private static final double DWELL = 1;

    private final Guard named = new Guard(false);
    private long now = TimeUnit.DAYS.toNanos(1);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void advance(long millis) {
        now += nanos(millis);
    }

    private void ordinarily(Guard harm, int count, long millis) {
        for (int i = 0; i < count; i++) {
            ObservedRequest observed = ObservedRequest.unhindered(now, 0, 0);
            harm.answered(now + nanos(millis), observed, false);
        }
    }

    private boolean letsGo(Guard guard) {
        return guard.letGo(now) == LetGo.EVERYTHING;
    }

    /** There is stock, and it is time for a canary. */
    private void standing(Guard harm) {
        harm.stands(now);
        advance(60_000);
    }

    /** A canary that is answered only when what is parked has been closed. */
    private void stall(Guard harm, int parked) {
        takes(harm, 5);
        ObservedRequest observed = harm.stranger(now, 0, parked, DWELL);
        advance(200);
        assertThat(letsGo(harm)).as("asks for the release").isTrue();
        advance(30);
        harm.answered(now, observed, false);
    }

    private void fareWell(Guard harm, int parked) {
        takes(harm, 5);
        ObservedRequest observed = harm.stranger(now, 0, parked, DWELL);
        advance(20);
        harm.answered(now, observed, false);
    }

    /** As often as it takes to settle it. */
    private void acquit(Guard harm, int parked) {
        fareWell(harm, parked);
        advance(60_000);
        fareWell(harm, parked);
    }

    @Test
    void nothingIsHeldAgainstAnOriginThatServesStrangersInTime() {
        standing(named);
        fareWell(named, 3);
        assertThat(named.hasAcquitted()).as("by one, which may have had luck").isFalse();
        advance(60_000);
        fareWell(named, 3);

        assertThat(named.limit(now)).isEqualTo(Integer.MAX_VALUE);
        assertThat(named.hasAcquitted()).isTrue();
        assertThat(letsGo(named)).isFalse();
    }

    @Test
    void oneStallConvictsNobodyButIsFollowedUpAtOnce() {
        standing(named);
        stall(named, 3);

        assertThat(letsGo(named)).isFalse();
        assertThat(named.isCanaryDue(now, 2, DWELL)).as("beside less").isFalse();
        assertThat(named.isCanaryDue(now, 3, DWELL)).isTrue();
    }

    /** Before the stock has been refilled, a server with some workers is not hindered. */
    @Test
    void faringWellBesideLessThanStalledClearsNobody() {
        standing(named);
        stall(named, 3);
        advance(6_000);
        fareWell(named, 1);
        assertThat(named.hasAcquitted()).isFalse();
        stall(named, 3);

        assertThat(letsGo(named)).isTrue();
    }

    /** A long query by chance, and then hardly any traffic: what there is then is harmless, and need not be shown for ever. */
    @Test
    void afterAStallCanariesBesideLessSoonComeAsSeldomAsEver() {
        ordinarily(named, 100, 12);
        standing(named);
        acquit(named, 3);
        takes(named, 500);
        advance(60_000);
        stall(named, 3);
        for (int i = 0; i < 3; i++) {
            advance(2_000);
            fareWell(named, 1);
        }
        advance(2_000);
        takes(named, 5);

        assertThat(named.isCanaryDue(now, 1, 0.1)).isFalse();
        assertThat(named.isCanaryDue(now, 3, 0.1)).as("as much as stalled").isTrue();
    }

    /** OkHttp's own over TLS: twice what they take to open. They are not doubted for ever. */
    @Test
    void coldRequestsThatAreSlowerByThemselvesAreUsual() {
        ordinarily(named, 3, 250);
        for (int i = 0; i < 100; i++) {
            ObservedRequest hit = ObservedRequest.unhindered(now, nanos(100), 0);
            named.answered(now + nanos(50), hit, false);
        }
        standing(named);
        for (int i = 0; i < 2; i++) {
            takes(named, 5);
            ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
            named.answered(now + nanos(250), observed, false);
            advance(60_000);
        }

        assertThat(named.hasAcquitted()).isTrue();
    }

    @Test
    void stallsFarApartAreNotInARow() {
        standing(named);
        stall(named, 3);
        advance(TimeUnit.MINUTES.toMillis(11));
        stall(named, 3);
        assertThat(letsGo(named)).isFalse();
        stall(named, 3);

        assertThat(letsGo(named)).isTrue();
    }

    /** With the larger of them it would be allowed as much again as stalled at first. */
    @Test
    void theSmallerOfTwoSizesThatStalledIsConvicted() {
        standing(named);
        stall(named, 4);
        advance(6_000);
        stall(named, 9);
        assertThat(letsGo(named)).isTrue();
        assertThat(Wording.of(named.conviction())).contains("beside 4 silent connections");
        advance(TimeUnit.MINUTES.toMillis(2));
        passTrial(named);
        passTrial(named, 1, 2);
        advance(2_000);

        assertThat(named.sizeToTry(now, 9)).as("half of it is all").isZero();
    }

    /** A server that refuses does so at once, whatever is parked there. */
    @Test
    void aRefusalNeitherAcquitsNorShowsWhatIsUsual() {
        ordinarily(named, 20, 100);
        ObservedRequest alone = ObservedRequest.unhindered(now, 0, 0);
        advance(2);
        named.answered(now, alone, true);
        standing(named);
        for (int i = 0; i < 3; i++) {
            advance(6_000);
            takes(named, 5);
            ObservedRequest beside = named.stranger(now, 0, 3, DWELL);
            advance(2);
            named.answered(now, beside, true);
        }

        assertThat(named.hasAcquitted()).isFalse();
        assertThat(letsGo(named)).isFalse();
    }

    @Test
    void whatIsNeitherAsEverNorStalledIsLookedAtAgainSoon() {
        ordinarily(named, 100, 12);
        standing(named);
        ObservedRequest observed = named.stranger(now, 0, 2, DWELL);
        advance(150);
        named.answered(now, observed, false);
        assertThat(named.hasAcquitted()).isFalse();
        assertThat(named.isCanaryDue(now, 2, DWELL)).isFalse();
        advance(6_000);
        takes(named, 5);

        assertThat(named.isCanaryDue(now, 1, DWELL)).isTrue();
    }

    private static void takes(Guard harm, int count) {
        for (int i = 0; i < count; i++) {
            harm.taken();
        }
    }

    @Test
    void twoStallsInARowConvict() {
        ordinarily(named, 5, 12);
        standing(named);
        stall(named, 3);
        advance(1_000);
        stall(named, 3);

        assertThat(letsGo(named)).isTrue();
        assertThat(letsGo(named)).isFalse();
        assertThat(named.isSuspended(now)).isTrue();
        assertThat(named.limit(now)).isZero();
        assertThat(Wording.of(named.conviction()))
                .contains("230 ms and 230 ms")
                .contains("3 silent connections")
                .contains("(without, 12 ms as a rule)")
                .contains("1 min");
    }

    @Test
    void anAcquittalBetweenTwoStallsAcquits() {
        standing(named);
        stall(named, 3);
        fareWell(named, 3);
        acquit(named, 3);
        advance(60_000);
        stall(named, 8);

        assertThat(letsGo(named)).isFalse();
    }

    /** It may have found a worker that a take had just freed. */
    @Test
    void oneThatFaresWellBetweenTwoStallsAcquitsNobody() {
        standing(named);
        stall(named, 3);
        fareWell(named, 3);
        advance(60_000);
        stall(named, 3);

        assertThat(letsGo(named)).isTrue();
    }

    /** Those that are opened may reach the server later. */
    @Test
    void whatIsOnlyBeingOpenedIsNotAcquitted() {
        standing(named);
        acquit(named, 0);

        assertThat(named.hasAcquitted()).isFalse();
    }

    @Test
    void nothingMayBeHeldWhileItIsWaitedForAnAnswerAfterTheRelease() {
        standing(named);
        ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
        assertThat(named.limit(now)).isPositive();
        advance(200);
        named.letGo(now);
        assertThat(named.limit(now)).isZero();
        assertThat(letsGo(named)).isFalse();

        named.answered(now + nanos(30), observed, false);
        assertThat(named.limit(now)).isPositive();
    }

    @Test
    void whoeverIsSlowByHimselfIsNotHeldUpByUs() {
        standing(named);
        for (int i = 0; i < 4; i++) {
            ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
            advance(200);
            named.letGo(now);
            advance(3_000);
            named.letGo(now);
            named.answered(now, observed, false);
            advance(60_000);
        }

        assertThat(letsGo(named)).isFalse();
    }

    @Test
    void oneThatGoesColdAnywayIsWatchedFromTheVeryFirstStockOn() {
        named.stranger(now, 0, 1, DWELL);
        advance(200);

        assertThat(letsGo(named)).isTrue();
    }

    /** Else one slow answer that was our own doing would pass for what is usual. */
    @Test
    void nothingIsLearntFromARequestThatWeMayHaveOvertaken() {
        ObservedRequest overtaken = ObservedRequest.unhindered(now, 0, 0);
        overtaken.overtaken();
        named.answered(now + nanos(8_000), overtaken, false);
        standing(named);
        stall(named, 1);
    }

    @Test
    void whatIsUsualIsNoStall() {
        ordinarily(named, 100, 900);
        standing(named);
        ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
        advance(1_700);

        assertThat(letsGo(named)).isFalse();
        named.answered(now, observed, false);
        assertThat(named.isCanaryDue(now, 3, DWELL)).as("as after a stall").isFalse();
    }

    /** A JVM's first requests, or a server's. */
    @Test
    void whatIsUsualIsNotToldByTheFirstRequests() {
        ordinarily(named, 2, 900);
        ordinarily(named, 18, 12);
        standing(named);
        stall(named, 1);
        stall(named, 1);

        assertThat(letsGo(named)).isTrue();
    }

    @Test
    void anAnswerThatNeverComesSaysNothing() {
        standing(named);
        named.stranger(now, 0, 3, DWELL);
        advance(200);
        named.letGo(now);
        assertThat(named.nextAt()).isEqualTo(now + nanos(200));
        advance(200);
        named.letGo(now);

        assertThat(named.nextAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(named.limit(now)).isPositive();
    }

    @Test
    void pausesDoubleUpToAnHour() {
        long[] minutes = new long[9];
        for (int i = 0; i < minutes.length; i++) {
            convict(named, 3);
            long until = now;
            while (named.isSuspended(until)) {
                until += nanos(1_000);
            }
            minutes[i] = TimeUnit.NANOSECONDS.toMinutes(until - now + nanos(1_000));
            now = until;
        }

        assertThat(minutes).containsExactly(1, 2, 4, 8, 16, 32, 60, 60, 60);
    }

    private void convict(Guard harm, int size) {
        passTrial(harm);
        standing(harm);
        stall(harm, size);
        stall(harm, size);
        assertThat(harm.isSuspended(now)).isTrue();
    }

    private void passTrial(Guard harm) {
        if (harm.isOnTrial()) {
            ordinarily(harm, 8, 12);
            passTrial(harm, 0, 1);
        }
    }

    /** Of one size, as often as it takes. */
    private void passTrial(Guard harm, int parked, int size) {
        for (int i = 0; i < 2; i++) {
            assertThat(harm.limit(now)).isEqualTo(parked);
            advance(2_000);
            assertThat(harm.sizeToTry(now, 64)).isEqualTo(size);
            ObservedRequest observed = harm.tried(now, now + nanos(2_000), size, new Trial(size - parked));
            for (int opened = parked; opened < size; opened++) {
                harm.trialParked(now, observed.trial());
            }
            harm.answered(now + nanos(12), observed, false);
        }
        assertThat(harm.limit(now)).isEqualTo(size);
    }

    @Test
    void afterAPauseThereIsATrialAndNoMoreThanHalfOfWhatConvicted() {
        convict(named, 8);
        advance(60_000);
        assertThat(named.limit(now)).isZero();

        passTrial(named);
        for (int size = 2; size <= 4; size++) {
            passTrial(named, size - 1, size);
        }
        advance(2_000);
        assertThat(named.sizeToTry(now, 64)).as("8 convicted").isZero();
        advance(TimeUnit.HOURS.toMillis(6));
        assertThat(named.sizeToTry(now, 64)).isEqualTo(5);
    }

    @Test
    void anAcquittedStockMakesTheNextPauseShortAgain() {
        for (int i = 0; i < 4; i++) {
            convict(named, 8);
            advance(TimeUnit.HOURS.toMillis(1));
        }
        passTrial(named);
        standing(named);
        acquit(named, 1);
        advance(60_000);
        stall(named, 4);
        stall(named, 4);

        assertThat(Wording.of(named.conviction())).contains("1 min");
    }

    @Test
    void autoHoldsNothingBeforeItsTrialAndNoMoreThanWasTriedAfterIt() {
        Guard auto = new Guard(true);
        assertThat(auto.limit(now)).isZero();
        assertThat(auto.sizeToTry(now, 1)).as("before anything is known").isZero();

        passTrial(auto);
        for (int size = 2; size <= 8; size++) {
            passTrial(auto, size - 1, size);
        }
        passTrial(auto, 8, 16);
        passTrial(auto, 16, 32);
    }

    @Test
    void moreIsTriedOnlyWhereMoreIsWanted() {
        Guard auto = new Guard(true);
        passTrial(auto);
        passTrial(auto, 1, 2);
        advance(2_000);

        assertThat(auto.sizeToTry(now, 2)).isZero();
        assertThat(auto.sizeToTry(now, 3)).isEqualTo(3);
    }

    /** A server with two workers: one silent connection does no harm there, and two do. */
    @Test
    void twoTrialsOfMoreThatHoldUpTheirRequestConvict() {
        Guard auto = new Guard(true);
        passTrial(auto);
        for (int i = 0; i < 2; i++) {
            advance(2_000);
            assertThat(auto.sizeToTry(now, 3)).isEqualTo(2);
            ObservedRequest observed = auto.tried(now, now + nanos(2_000), 2, new Trial(1));
            auto.trialParked(now, observed.trial());
            advance(199);
            letGo(auto);
            advance(12);
            auto.answered(now, observed, false);
        }

        assertThat(auto.isSuspended(now)).isTrue();
        assertThat(Wording.of(auto.conviction())).contains("beside 2 silent connections");
    }

    @Test
    void twoTrialsThatHoldUpTheirRequestConvict() {
        Guard auto = new Guard(true);
        ordinarily(auto, 8, 12);
        stallTrial(auto);
        assertThat(auto.isSuspended(now)).isFalse();
        stallTrial(auto);

        assertThat(auto.isSuspended(now)).isTrue();
        assertThat(letsGo(auto)).isTrue();
    }

    /** Of the connections of a trial, and of nothing else. */
    private void letGo(Guard auto) {
        advance(1);
        assertThat(letsGo(auto)).isFalse();
        assertThat(auto.isTrying()).isFalse();
        assertThat(auto.limit(now)).as("what was there before").isEqualTo(auto.isOnTrial() ? 0 : 1);
    }

    private void stallTrial(Guard auto) {
        assertThat(auto.sizeToTry(now, 1)).isEqualTo(1);
        ObservedRequest observed = auto.tried(now, now + nanos(2_000), 1, new Trial(1));
        assertThat(auto.sizeToTry(now, 1)).as("one at a time").isZero();
        advance(12);
        auto.trialParked(now, observed.trial());
        advance(199);
        assertThat(letsGo(auto)).isFalse();
        assertThat(auto.isTrying()).isTrue();
        letGo(auto);
        advance(12);
        auto.answered(now, observed, false);
        advance(10);
    }

    @Test
    void aSlowOriginIsNotConvictedByItsTrial() {
        Guard auto = new Guard(true);
        ordinarily(auto, 8, 500);
        ObservedRequest observed = auto.tried(now, now + nanos(2_000), 1, new Trial(1));
        advance(12);
        auto.trialParked(now, observed.trial());
        advance(199);
        letGo(auto);
        advance(300);
        auto.answered(now, observed, false);
        assertThat(auto.isSuspended(now)).isFalse();
        ObservedRequest another = auto.tried(now, now + nanos(2_000), 1, new Trial(1));
        auto.trialParked(now, another.trial());
        advance(200);
        letGo(auto);
        advance(300);
        auto.answered(now, another, false);

        assertThat(auto.isSuspended(now)).isFalse();
    }

    @Test
    void aTrialWhoseConnectionDoesNotStandSaysNothing() {
        Guard auto = new Guard(true);
        ordinarily(auto, 8, 12);
        auto.answered(now + nanos(12), auto.tried(now, now + nanos(2_000), 1, new Trial(1)), false);
        assertThat(auto.isOnTrial()).isTrue();
        advance(2_000);

        assertThat(auto.sizeToTry(now, 1)).isEqualTo(1);
        passTrial(auto);
        assertThat(auto.isOnTrial()).as("no worse than if it had not been").isFalse();
    }

    @Test
    void aTrialOfWhichOneConnectionFailsSaysNothing() {
        Guard auto = new Guard(true);
        passTrial(auto);
        advance(2_000);
        ObservedRequest observed = auto.tried(now, now + nanos(2_000), 2, new Trial(1));
        auto.trialFailed(new Trial(1));
        assertThat(auto.isTrying()).as("another one's failure").isTrue();
        auto.trialFailed(observed.trial());

        assertThat(auto.isTrying()).isFalse();
        assertThat(auto.nextAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(auto.limit(now)).isEqualTo(1);
    }

    @Test
    void aTrialWhoseConnectionsNeverStandIsOverWithTheConnectTimeout() {
        Guard auto = new Guard(true);
        passTrial(auto);
        advance(2_000);
        auto.tried(now, now + nanos(2_000), 3, new Trial(2));
        advance(2_000);

        assertThat(letsGo(auto)).isFalse();
        assertThat(auto.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    /** Those that stood before may be what it waits for: they were acquitted by chance. */
    @Test
    void allIsClosedWhereTheEndOfATrialIsNotEnough() {
        Guard auto = new Guard(true);
        passTrial(auto);
        advance(2_000);
        ObservedRequest observed = auto.tried(now, now + nanos(2_000), 2, new Trial(1));
        auto.trialParked(now, observed.trial());
        advance(199);
        letGo(auto);
        advance(200);

        assertThat(letsGo(auto)).isTrue();
        assertThat(auto.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoeverIsLostOnHisWayIsWaitedForNoMore() {
        standing(named);
        ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
        named.lost(ObservedRequest.unhindered(now, 0, 0));
        assertThat(named.nextAt()).isNotEqualTo(Long.MAX_VALUE);
        named.lost(observed);

        assertThat(named.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    /** A serial server whose answers take now and then 3 s. */
    @Test
    void aTrialIsSeenToStallAlsoWhereSomeAnswersAreSlowAnyway() {
        Guard auto = new Guard(true);
        ordinarily(auto, 50, 12);
        ordinarily(auto, 2, 3_000);
        stallTrial(auto);
        stallTrial(auto);

        assertThat(auto.isSuspended(now)).isTrue();
    }

    @Test
    void refusalsThatComeOnlyWithStockConvict() {
        ordinarily(named, 5, 12);
        named.answered(now, named.stranger(now, 0, 3, DWELL), true);
        named.answered(now, named.stranger(now, 0, 3, DWELL), true);

        assertThat(named.isSuspended(now)).isTrue();
        assertThat(Wording.of(named.conviction())).contains("429 or 503");
    }

    /** A server that counts connections refuses whoever comes, also on the one it has waited on. */
    @Test
    void soDoThoseOfHitsWhileOthersAreParked() {
        ordinarily(named, 5, 12);
        named.answered(now, ObservedRequest.unhindered(now, 0, 2), true);
        named.answered(now, ObservedRequest.unhindered(now, 0, 2), false);
        named.answered(now, ObservedRequest.unhindered(now, 0, 2), true);
        assertThat(named.isSuspended(now)).isFalse();
        named.answered(now, ObservedRequest.unhindered(now, 0, 2), true);

        assertThat(named.isSuspended(now)).isTrue();
        assertThat(Wording.of(named.conviction())).contains("2 were parked");
    }

    @Test
    void refusalsThatComeWithoutStockAsWellDoNot() {
        ordinarily(named, 5, 12);
        named.answered(now, ObservedRequest.unhindered(now, 0, 0), true);
        for (int i = 0; i < 5; i++) {
            named.answered(now, named.stranger(now, 0, 3, DWELL), true);
        }

        assertThat(named.isSuspended(now)).isFalse();
    }

    @Test
    void connectsThatFailOnlyBesideStockConvict() {
        named.failedBeside(now, 2, "reset");
        assertThat(named.isSuspended(now)).isFalse();
        named.failedBeside(now, 2, "reset");

        assertThat(named.isSuspended(now)).isTrue();
        assertThat(Wording.of(named.conviction())).contains("reset");
    }

    @Test
    void connectsThatFailNowAndThenDoNot() {
        named.failedBeside(now, 2, "reset");
        named.opened();
        named.failedBeside(now, 2, "reset");

        assertThat(named.isSuspended(now)).isFalse();
    }

    @Test
    void anAnswerCountsOnce() {
        standing(named);
        ObservedRequest observed = named.stranger(now, 0, 3, DWELL);
        advance(200);
        named.letGo(now);
        named.answered(now, observed, false);
        named.answered(now, observed, false);

        assertThat(named.isSuspended(now)).isFalse();
    }
}
