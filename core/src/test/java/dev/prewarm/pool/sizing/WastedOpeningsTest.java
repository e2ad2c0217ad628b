package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.FixedRandom;
import org.junit.jupiter.api.Test;

/** How much may come to nothing. */
class WastedOpeningsTest {
    private static final long MINUTE = SECONDS.toNanos(60);

    private final FixedRandom random = new FixedRandom(0);
    private final WastedOpenings waste = new WastedOpenings(random);
    private long now;

    private void waste(int times) {
        for (int i = 0; i < times; i++) {
            now += SECONDS.toNanos(2);
            waste.wasted(now, now, "refused");
            waste.succeeded();
        }
    }

    private void request(int times) {
        for (int i = 0; i < times; i++) {
            waste.requested(now);
        }
    }

    @Test
    void threeInAMinuteAreTooMuchWhereLittleIsAskedFor() {
        request(20);
        waste(2);
        assertThat(waste.forbids(now)).isFalse();

        waste(1);

        assertThat(waste.forbids(now)).isTrue();
        assertThat(waste.isTooMuch(now)).isTrue();
        assertThat(waste.until(now)).as("asked again").isEqualTo(now + SECONDS.toNanos(1));
        long minuteAgo = SECONDS.toNanos(2) + MINUTE;
        assertThat(waste.forbids(minuteAgo)).isTrue();
        assertThat(waste.forbids(minuteAgo + SECONDS.toNanos(1))).isFalse();
    }

    @Test
    void elsewhereATwentiethOfTheRequestsIs() {
        request(100);
        waste(4);
        assertThat(waste.forbids(now)).isFalse();
        waste(1);
        assertThat(waste.forbids(now)).isTrue();

        request(1);
        assertThat(waste.forbids(now)).as("more requests allow it").isFalse();
    }

    @Test
    void whatEndsAtOnceIsOne() {
        for (int i = 0; i < 50; i++) {
            waste.wasted(now + i, i, "closed");
        }
        waste(1);
        assertThat(waste.recent(now)).isEqualTo(2);
        waste.wasted(now + MILLISECONDS.toNanos(100) - 1, 0, "closed");
        assertThat(waste.recent(now)).isEqualTo(2);
        assertThat(waste.isTooMuch(now)).isFalse();

        now += MILLISECONDS.toNanos(100);
        waste.wasted(now, 0, "closed");
        assertThat(waste.recent(now)).isEqualTo(3);
        assertThat(waste.isTooMuch(now)).isTrue();
    }

    private void fail() {
        now += SECONDS.toNanos(2);
        waste.wasted(now, now, "refused");
    }

    /** What fails for the client, too: whoever asks again is one more that fails. */
    @Test
    void inAnOutageNothingIsOpenedUntilAClientsOwnIsAnsweredAndThenOneAtOnce() {
        random.fraction = 0.9;
        fail();
        waste.clientFailed();
        assertThat(waste.until(now)).isEqualTo(Long.MAX_VALUE);
        assertThat(waste.forbids(now + 10 * MINUTE)).isTrue();

        assertThat(waste.clientServed(now)).as("ends the outage").isTrue();
        assertThat(waste.forbids(now)).isFalse();
        assertThat(waste.isInARow()).as("one at a time").isTrue();
        assertThat(waste.clientServed(now)).isFalse();
    }

    /** Else an outage takes all that may be wasted in a minute before a client's own has shown it, and for the rest there is no stock. */
    @Test
    void theThirdOfAMinuteIsKeptUntilAClientsOwnIsAnswered() {
        fail();
        now += SECONDS.toNanos(10);
        assertThat(waste.forbids(now)).isFalse();
        fail();
        now += SECONDS.toNanos(10);
        assertThat(waste.forbids(now)).isTrue();
        assertThat(waste.until(now)).isEqualTo(Long.MAX_VALUE);
        assertThat(waste.clientServed(now)).as("to be looked at").isTrue();

        assertThat(waste.forbids(now)).isFalse();
        assertThat(waste.clientServed(now)).isFalse();
    }

    @Test
    void whatFailsForTheClientIsNoOutageWhereOursStand() {
        waste.clientFailed();

        assertThat(waste.forbids(now)).isFalse();
        assertThat(waste.clientServed(now)).isFalse();
    }

    @Test
    void anOutageEndsWhereOneOfOursStandsToo() {
        fail();
        waste.clientFailed();
        assertThat(waste.succeeded()).isTrue();

        assertThat(waste.forbids(now)).isFalse();
        assertThat(waste.clientServed(now)).isFalse();
    }

    /** Else each of an outage's waits would outlast it. */
    @Test
    void aClientThatIsServedOnlyMakesTheWaitLongerWhereItNeverFailed() {
        random.fraction = 0.9;
        fail();
        long until = waste.until(now);
        assertThat(waste.clientServed(now)).isFalse();

        assertThat(waste.until(now)).isEqualTo(until);
        assertThat(waste.forbids(now)).isTrue();
    }

    @Test
    void requestsOfMoreThanAMinuteAgoAllowNothing() {
        request(1_000);
        now += MINUTE;
        waste(3);

        assertThat(waste.forbids(now)).isTrue();
    }
}
