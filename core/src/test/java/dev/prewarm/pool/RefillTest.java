package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When and how many are opened. */
class RefillTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final long SECOND = SECONDS.toNanos(1);

    private static PoolFixture origin(String options) {
        return new PoolFixture("http://a.example.com" + options);
    }

    private static int opens(PoolFixture fixture) {
        return fixture.step().open().size();
    }

    @Test
    void nothingBeforeTheFirstRequest() {
        assertThat(opens(origin(";min=5"))).isZero();
    }

    @Test
    void nothingForAnOriginThatNobodyNamed() {
        PoolFixture fixture = origin("");
        Key other = Keys.plain("http://other.example.com");

        assertThat(fixture.take(other)).isNull();
        assertThat(opens(fixture)).isZero();
        fixture.answered(other, true);
        assertThat(fixture.read(other).state()).isEqualTo("observed");
    }

    @Test
    void nothingForAnExcludedOriginOrOneWithMaxZero() {
        PoolFixture fixture = new PoolFixture(Map.of(
                "prewarm.origins",
                "http://a.example.com;max=0,http://b.example.com",
                "prewarm.exclude",
                "http://b.example.com"));
        Key excluded = Keys.plain("http://b.example.com");
        fixture.answered(KEY, true);
        fixture.answered(excluded, true);

        assertThat(fixture.take(KEY)).isNull();
        assertThat(fixture.take(excluded)).isNull();
        assertThat(opens(fixture)).isZero();
        assertThat(fixture.read(KEY).state()).isEqualTo("off");
        assertThat(fixture.read(excluded).state()).isEqualTo("excluded");
    }

    @Test
    void theFirstFillingWaitsARandomPartOfASecond() {
        PoolFixture fixture = origin(";min=5");
        fixture.random.fraction = 0.7;
        fixture.request(KEY);
        long firstRequest = fixture.now();
        Step<String> first = fixture.step();
        fixture.opening.remove(first.open().get(0));
        fixture.open(first.open().get(0));

        // One for the one request seen, and no more before the time has come.
        assertThat(first.open()).hasSize(1);
        assertThat(first.nextAt()).isLessThanOrEqualTo(firstRequest + 7 * SECOND / 10);
        fixture.advance(300);
        assertThat(opens(fixture)).isZero();
        fixture.request(KEY);
        assertThat(opens(fixture)).isEqualTo(1);
        fixture.advance(399);
        assertThat(opens(fixture)).isZero();
        fixture.advance(1);
        assertThat(opens(fixture)).isPositive();
    }

    @Test
    void theFirstTwoOfAnEmptyStockAtOnce() {
        PoolFixture fixture = origin(";min=10");
        fixture.request(KEY);

        assertThat(opens(fixture)).isEqualTo(2);
        assertThat(opens(fixture)).isZero();
    }

    @Test
    void notBeforeTheClientsOwnConnectionStandsWhereNothingIsHeld() {
        PoolFixture fixture = origin(";min=2");
        fixture.pool.miss(fixture.now(), fixture.take(KEY));
        assertThat(opens(fixture)).isZero();
        fixture.advance(49);
        assertThat(opens(fixture)).isZero();
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(49));

        assertThat(opens(fixture)).isEqualTo(2);
    }

    @Test
    void noLongerThanASecondWhereItNeverStands() {
        PoolFixture fixture = origin(";min=2");
        fixture.pool.miss(fixture.now(), fixture.take(KEY));
        assertThat(fixture.step().nextAt()).isEqualTo(fixture.now() + SECOND);
        fixture.advance(600);
        fixture.pool.miss(fixture.now(), fixture.take(KEY));
        fixture.advance(400);

        assertThat(opens(fixture)).isEqualTo(2);
    }

    @Test
    void moreNoSoonerThanALeadTimeLater() {
        PoolFixture fixture = origin(";min=10");
        fixture.pool.miss(fixture.now(), fixture.take(KEY));
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(50));
        assertThat(fixture.step().nextAt()).isEqualTo(fixture.now() + MILLISECONDS.toNanos(50));

        fixture.advance(49);
        assertThat(opens(fixture)).isZero();
        fixture.advance(1);
        assertThat(opens(fixture)).isEqualTo(2);
    }

    @Test
    void noMoreThanTwiceWhatStandsThereWithinALeadTime() {
        PoolFixture fixture = origin(";min=64");
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(50));
        fixture.request(KEY);
        int before = 0;
        for (int lead = 0; lead < 4; lead++) {
            int opened = 0;
            for (int i = 0; i < 25; i++) {
                opened += opens(fixture);
                fixture.openAll();
                fixture.advance(2);
            }
            assertThat(opened).isEqualTo(Math.max(2, before));
            before += opened;
        }
    }

    @Test
    void aBurstIsRefilledAtOnceAfterTheSecond() {
        PoolFixture fixture = origin("");
        fixture.burst(KEY, 20);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isLessThan(10);

        fixture.advance(2_000);
        fixture.burst(KEY, 20);
        assertThat(opens(fixture)).isEqualTo(20);
        assertThat(fixture.read(KEY).opening()).isEqualTo(20);
        fixture.advance(50);
        fixture.openAll();

        fixture.advance(1_950);
        long misses = fixture.read(KEY).misses();
        fixture.burst(KEY, 20);
        assertThat(fixture.read(KEY).misses()).isEqualTo(misses);
    }

    @Test
    void minIsKeptForKeepWarmAfterTheLastRequest() {
        PoolFixture fixture = origin(";min=2;idle=1s;keep-warm=10s");
        fixture.request(KEY);
        for (int i = 0; i < 10; i++) {
            fixture.fill();
            assertThat(fixture.read(KEY).warm()).isEqualTo(2);
            fixture.advance(950);
        }
        fixture.advance(1_000);

        fixture.step();
        assertThat(fixture.read(KEY).target()).isZero();
        assertThat(fixture.read(KEY).warm() + fixture.read(KEY).opening()).isZero();
    }

    @Test
    void minIsKeptByOnlyTheKeyAskedForLast() {
        PoolFixture fixture = origin(";min=2");
        Key other = Keys.plain("http://a.example.com", 2);
        fixture.request(KEY);
        fixture.request(other);

        assertThat(fixture.step().open()).extracting(PoolEntry::key).containsOnly(other);
        assertThat(fixture.read(KEY).target()).isEqualTo(2);
    }

    @Test
    void nothingIsKeptWithoutMinAndDemand() {
        PoolFixture fixture = origin(";min=0");
        fixture.request(KEY);

        assertThat(opens(fixture)).isZero();
    }

    @Test
    void aSuccessorIsOpenedBeforeOneGrowsTooOld() {
        PoolFixture fixture = origin(";min=0;idle=8s");
        evenly(fixture);
        PoolEntry<String> oldest = oldest(fixture);
        // Asked for as before, but put back each time, so that it grows old.
        long due = oldest.expiresAt() - MILLISECONDS.toNanos(60);
        while (fixture.now() + SECOND / 2 < due) {
            fixture.advance(500);
            oldest(fixture);
            fixture.fill();
        }
        fixture.advanceNanos(due - fixture.now() - MILLISECONDS.toNanos(1));
        assertThat(opens(fixture)).isZero();
        fixture.advance(1);

        assertThat(opens(fixture)).isPositive();
        assertThat(fixture.evicted).isEmpty();
    }

    @Test
    void theStepBeforeSaysWhenASuccessorIsDue() {
        PoolFixture fixture = origin(";min=0;idle=8s");
        evenly(fixture);

        long due = oldest(fixture).expiresAt() - MILLISECONDS.toNanos(60);
        assertThat(fixture.step().nextAt()).isEqualTo(due);
    }

    /** 2/s for 10 s. */
    private static void evenly(PoolFixture fixture) {
        for (int i = 0; i < 20; i++) {
            fixture.request(KEY);
            fixture.fill();
            fixture.advance(450);
        }
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isPositive();
    }

    private static PoolEntry<String> oldest(PoolFixture fixture) {
        Take<String> take = fixture.take(KEY);
        fixture.pool.putBack(fixture.now(), take.candidate());
        return take.candidate();
    }

    @Test
    void whatIsNotAskedForAnyMoreGivesWayToWhatIs() {
        PoolFixture fixture = new PoolFixture("https://a.example.com;max=2;min=2");
        Key once = Keys.tls("https://a.example.com", 1, new FakeRecipe());
        Key since = Keys.tls("https://a.example.com", 1, new FakeRecipe());
        verifiedTwice(fixture, once);
        fixture.advance(2_000).fill();
        assertThat(fixture.read(once).warm()).isEqualTo(2);

        verifiedTwice(fixture, since);
        fixture.advance(100).fill();
        fixture.fill();

        assertThat(fixture.request(since)).isNotNull();
        assertThat(fixture.read(since).evicted()).containsEntry("surplus", 2L);
    }

    private static void verifiedTwice(PoolFixture fixture, Key key) {
        fixture.request(key);
        fixture.pool.verified(key, null);
        fixture.request(key);
    }
}
