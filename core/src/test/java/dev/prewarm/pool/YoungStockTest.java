package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is held for requests that must not be repeated, and what is left alone to see how old it may grow for them. */
class YoungStockTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final int IDLE_MILLIS = 8_000;

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;idle=8s");

    private void everySecond(int seconds, boolean idempotent) {
        for (int i = 0; i < seconds; i++) {
            fixture.request(KEY, idempotent);
            fixture.fill().advance(1_000 - fixture.now() / 1_000_000 % 1_000);
        }
    }

    @Test
    void someAreLeftAloneAtFirst() {
        fixture.request(KEY, false);
        fixture.fill();
        assertThat(fixture.entriesParked()).hasSize(2);

        assertThat(fixture.request(KEY, false)).as("though it is young").isNull();
        assertThat(fixture.request(KEY, true)).isNull();
        fixture.advance(IDLE_MILLIS * 8 / 10).step();
        assertThat(fixture.request(KEY, true)).as("to be used at that age").isEqualTo("c1");
    }

    @Test
    void whoeverMayBeRiskedGetsOthersMeanwhile() {
        fixture.request(KEY, false);
        fixture.request(KEY, true);
        fixture.fill();

        assertThat(fixture.request(KEY, true)).isEqualTo("c3");
    }

    @Test
    void whereOnlySuchRequestsComeTheyAreWarmOnceTheAgeIsKnown() {
        everySecond(40, false);
        long hits = fixture.read(KEY).hits();
        everySecond(60, false);

        assertThat(fixture.read(KEY).hits() - hits).isGreaterThanOrEqualTo(57);
        assertThat(fixture.read(KEY).unused())
                .as("eight to see it, and few more")
                .isLessThanOrEqualTo(16);
    }

    @Test
    void minIsKeptForThemFromThenOn() {
        fixture.request(KEY, false);
        fixture.fill();
        everySecond(60, false);
        fixture.advance(60_000).fill();

        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftAloneWhereTheyMayUseAny() {
        PoolFixture any =
                new PoolFixture(Map.of("prewarm.origins", "http://a.example.com", "prewarm.non-idempotent", "warm"));
        any.request(KEY, false);
        any.fill();

        assertThat(any.request(KEY, false)).isEqualTo("c1");
    }

    @Test
    void nothingIsLeftAloneWhereNobodyNamedIt() {
        PoolFixture auto = new PoolFixture("auto");
        for (int i = 0; i < 100; i++) {
            auto.request(KEY, false);
            auto.answered(KEY, true);
            auto.fill().advance(1_000);
        }

        assertThat(auto.read(KEY).unused()).isZero();
    }

    @Test
    void theyAreReplacedWhenTheyAreNoLongerYoung() {
        PoolFixture young = new PoolFixture("http://a.example.com;min=0");
        for (int i = 0; i < 100; i++) {
            young.request(KEY, false);
            young.fill();
            young.advance(50);
        }
        assertThat(young.read(KEY).hits()).isGreaterThan(80);
        young.fill();
        long opened = young.read(KEY).opened();

        // Nobody comes, and the rate is still remembered.
        Step<String> step = young.step();
        young.advanceNanos(step.nextAt() - young.now()).fill();

        assertThat(young.read(KEY).opened()).isGreaterThan(opened);
        assertThat(young.request(KEY, false)).isNotNull();
    }
}
