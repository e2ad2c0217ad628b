package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a request waits until what is parked is let go. Times are milliseconds; the idle limit is 8 s. */
class PatienceTest {
    private static final InetSocketAddress ENDPOINT = InetSocketAddress.createUnresolved("a.example.com", 80);
    private static final long IDLE = nanos(8_000);

    private final UsualTimes usual = new UsualTimes();
    private final Patience patience = new Patience(usual);
    private long now = TimeUnit.DAYS.toNanos(1);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void serve(int times, long millis) {
        for (int i = 0; i < times; i++) {
            usual.served(now, ObservedRequest.unhindered(ENDPOINT, now, 0, 0), nanos(millis));
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(patience.nanos(now, IDLE));
    }

    private long other(long last, long shift) {
        return TimeUnit.NANOSECONDS.toMillis(patience.other(now, IDLE, nanos(last), nanos(shift), false));
    }

    @Test
    void twiceWhatIsUsualAndAFifthOfASecondAtLeast() {
        serve(8, 20);
        assertThat(millis()).isEqualTo(200);
        serve(40, 300);
        assertThat(millis()).isEqualTo(600);
    }

    @Test
    void twoFifthsOfASecondAtLeastWhileLittleIsKnown() {
        assertThat(millis()).isEqualTo(400);
        serve(7, 20);
        assertThat(millis()).isEqualTo(400);
        serve(1, 20);
        assertThat(millis()).isEqualTo(200);
    }

    @Test
    void noMoreThanTheIdleLimitUnlessThatIsUsual() {
        serve(40, 5_000);
        assertThat(millis()).isEqualTo(8_000);
        serve(40, 20_000);
        assertThat(millis()).isEqualTo(24_010);
    }

    @Test
    void twiceAsLongAfterOneThatFoundNothingUpToTheIdleLimit() {
        serve(8, 20);
        long[] waits = new long[7];
        for (int i = 0; i < waits.length; i++) {
            patience.doubles(now);
            waits[i] = millis();
        }
        assertThat(waits).containsExactly(400, 800, 1_600, 3_200, 6_400, 8_000, 8_000);
    }

    @Test
    void thatHalvesEveryTenMinutes() {
        serve(8, 20);
        patience.doubles(now);
        patience.doubles(now);
        for (long expected : new long[] {400, 200, 200}) {
            now += nanos(600_000) - 1;
            serve(8, 20);
            assertThat(millis()).isGreaterThanOrEqualTo(expected);
            now++;
            assertThat(millis()).isEqualTo(expected);
        }
    }

    @Test
    void theSecondOfARowIsLetGoLaterThanTheFirst() {
        serve(8, 20);

        assertThat(other(200, 100)).isEqualTo(300);
        assertThat(other(500, 100)).as("it differs by itself").isEqualTo(200);
    }

    @Test
    void orEarlierWhereItWouldBeTooLate() {
        serve(40, 5_000);

        assertThat(other(8_000, 100)).isEqualTo(7_900);
        assertThat(other(8_000, 8_000)).as("but not at once").isEqualTo(100);
    }
}
