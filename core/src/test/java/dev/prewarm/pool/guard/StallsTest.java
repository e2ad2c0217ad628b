package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two in a row that were answered because of the letting go. Times are milliseconds. */
class StallsTest {
    private static final InetSocketAddress ENDPOINT = InetSocketAddress.createUnresolved("a.example.com", 80);

    private final UsualTimes usual = new UsualTimes();
    private final Stalls stalls = new Stalls(usual);
    private long now = TimeUnit.DAYS.toNanos(1);

    StallsTest() {
        serve(40, 20);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void serve(int times, long millis) {
        for (int i = 0; i < times; i++) {
            usual.served(now, ObservedRequest.unhindered(ENDPOINT, now, 0, 0), nanos(millis));
        }
    }

    /** Beside so many, let go after {@code waited}, answered {@code lag} later. */
    private Conviction stall(int parked, long waited, long lag) {
        ObservedRequest request = ObservedRequest.stranger(ENDPOINT, now, 0, parked, 1);
        now += nanos(waited + lag);
        return stalls.stalled(now, request, nanos(lag));
    }

    /** The same of a trial, held for {@code held}. */
    private Conviction stallOfTrial(long held, long lag) {
        ObservedRequest request = ObservedRequest.ofTrial(ENDPOINT, now, 1, new Trial(1, nanos(held)));
        now += nanos(held + lag);
        return stalls.stalled(now, request, nanos(lag));
    }

    @ParameterizedTest(name = "p90 - median: {0} ms, {1} convict")
    @CsvSource({"0, 2", "25, 2", "26, 3"})
    void ofTrialsItTakesMoreWhereAnswersDiffer(long spread, int convicting) {
        serve(35, 20);
        serve(5, 20 + spread);

        for (int i = 1; i < convicting; i++) {
            assertThat(stallOfTrial(i % 2 == 0 ? 200 : 100, 20)).as("of %d", i).isNull();
        }
        assertThat(stallOfTrial(convicting % 2 == 0 ? 200 : 100, 20)).isNotNull();
    }

    /** A second late it would take any two answers that differ by less than 130 ms for alike. */
    @Test
    void aTrialThatIsEndedLateMakesNoneMoreAlike() {
        stallOfTrial(100, 20);

        assertThat(stallOfTrial(1_200, 34)).isNull();
        assertThat(stallOfTrial(100, 23)).isNotNull();
    }

    @Test
    void twoWhoseAnswersMoveWithTheLettingGoConvict() {
        assertThat(stall(3, 200, 20)).isNull();
        Conviction by = stall(3, 300, 25);

        assertThat(by.kind()).isEqualTo(Conviction.Kind.STALLED);
        assertThat(by.size()).isEqualTo(3);
        assertThat(by.first()).isEqualTo(nanos(220));
        assertThat(by.second()).isEqualTo(nanos(325));
        assertThat(by.usual()).isEqualTo(nanos(20));
        assertThat(by.failures()).isEqualTo(2);
    }

    /** Answers come when they come: the later it is let go, the shorter the lag. */
    @Test
    void twoThatAreAnsweredAtTheirOwnTimeDoNot() {
        stall(3, 200, 120);

        assertThat(stall(3, 300, 20)).isNull();
    }

    @Test
    void aLagThatDiffersByHalfOfTheShiftIsTooMuch() {
        stall(3, 200, 20);
        assertThat(stall(3, 300, 70)).isNull();
        assertThat(stall(3, 200, 20)).as("the one before is the first now").isNull();
        assertThat(stall(3, 300, 69)).isNotNull();
    }

    @Test
    void twoThatAreLetGoAfterTheSameTimeShowNothing() {
        stall(3, 200, 20);

        assertThat(stall(3, 200, 20)).isNull();
    }

    @Test
    void theSmallerOfBothIsWhatConvicts() {
        stall(4, 200, 20);
        assertThat(stalls.size()).isEqualTo(4);
        assertThat(stall(9, 300, 20).size()).isEqualTo(4);
    }

    @Test
    void thoseThatAreFurtherApartThanTenMinutesAreNotInARow() {
        stall(3, 200, 20);
        now += TimeUnit.MINUTES.toNanos(10);
        assertThat(stalls.isOn(now)).isTrue();
        now++;
        assertThat(stalls.isOn(now)).isFalse();

        assertThat(stall(3, 300, 20)).isNull();
    }

    @Test
    void anotherAnswerBesideAsManyEndsTheRowAndBesideLessItDoesNot() {
        stall(3, 200, 20);
        stalls.answeredOtherwise(2);
        assertThat(stalls.isOn(now)).isTrue();
        stalls.answeredOtherwise(3);

        assertThat(stalls.isOn(now)).isFalse();
        assertThat(stall(3, 300, 20)).isNull();
    }

    @Test
    void theSecondWaitsFourSpreadsLongerAndATenthOfASecondAtLeast() {
        assertThat(stalls.shift(now)).isEqualTo(nanos(100));
        assertThat(stalls.tolerance(now)).isEqualTo(nanos(25));
        serve(35, 20);
        serve(5, 120);

        assertThat(stalls.shift(now)).isEqualTo(nanos(400));
        assertThat(stalls.tolerance(now)).isEqualTo(nanos(100));
    }

    @Test
    void itIsKnownHowLongTheLastHadWaitedWhenItWasLetGo() {
        stall(3, 200, 20);

        assertThat(stalls.waited()).isEqualTo(nanos(200));
    }
}
