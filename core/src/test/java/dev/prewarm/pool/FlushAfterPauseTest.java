package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** After a time in which nobody could watch, nothing that is parked is trusted. */
class FlushAfterPauseTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=2;idle=8s");

    FlushAfterPauseTest() {
        fixture.request(KEY);
        fixture.fill();
    }

    @Test
    void aMachineThatSleptFlushesAtTheNextStep() {
        fixture.sleep(60_000);
        fixture.advance(100).step();

        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed");
    }

    @Test
    void aMachineThatSleptFlushesAtTheNextTake() {
        fixture.sleep(60_000);

        assertThat(fixture.request(KEY)).isNull();
        fixture.step();
        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed");
    }

    @Test
    void aSmallStepOfTheTimeOfDayFlushesNothing() {
        fixture.sleep(1_500);

        assertThat(fixture.request(KEY)).isEqualTo("c1");
    }

    @Test
    void aPauseOfTheVmLongerThanTheLimitFlushes() {
        fixture.advance(17_000);

        assertThat(fixture.request(KEY)).isNull();
        fixture.step();
        assertThat(fixture.evictions()).containsExactly("c1 flushed", "c2 flushed");
    }

    @Test
    void aShorterPauseOnlyEndsWhatIsTooOld() {
        fixture.advance(9_000).step();

        assertThat(fixture.evictions()).containsExactly("c1 idle", "c2 idle");
    }
}
