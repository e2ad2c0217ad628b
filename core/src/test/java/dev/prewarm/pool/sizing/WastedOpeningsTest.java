package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.FixedRandom;
import org.junit.jupiter.api.Test;

/** How much may come to nothing. */
class WastedOpeningsTest {
    private static final long MINUTE = SECONDS.toNanos(60);

    private final WastedOpenings waste = new WastedOpenings(new FixedRandom(0));
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
    void whatEndsTogetherIsOneUnlessItGoesOn() {
        for (int i = 0; i < 50; i++) {
            waste.wasted(now + i, i, "closed");
        }
        waste(1);
        assertThat(waste.recent(now)).isEqualTo(2);
        assertThat(waste.forbids(now)).isFalse();

        waste.wasted(now + 1, 0, "closed");
        assertThat(waste.recent(now + 1)).isEqualTo(3);
        assertThat(waste.forbids(now + 1)).isTrue();
    }

    @Test
    void requestsOfMoreThanAMinuteAgoAllowNothing() {
        request(1_000);
        now += MINUTE;
        waste(3);

        assertThat(waste.forbids(now)).isTrue();
    }
}
