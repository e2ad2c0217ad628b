package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.pool.status.EvictReason;
import org.junit.jupiter.api.Test;

/** Which one a take gets, and that it is never somebody else's. */
class HandOutTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3;idle=8s");

    private void parkThree() {
        fixture.request(KEY);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(3);
    }

    private static String connection(Take<String> take) {
        return take.candidate() == null ? null : take.candidate().connection();
    }

    @Test
    void theOldestFirst() {
        parkThree();

        assertThat(fixture.request(KEY)).isEqualTo("c1");
        assertThat(fixture.request(KEY)).isEqualTo("c2");
        assertThat(fixture.request(KEY)).isEqualTo("c3");
        assertThat(fixture.request(KEY)).isNull();
        assertThat(fixture.read(KEY).hits()).isEqualTo(3);
        assertThat(fixture.read(KEY).misses()).isEqualTo(2);
    }

    /** A server accepts in the order of connecting, however long a handshake takes. */
    @Test
    void theOneOpenedFirstAlsoWhereItWasParkedLater() {
        fixture.request(KEY);
        fixture.step();
        PoolEntry<String> first = fixture.opening.get(0);
        fixture.advance(50);
        String second = fixture.open(fixture.opening.get(1));
        fixture.advance(50);

        assertThat(fixture.request(KEY)).as("what there is").isEqualTo(second);
        fixture.step();
        String third = fixture.open(fixture.opening.get(1));
        String late = fixture.open(first);
        assertThat(fixture.request(KEY)).isEqualTo(late);
        assertThat(fixture.request(KEY)).isEqualTo(third);
    }

    @Test
    void oneThatAnotherTakeLooksAtIsSkipped() {
        parkThree();

        assertThat(connection(fixture.take(KEY))).isEqualTo("c1");
        assertThat(connection(fixture.take(KEY))).isEqualTo("c2");
        assertThat(connection(fixture.take(KEY))).isEqualTo("c3");
        assertThat(connection(fixture.take(KEY))).isNull();
    }

    @Test
    void oneThatTheWatcherLooksAtIsSkippedUntilItIsPutBack() {
        parkThree();
        PoolEntry<String> oldest = fixture.entry("c1");

        assertThat(fixture.pool.checkOut(oldest)).isTrue();
        assertThat(fixture.pool.checkOut(oldest)).isFalse();
        assertThat(fixture.request(KEY)).isEqualTo("c2");
        assertThat(fixture.pool.putBack(fixture.now(), oldest)).isNull();
        assertThat(fixture.request(KEY)).isEqualTo("c1");
    }

    /** Its taker failed without a word, near the end of its stack, say. */
    @Test
    void oneThatIsNeverSettledIsGivenUpSomeTimeAfterItsAge() {
        parkThree();
        Take<String> lost = fixture.take(KEY);
        PoolEntry<String> entry = lost.candidate();

        fixture.advance(13_000);
        fixture.step();
        // The VM stands still.
        fixture.advance(60_000);
        fixture.step();
        for (int i = 0; i < 2; i++) {
            fixture.advance(5_000);
            assertThat(fixture.step().evict()).extracting(Eviction::connection).doesNotContain("c1");
        }
        fixture.advance(5_000);
        assertThat(fixture.step().evict()).extracting(Eviction::connection).contains("c1");

        assertThat(fixture.read(KEY).evicted().get("flushed")).isEqualTo(1);
        assertThatThrownBy(() -> fixture.pool.hit(fixture.now(), lost)).isInstanceOf(IllegalStateException.class);
        assertThat(fixture.pool.putBack(fixture.now(), entry)).isNull();
        assertThat(fixture.pool.evict(fixture.now(), entry, EvictReason.CLOSED_BY_SERVER))
                .isNull();
        assertThat(fixture.read(KEY).evicted().get("flushed")).isEqualTo(1);
        assertThat(fixture.pool.isGone(entry)).isTrue();
    }

    @Test
    void theWatcherGetsNothingThatATakeHasOrHad() {
        parkThree();
        Take<String> take = fixture.take(KEY);

        assertThat(fixture.pool.checkOut(fixture.entry("c1"))).isFalse();
        fixture.pool.hit(fixture.now(), take);
        assertThat(fixture.pool.checkOut(fixture.entry("c1"))).isFalse();
    }

    @Test
    void oneThatATakeHasIsNotEvictedByAStep() {
        parkThree();
        Take<String> take = fixture.take(KEY);
        fixture.advance(8_000).step();

        assertThat(fixture.evictions()).containsExactly("c2 idle", "c3 idle");
        fixture.pool.hit(fixture.now(), take);
        assertThat(fixture.read(KEY).hits()).isEqualTo(1);
    }

    @Test
    void noneAtTheMomentItExpires() {
        parkThree();
        long expiry = fixture.entry("c1").expiresAt();

        fixture.advanceNanos(expiry - fixture.now() - 1);
        assertThat(connection(fixture.take(KEY))).isEqualTo("c1");
        fixture.pool.putBack(fixture.now(), fixture.entry("c1"));
        fixture.advanceNanos(1);
        assertThat(connection(fixture.take(KEY))).isEqualTo("c3");
    }

    @Test
    void theNextOneAfterAnEviction() {
        parkThree();
        Take<String> take = fixture.take(KEY);

        fixture.pool.evict(fixture.now(), take.candidate(), EvictReason.CLOSED_BY_SERVER);
        Take<String> next = fixture.pool.next(fixture.now(), take);

        assertThat(connection(next)).isEqualTo("c2");
        fixture.pool.hit(fixture.now(), next);
        assertThat(fixture.read(KEY).hits()).isEqualTo(1);
        assertThat(fixture.read(KEY).evicted()).containsEntry("closed-by-server", 1L);
    }

    @Test
    void theNextOneAfterOneThatWasPutBackIsAnother() {
        parkThree();
        Take<String> take = fixture.take(KEY);

        fixture.pool.putBack(fixture.now(), take.candidate());
        Take<String> second = fixture.pool.next(fixture.now(), take);
        assertThat(connection(second)).isEqualTo("c2");
        fixture.pool.evict(fixture.now(), second.candidate(), EvictReason.CLOSED_BY_SERVER);
        Take<String> third = fixture.pool.next(fixture.now(), second);
        assertThat(connection(third)).isEqualTo("c3");
        fixture.pool.putBack(fixture.now(), third.candidate());
        assertThat(connection(fixture.pool.next(fixture.now(), third))).isNull();
    }

    @Test
    void whatATakeSavedIsTheMedianColdConnectionLessItsOwnTime() {
        parkThree();
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(120));
        Take<String> take = fixture.take(KEY);
        fixture.advance(5);

        fixture.pool.hit(fixture.now(), take);

        assertThat(fixture.read(KEY).savedNanos()).isEqualTo(MILLISECONDS.toNanos(115));
    }
}
