package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** One number counts what is parked and what is being opened. */
class CapsTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private static int held(PoolFixture fixture) {
        return fixture.readAll().warm() + fixture.readAll().opening();
    }

    /** Two bursts, which want as much stock as they are large. */
    private static void want(PoolFixture fixture, int size, Key... keys) {
        for (int i = 0; i < 2; i++) {
            fixture.advance(1_000);
            for (Key key : keys) {
                fixture.burst(key, size);
            }
        }
    }

    @Test
    void maxCountsWhatIsBeingOpened() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;max=5");
        want(fixture, 20, KEY);
        for (int i = 0; i < 10; i++) {
            fixture.step();
            fixture.advance(100);
        }

        assertThat(fixture.read(KEY).opening()).isEqualTo(5);
        fixture.burst(KEY, 20);
        fixture.step();
        assertThat(fixture.read(KEY).opening()).isEqualTo(5);
        fixture.openAll();
        fixture.step();
        assertThat(fixture.read(KEY).warm()).isEqualTo(5);
        assertThat(held(fixture)).isEqualTo(5);
    }

    @Test
    void maxIsForAllKeysOfAnOriginTogether() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;max=5");
        want(fixture, 4, KEY, Keys.plain("http://a.example.com", 2), Keys.plain("http://a.example.com", 3));
        fixture.fill();

        assertThat(held(fixture)).isEqualTo(5);
        assertThat(fixture.read(KEY).target()).isEqualTo(5);
    }

    @Test
    void itsKeysShareItAlikeAndTheKeyAskedForLastGetsTheRest() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;max=5");
        Key other = Keys.plain("http://a.example.com", 2);
        want(fixture, 4, KEY, other);
        fixture.advance(10);
        fixture.burst(other, 1);

        assertThat(fixture.step().open())
                .extracting(PoolEntry::key)
                .containsExactlyInAnyOrder(other, other, other, KEY, KEY);
    }

    @Test
    void noMoreIsOpenedThanTheProcessHasRoomFor() {
        PoolFixture fixture = new PoolFixture("http://a.example.com");
        want(fixture, 10, KEY);
        fixture.pool.allow(3);
        fixture.step();
        assertThat(held(fixture)).isEqualTo(3);
        fixture.pool.allow(0);
        fixture.step();
        assertThat(held(fixture)).isEqualTo(3);
        fixture.pool.allow(2);
        fixture.step();
        assertThat(held(fixture)).isEqualTo(5);
        fixture.pool.allow(1_000);
        fixture.openAll();
        fixture.advance(100).step();
        assertThat(held(fixture)).isGreaterThan(5);
    }

    @Test
    void roomIsNoLeaveToGoBeyondMaxTotal() {
        PoolFixture fixture =
                new PoolFixture(Map.of("prewarm.origins", "http://a.example.com", "prewarm.max-total", "4"));
        want(fixture, 10, KEY);
        fixture.pool.allow(Integer.MAX_VALUE);
        fixture.step();
        assertThat(held(fixture)).isEqualTo(4);
    }

    @Test
    void maxTotalIsForAllOriginsTogether() {
        PoolFixture fixture = new PoolFixture(
                Map.of("prewarm.origins", "http://a.example.com,http://b.example.com", "prewarm.max-total", "7"));
        want(fixture, 5, KEY, Keys.plain("http://b.example.com"));
        fixture.step();
        assertThat(held(fixture)).isEqualTo(7);
        fixture.step();
        assertThat(held(fixture)).isEqualTo(7);
        fixture.openAll();
        fixture.advance(1_000);
        fixture.step();
        assertThat(fixture.readAll().warm()).isEqualTo(7);
        assertThat(held(fixture)).isEqualTo(7);
        assertThat(fixture.readAll().target()).isEqualTo(7);
    }

    private static final Key NAMED = Keys.plain("http://named.example.org");
    private static final Key BY_WILDCARD = Keys.plain("http://b.example.com");
    private static final Key BY_ANOTHER = Keys.plain("http://c.example.com");

    private static PoolFixture ofRanks(String maxTotal) {
        return new PoolFixture(Map.of(
                "prewarm.origins",
                "auto,http://*.example.com,http://named.example.org",
                "prewarm.max-total",
                maxTotal,
                "prewarm.keep-warm",
                "1h"));
    }

    @Test
    void whereItIsShortAWildcardGetsWhatNamedOriginsLeave() {
        PoolFixture fixture = ofRanks("12");
        want(fixture, 5, BY_WILDCARD, BY_ANOTHER, NAMED);
        fixture.fill();

        assertThat(fixture.read(NAMED).warm()).isEqualTo(fixture.read(NAMED).target());
        assertThat(fixture.read(BY_WILDCARD).warm() + fixture.read(BY_ANOTHER).warm())
                .isEqualTo(12 - fixture.read(NAMED).target())
                .isPositive();
    }

    @Test
    void whatAWildcardHoldsGivesWayToANamedOrigin() {
        PoolFixture fixture = ofRanks("4");
        want(fixture, 5, BY_WILDCARD, BY_ANOTHER);
        fixture.fill();
        assertThat(fixture.readAll().warm()).isEqualTo(4);
        want(fixture, 3, NAMED);
        fixture.fill();

        assertThat(fixture.read(NAMED).warm())
                .isEqualTo(Math.min(4, fixture.read(NAMED).target()))
                .isGreaterThan(1);
        assertThat(fixture.readAll().evicted().get("surplus"))
                .isEqualTo(fixture.read(NAMED).warm());
        assertThat(held(fixture)).isEqualTo(4);
    }

    @Test
    void noneGivesWayToItsOwnRankOrToALowerOne() {
        PoolFixture fixture = ofRanks("4");
        want(fixture, 4, NAMED);
        fixture.fill();
        assertThat(fixture.read(NAMED).warm()).isEqualTo(4);
        for (int i = 0; i < 5; i++) {
            fixture.request(BY_WILDCARD);
            fixture.request(BY_ANOTHER);
            fixture.step();
            fixture.advance(100);
        }

        assertThat(fixture.readAll().evicted().get("surplus")).isZero();
        assertThat(fixture.read(NAMED).warm()).isEqualTo(4);
    }

    @Test
    void maxTotalOfZeroOpensNothing() {
        PoolFixture fixture =
                new PoolFixture(Map.of("prewarm.origins", "http://a.example.com", "prewarm.max-total", "0"));
        want(fixture, 5, KEY);

        assertThat(fixture.step().open()).isEmpty();
    }

    @Test
    void whatIsTakenMakesRoom() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;max=2;min=2");
        fixture.request(KEY);
        fixture.fill();

        fixture.request(KEY);
        fixture.advance(100);

        assertThat(fixture.step().open()).hasSize(1);
    }

    @Test
    void whatFailedMakesRoom() {
        PoolFixture fixture = new PoolFixture("http://a.example.com;max=2;min=2");
        fixture.request(KEY);
        fixture.step();
        fixture.failAll();
        fixture.advance(100);

        assertThat(fixture.step().open()).isNotEmpty();
        assertThat(fixture.read(KEY).failed()).isEqualTo(2);
    }
}
