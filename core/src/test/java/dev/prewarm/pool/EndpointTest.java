package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.Guard;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.sizing.ConnectTimes;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether an address stands still, and who waits there. A connect may take 2 s; times are milliseconds. */
class EndpointTest {
    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("a.example.com", 80);
    private static final long PATIENCE = nanos(2_000);

    private final ConnectTimes times = new ConnectTimes(false);
    private final Guard guard = new Guard(false, times, () -> nanos(8_000));
    private final Endpoint endpoint = new Endpoint(times);
    private long now = TimeUnit.DAYS.toNanos(1);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void advance(long millis) {
        now += nanos(millis);
    }

    private ObservedRequest cold() {
        ObservedRequest request = guard.unhindered(ADDRESS, now, 0, 0);
        endpoint.sets(now, request);
        return request;
    }

    private ObservedRequest hit() {
        ObservedRequest request = guard.unhindered(ADDRESS, now, 0, 0).onOurs(0, 0);
        endpoint.sets(now, request);
        return request;
    }

    private boolean isStill() {
        return endpoint.isStill(now, PATIENCE);
    }

    @Test
    void standsStillFromAConnectThatIsNotAnsweredToOneThatIs() {
        assertThat(isStill()).isFalse();
        endpoint.timedOut();
        assertThat(isStill()).isTrue();
        advance(600_000);
        assertThat(isStill()).isTrue();
        endpoint.connected(now, 0, true);

        assertThat(isStill()).isFalse();
    }

    @Test
    void aClientsOwnConnectEndsItToo() {
        endpoint.timedOut();
        endpoint.coldConnected(now, cold(), 0);

        assertThat(isStill()).isFalse();
    }

    @Test
    void standsStillWhereTwoHitsAreUnansweredForAsLongAsAConnectMayTake() {
        hit();
        hit();
        advance(1_999);
        assertThat(isStill()).isFalse();
        advance(1);
        assertThat(isStill()).isTrue();
    }

    @Test
    void oneHitMayBeSlowByItself() {
        hit();
        advance(5_000);

        assertThat(isStill()).isFalse();
    }

    @Test
    void anAnswerIsNoReasonToWaitNorAreRequestsThatWentCold() {
        ObservedRequest answered = hit();
        hit();
        cold();
        cold();
        advance(1_000);
        endpoint.ends(answered);
        advance(5_000);

        assertThat(isStill()).isFalse();
    }

    /** It is slow, and lives. */
    @Test
    void notWhereAConnectionWasMadeSinceTheySetOut() {
        hit();
        hit();
        advance(1_000);
        endpoint.connected(now, 0, true);
        advance(5_000);

        assertThat(isStill()).isFalse();
    }

    @Test
    void whatIsOpenIsOursAndTheClientsFromConnectToAnswer() {
        endpoint.connected(now, 0, true);
        ObservedRequest cold = cold();
        assertThat(endpoint.open(now)).as("one that is connecting").isEqualTo(2);
        endpoint.coldConnected(now, cold, 1);
        endpoint.coldConnected(now, cold, 1);
        assertThat(endpoint.open(now)).as("counts once").isEqualTo(2);
        endpoint.ends(cold);
        endpoint.ends(cold);
        assertThat(endpoint.open(now)).isEqualTo(1);

        ObservedRequest ended = cold();
        endpoint.coldConnected(now, ended, 1);
        endpoint.ended(ended);
        assertThat(endpoint.open(now)).isEqualTo(1);
    }

    @Test
    void anAnswerIsAwaitedForTenSeconds() {
        assertThat(endpoint.isAwaited(now)).isFalse();
        ObservedRequest cold = cold();
        assertThat(endpoint.isAwaited(now)).isTrue();
        advance(9_999);
        assertThat(endpoint.isAwaited(now)).isTrue();
        advance(1);
        assertThat(endpoint.isAwaited(now)).isFalse();
        endpoint.ends(hit());
        endpoint.ends(cold);
        assertThat(endpoint.isAwaited(now)).isFalse();
    }

    @Test
    void whoseEndNobodyTellsIsForgottenWhenOthersSetOut() {
        endpoint.coldConnected(now, cold(), 0);
        advance(120_000);
        cold();

        assertThat(endpoint.open(now)).isEqualTo(1);
    }

    @Test
    void theNextTwoWaitForTheBeginningOfAMomentWithoutARequestButNotForEver() {
        endpoint.quietens(now);
        endpoint.proves(now, false);
        advance(250);
        assertThat(endpoint.nextTry(now, false)).isEqualTo(now + TimeUnit.SECONDS.toNanos(1));
        assertThat(endpoint.nextTry(now, true)).as("beside a request").isEqualTo(now);

        endpoint.quietens(now);
        assertThat(endpoint.nextTry(now, false)).isEqualTo(now);
    }

    @Test
    void twoAreTriedTogetherLessAndLessOften() {
        assertThat(endpoint.nextTry(now, false)).isLessThanOrEqualTo(now);
        for (int millis : new int[] {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000}) {
            endpoint.quietens(now);
            endpoint.proves(now, false);
            assertThat(endpoint.nextTry(now, false) - now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
            advance(100_000);
        }
    }
}
