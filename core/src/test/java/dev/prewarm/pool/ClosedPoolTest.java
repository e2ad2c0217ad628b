package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.EvictReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After the shutdown hook every take goes cold, and nothing stays open. */
class ClosedPoolTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3");

    private List<String> close() {
        List<String> connections = new ArrayList<>();
        for (Eviction<String> eviction : fixture.pool.close(fixture.now())) {
            connections.add(eviction.connection() + " " + eviction.reason().label());
        }
        return connections;
    }

    private void park() {
        fixture.request(KEY);
        fixture.fill();
    }

    @Test
    void allThatIsParkedIsGivenBack() {
        park();

        assertThat(close()).containsExactly("c1 shutdown", "c2 shutdown", "c3 shutdown");
        assertThat(fixture.readAll().warm()).isZero();
        assertThat(fixture.readAll().state()).isEqualTo("closed");
    }

    @Test
    void alsoWhatWasFlushedAndNotYetSeen() {
        park();
        fixture.sleep(60_000);
        fixture.take(KEY);

        assertThat(close()).containsExactly("c1 flushed", "c2 flushed", "c3 flushed");
        assertThat(fixture.step().evict()).isEmpty();
    }

    @Test
    void everyLaterTakeIsNullAndNothingIsOpened() {
        park();
        close();

        assertThat(fixture.take(KEY)).isNull();
        assertThat(fixture.take(Keys.plain("http://a.example.com", 2))).isNull();
        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.readAll().misses()).isEqualTo(1);
    }

    @Test
    void whatWasBeingOpenedIsGivenBackWhenItIsOpen() {
        fixture.request(KEY);
        fixture.step();
        close();

        fixture.openAll();

        assertThat(fixture.evictions()).containsExactly("c1 shutdown", "c2 shutdown");
    }

    @Test
    void whatTheWatcherHadIsGivenBackWhenItPutsItBack() {
        park();
        PoolEntry<String> watched = fixture.entry("c1");
        fixture.pool.checkOut(watched);

        assertThat(close()).containsExactly("c2 shutdown", "c3 shutdown");
        assertThat(fixture.pool.putBack(fixture.now(), watched).reason()).isEqualTo(EvictReason.SHUTDOWN);
    }

    @Test
    void aTakeThatHadOneKeepsItAndGetsNoOther() {
        park();
        Take<String> take = fixture.take(KEY);
        Take<String> second = fixture.take(KEY);
        close();

        fixture.pool.hit(fixture.now(), take);
        fixture.pool.evict(fixture.now(), second.candidate(), EvictReason.CLOSED_BY_SERVER);
        assertThat(fixture.pool.next(fixture.now(), second).candidate()).isNull();
    }

    @Test
    void closingTwiceGivesNothingTwice() {
        park();
        close();

        assertThat(close()).isEmpty();
    }
}
