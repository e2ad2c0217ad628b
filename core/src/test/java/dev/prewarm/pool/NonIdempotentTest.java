package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.EvictReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request that must not be sent twice gets. */
class NonIdempotentTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private static PoolFixture parkThree(String setting) {
        PoolFixture fixture = new PoolFixture(
                Map.of("prewarm.origins", "http://a.example.com;min=3", "prewarm.non-idempotent", setting));
        fixture.request(KEY);
        fixture.fill();
        return fixture;
    }

    private static String post(PoolFixture fixture) {
        return fixture.request(KEY, false);
    }

    @Test
    void freshIsTheOldestThatIsYoungEnough() {
        PoolFixture fixture = parkThree("fresh");

        assertThat(post(fixture)).isEqualTo("c1");
        assertThat(post(fixture)).isEqualTo("c2");
    }

    @Test
    void freshIsTheNextWhileTheFirstIsLookedAt() {
        PoolFixture fixture = parkThree("fresh");
        fixture.take(KEY, false);

        assertThat(post(fixture)).isEqualTo("c2");
    }

    @Test
    void freshIsNoOlderThanASecond() {
        PoolFixture fixture = parkThree("fresh");
        fixture.advance(1_000);

        assertThat(post(fixture)).isEqualTo("c3");
        assertThat(post(fixture)).isNull();
        assertThat(fixture.request(KEY)).isEqualTo("c1");
    }

    @Test
    void freshIsNoOlderThanAQuarterOfALearntLimit() {
        PoolFixture fixture = parkThree("fresh");
        long age = fixture.now() - fixture.entry("c1").parkedAt();
        fixture.advance(2_000).advanceNanos(-age);
        fixture.pool.evict(fixture.now(), fixture.entry("c1"), EvictReason.CLOSED_BY_SERVER);
        fixture.fill().advance(2_000);
        fixture.pool.evict(fixture.now(), fixture.entry("c4"), EvictReason.CLOSED_BY_SERVER);
        assertThat(fixture.read(KEY).learnt().idleNanos()).isEqualTo(1_400_000_000);
        fixture.burst(KEY, 20);
        fixture.fill();

        fixture.advance(499);
        assertThat(post(fixture)).isNotNull();
        fixture.advance(2);
        assertThat(post(fixture)).isNull();
        assertThat(fixture.request(KEY)).isNotNull();
    }

    @Test
    void coldIsNone() {
        PoolFixture fixture = parkThree("cold");

        assertThat(post(fixture)).isNull();
        assertThat(fixture.read(KEY).misses()).isEqualTo(2);
        assertThat(fixture.request(KEY)).isEqualTo("c1");
    }

    @Test
    void coldAsksForNoStock() {
        PoolFixture fixture =
                new PoolFixture(Map.of("prewarm.origins", "http://a.example.com", "prewarm.non-idempotent", "cold"));
        for (int i = 0; i < 100; i++) {
            post(fixture);
            assertThat(fixture.advance(50).step().open()).isEmpty();
        }

        assertThat(fixture.read(KEY).misses()).isEqualTo(100);
    }

    @Test
    void warmIsTheOldestAsForAll() {
        PoolFixture fixture = parkThree("warm");
        fixture.advance(5_000);

        assertThat(post(fixture)).isEqualTo("c1");
    }
}
