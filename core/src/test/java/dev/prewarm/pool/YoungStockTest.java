package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.sizing.StockSize;
import org.junit.jupiter.api.Test;

/** What is kept for requests that take only young connections. */
class YoungStockTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private static int young(double rate, double lead) {
        return StockSize.youngTarget(rate, lead, 1, 64);
    }

    @Test
    void nothingWhereMostWouldGrowTooOld() {
        assertThat(young(0, 0.05)).isZero();
        assertThat(young(1, 0.05)).isZero();
        assertThat(young(2.2, 0.05)).isZero();
    }

    @Test
    void asManyAsAreUsedWhileTheyAreYoung() {
        assertThat(young(3, 0.05)).isEqualTo(1);
        assertThat(young(20, 0.05)).isEqualTo(2);
        assertThat(young(100, 0.05)).isBetween(8, 10);
        assertThat(StockSize.youngTarget(100, 0.05, 1, 3)).isEqualTo(3);
    }

    @Test
    void minIsNotKeptForThoseWhoCanNotUseIt() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;min=2");
        fixture.request(KEY, false);

        assertThat(fixture.step().open()).isEmpty();
        fixture.request(KEY, true);
        assertThat(fixture.step().open()).isNotEmpty();
    }

    @Test
    void theyAreReplacedWhenTheyAreNoLongerYoung() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;min=0");
        for (int i = 0; i < 100; i++) {
            fixture.request(KEY, false);
            fixture.fill();
            fixture.advance(50);
        }
        assertThat(fixture.read(KEY).hits()).isGreaterThan(80);
        fixture.fill();
        long opened = fixture.read(KEY).opened();

        // Nobody comes, and the rate is still remembered.
        Step<String> step = fixture.step();
        fixture.advanceNanos(step.nextAt() - fixture.now()).fill();

        assertThat(fixture.read(KEY).opened()).isGreaterThan(opened);
        assertThat(fixture.request(KEY, false)).isNotNull();
    }
}
