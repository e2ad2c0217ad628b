package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What requests take that nothing of ours can delay. Times are milliseconds. */
class UsualTimesTest {
    private static final InetSocketAddress ENDPOINT = InetSocketAddress.createUnresolved("a.example.com", 80);

    private final UsualTimes usual = new UsualTimes();
    private long now = TimeUnit.DAYS.toNanos(1);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private ObservedRequest request(long spared) {
        return ObservedRequest.unhindered(ENDPOINT, now, nanos(spared), 0);
    }

    private void serve(int times, long millis) {
        for (int i = 0; i < times; i++) {
            usual.served(now, request(0), nanos(millis));
        }
    }

    @Test
    void eightAreEnough() {
        serve(7, 10);
        assertThat(usual.isKnown(now)).isFalse();
        serve(1, 10);
        assertThat(usual.isKnown(now)).isTrue();
    }

    @Test
    void theLastFortyCount() {
        serve(40, 900);
        serve(39, 10);
        assertThat(usual.median(now)).isEqualTo(nanos(10));
        assertThat(usual.isUsual(now, nanos(30))).isFalse();
        serve(200, 50);

        assertThat(usual.longest(now)).isEqualTo(nanos(50));
        assertThat(usual.median(now)).isEqualTo(nanos(50));
    }

    @Test
    void thoseOfTheLastTenMinutesCount() {
        serve(8, 10);
        now += TimeUnit.MINUTES.toNanos(5);
        serve(4, 20);
        now += TimeUnit.MINUTES.toNanos(5);
        assertThat(usual.isKnown(now)).isTrue();
        now++;

        assertThat(usual.isKnown(now)).isFalse();
        assertThat(usual.median(now)).isEqualTo(nanos(20));
    }

    @Test
    void theLongestIsTheLongestOfAFewAndTheSecondLongestOfTwenty() {
        serve(18, 10);
        serve(1, 900);
        assertThat(usual.longest(now)).isEqualTo(nanos(900));
        serve(1, 10);
        assertThat(usual.longest(now)).isEqualTo(nanos(10));
        serve(1, 900);
        assertThat(usual.longest(now)).isEqualTo(nanos(900));
    }

    @Test
    void theSpreadIsWhatTheP90IsAboveTheMedian() {
        serve(17, 10);
        serve(3, 60);

        assertThat(usual.median(now)).isEqualTo(nanos(10));
        assertThat(usual.mostly(now)).isEqualTo(nanos(60));
        assertThat(usual.spread(now)).isEqualTo(nanos(50));
    }

    @Test
    void aFifthMoreThanTheP90IsNothingOutOfTheOrdinaryNorAreTenMillis() {
        serve(20, 100);
        assertThat(usual.isUsual(now, nanos(130))).isTrue();
        assertThat(usual.isUsual(now, nanos(131))).isFalse();
    }

    /** What waits beside a slow upstream is no stall. */
    @Test
    void oneThatIsUnansweredCountsWithItsAgeSoFar() {
        serve(10, 10);
        ObservedRequest waiting = request(0);
        usual.begins(waiting);
        now += nanos(500);
        assertThat(usual.longest(now)).isEqualTo(nanos(500));
        assertThat(usual.median(now)).as("it teaches when it is answered").isEqualTo(nanos(10));
        usual.ends(waiting);

        assertThat(usual.longest(now)).isEqualTo(nanos(10));
    }

    @Test
    void ofVeryManyThatAreUnansweredTheEldestCount() {
        for (int i = 0; i < 1_000; i++) {
            usual.begins(request(0));
            now += nanos(1);
        }

        assertThat(usual.longest(now)).as("but one").isEqualTo(nanos(999));
    }

    /** OkHttp's own over TLS costs its first request more than its connection takes to open. */
    @Test
    void oneOnOursCountsWithWhatAColdConnectionWouldHaveCostIt() {
        usual.served(now, request(100), nanos(150));
        assertThat(usual.longest(now)).as("while no cold one is known").isEqualTo(nanos(150));
        usual.wentCold(nanos(220));
        for (int i = 0; i < 40; i++) {
            usual.served(now, request(100), nanos(150));
        }
        assertThat(usual.longest(now)).isEqualTo(nanos(220));
        for (int i = 0; i < 8; i++) {
            usual.wentCold(nanos(900));
        }
        usual.served(now, request(100), nanos(150));
        usual.served(now, request(100), nanos(150));

        assertThat(usual.longest(now)).as("no more than it takes to open").isEqualTo(nanos(250));
    }
}
