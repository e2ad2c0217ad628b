package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many connections an endpoint takes at once, as far as was seen. Two round trips are 50 ms; times are milliseconds. */
class GrowthTest {
    private static final long START = TimeUnit.DAYS.toNanos(1);
    private static final long TWO_ROUND_TRIPS = 50;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private final ConnectTimes times = new ConnectTimes(false);
    private final Growth growth = new Growth(times);
    private long now = START;

    GrowthTest() {
        times.connected(nanos(10));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void advance(long millis) {
        now += nanos(millis);
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            growth.opened(now);
        }
    }

    private void close(int count) {
        for (int i = 0; i < count; i++) {
            growth.closed();
        }
    }

    /** So many stand, and are seen to. */
    private void stand(int count) {
        while (growth.open() < count) {
            open(1);
            settle();
        }
    }

    private void settle() {
        advance(TWO_ROUND_TRIPS);
        growth.isProven(now);
    }

    /** One that is opened beside those is ended at once, and they go on standing. */
    private void refuse() {
        open(1);
        growth.refused(now, growth.open() - 1);
        growth.endedSilent();
        settle();
    }

    /** Twice, a second apart. */
    private void limit() {
        refuse();
        advance(SECOND);
        refuse();
    }

    /** Of three that are opened beside two only one may stand: the limit is three, not four. */
    @Test
    void whatWasBeingOpenedAndIsRefusedAsWellDidNotStandBesideIt() {
        stand(2);
        for (int i = 0; i < 2; i++) {
            growth.refused(now, 4);
            assertThat(growth.isRefusing(now)).isTrue();
            growth.refused(now, 3);
            settle();
            assertThat(growth.isRefusing(now)).isFalse();
            advance(SECOND);
        }

        assertThat(growth.limit(now)).isEqualTo(3);
    }

    @Test
    void eachCountsUntilMoreThanTheFirstTwoHaveStoodTogether() {
        stand(2);
        assertThat(growth.isTight(now)).isTrue();
        stand(3);
        assertThat(growth.isTight(now)).isFalse();
        refuse();
        assertThat(growth.isTight(now)).as("there may be a limit").isTrue();
        advance(10 * MINUTE + 1);
        assertThat(growth.isTight(now)).isFalse();
        limit();

        assertThat(growth.isTight(now)).isTrue();
    }

    @Test
    void nothingIsProvenUntilTwoHaveStoodTogetherForTwoRoundTrips() {
        assertThat(growth.isProven(now)).isFalse();
        assertThat(growth.mostOpen(now)).isEqualTo(1);
        open(2);
        assertThat(growth.nextAt(now)).isEqualTo(now + nanos(TWO_ROUND_TRIPS));
        advance(TWO_ROUND_TRIPS - 1);
        assertThat(growth.isProven(now)).isFalse();
        advance(1);

        assertThat(growth.isProven(now)).isTrue();
        assertThat(growth.nextAt(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void twoRoundTripsAreAsLongAsConnectsTake() {
        times.connected(nanos(100));
        times.connected(nanos(100));
        open(2);
        advance(199);
        assertThat(growth.isProven(now)).isFalse();
        advance(1);
        assertThat(growth.isProven(now)).isTrue();
    }

    @Test
    void halfAsManyMoreThanStoodTogetherMayBeOpenAndOneAtLeast() {
        int[] most = new int[6];
        for (int i = 0; i < most.length; i++) {
            most[i] = growth.mostOpen(now);
            stand(most[i]);
        }

        assertThat(most).containsExactly(1, 2, 3, 4, 6, 9);
    }

    @Test
    void whatWasAnsweredOrClosedMeanwhileSaysNothingAgainstTheOthers() {
        open(1);
        settle();
        open(3);
        advance(20);
        close(3);
        settle();
        settle();

        assertThat(growth.open()).isEqualTo(1);
        assertThat(growth.mostOpen(now)).isEqualTo(6);
    }

    @Test
    void whereOneWasEndedUnansweredSoManyDidNotStandTogether() {
        stand(2);
        open(2);
        advance(20);
        growth.ended();
        settle();
        assertThat(growth.mostOpen(now)).isEqualTo(3);

        open(2);
        advance(20);
        growth.endedSilent();
        settle();
        assertThat(growth.mostOpen(now)).isEqualTo(3);
    }

    @Test
    void oneThatIsRefusedBesideOthersIsNoLimit() {
        stand(2);
        refuse();

        assertThat(growth.isInDoubt(now)).isTrue();
        assertThat(growth.isLimited(now)).isFalse();
        assertThat(growth.takeNews(now)).isFalse();
        advance(SECOND);
        assertThat(growth.isInDoubt(now)).isFalse();
    }

    @Test
    void twoASecondApartAreAndOneOfThePlacesIsTheClients() {
        stand(4);
        limit();

        assertThat(growth.limit(now)).isEqualTo(4);
        assertThat(growth.mostOpen(now)).isEqualTo(3);
        assertThat(growth.takeNews(now)).isTrue();
        assertThat(growth.takeNews(now)).as("once").isFalse();
    }

    @Test
    void twoWithinASecondAreNot() {
        stand(4);
        refuse();
        advance(SECOND - 2 * TWO_ROUND_TRIPS);
        refuse();

        assertThat(growth.isLimited(now)).isFalse();
    }

    @Test
    void twoFurtherApartThanALimitIsKeptAreNot() {
        stand(4);
        refuse();
        advance(10 * MINUTE);
        refuse();

        assertThat(growth.isLimited(now)).isFalse();
    }

    @Test
    void oneThatIsRefusedWithNothingBesideItIsNoLimit() {
        refuse();
        advance(SECOND);
        refuse();
        advance(SECOND);
        refuse();

        assertThat(growth.isLimited(now)).isFalse();
    }

    /** The newest wins, or the server goes away: who is refused then says nothing of how many it takes. */
    @Test
    void norIsOneWhoseOthersDoNotGoOnStanding() {
        stand(2);
        for (int i = 0; i < 3; i++) {
            open(1);
            growth.refused(now, 2);
            growth.endedSilent();
            advance(20);
            growth.ended();
            advance(SECOND);
            growth.isProven(now);
            stand(2);
        }

        assertThat(growth.isLimited(now)).isFalse();
    }

    @Test
    void inARestartNoneIsALimit() {
        stand(2);
        for (int i = 0; i < 3; i++) {
            open(1);
            growth.refused(now, 2);
            growth.endedSilent();
            growth.restarted();
            advance(SECOND);
        }

        assertThat(growth.isLimited(now)).isFalse();
    }

    @Test
    void norWhereAsManyHaveStoodInBetween() {
        stand(2);
        refuse();
        advance(SECOND);
        stand(4);
        close(2);
        refuse();

        assertThat(growth.isLimited(now)).isFalse();
    }

    /** What is open then is answered or not by chance: in an outage, all that is opened is refused. */
    @Test
    void norWhereMoreHaveStoodBeforeAndNobodyIsServedMeanwhile() {
        stand(6);
        close(4);
        limit();

        assertThat(growth.isLimited(now)).isFalse();
    }

    @Test
    void whereSomebodyIsServedMeanwhileItIsAlsoWhereMoreHaveStoodBefore() {
        stand(6);
        close(4);
        refuse();
        growth.served();
        advance(SECOND);
        refuse();

        assertThat(growth.limit(now)).isEqualTo(2);
    }

    @Test
    void theLesserOfTheTwoIsTheLimit() {
        stand(4);
        refuse();
        close(1);
        advance(SECOND);
        growth.served();
        refuse();

        assertThat(growth.limit(now)).isEqualTo(3);
    }

    @Test
    void aLimitIsKeptForTenMinutesAndTwiceAsLongEachTime() {
        stand(2);
        for (int minutes : new int[] {10, 20, 40, 80, 160, 320, 320}) {
            limit();
            assertThat(growth.limitUntil() - now).isEqualTo(nanos(minutes * MINUTE));
            advance(minutes * MINUTE - 1);
            assertThat(growth.isLimited(now)).isTrue();
            advance(1);
            assertThat(growth.isLimited(now)).isFalse();
            assertThat(growth.limit(now)).isEqualTo(Integer.MAX_VALUE);
            assertThat(growth.mostOpen(now)).as("one more is tried").isEqualTo(3);
        }
    }

    @Test
    void whatIsForgottenIsToBeSeenAnew() {
        stand(4);
        limit();
        growth.forget();

        assertThat(growth.isProven(now)).isFalse();
        assertThat(growth.isLimited(now)).isFalse();
        assertThat(growth.open()).as("but what is open").isEqualTo(4);
    }
}
