package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Snapshot;
import org.junit.jupiter.api.Test;

/** After an error on our side nothing is held that nobody has checked out, and all adds up. */
class LetGoTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3");

    private void letGo() {
        fixture.pool.letGo(fixture.now(), "an error");
    }

    private void assertHolds(int warm, int opening) {
        Snapshot all = fixture.readAll();
        assertThat(all.warm()).isEqualTo(warm);
        assertThat(all.opening()).isEqualTo(opening);
        assertThat(all.opened()).isEqualTo(all.hits() + all.unused() + all.failed() + all.warm() + all.opening());
    }

    @Test
    void whatIsParkedIsEvicted() {
        fixture.request(KEY);
        fixture.fill();
        letGo();

        assertHolds(0, 0);
        assertThat(fixture.readAll().evicted().get("pressure")).isEqualTo(3);
        assertThat(fixture.step().evict()).isEmpty();
        assertThat(fixture.pool.isGone(fixture.entry("c1"))).isTrue();
    }

    @Test
    void whatIsBeingOpenedHasFailedAndIsNotWantedLater() {
        fixture.request(KEY);
        fixture.step();
        assertHolds(0, 2);
        letGo();

        assertHolds(0, 0);
        fixture.pool.failed(fixture.now(), fixture.opening.get(0), "refused", OpeningFailure.OTHER);
        fixture.opening.remove(0);
        fixture.openAll();
        assertThat(fixture.evictions()).containsExactly("c1 pressure");
        assertHolds(0, 0);
        assertThat(fixture.readAll().failed()).isEqualTo(2);
    }

    @Test
    void whatATakerHasItKeeps() {
        fixture.request(KEY);
        fixture.fill();
        Take<String> first = fixture.take(KEY);
        Take<String> second = fixture.take(KEY);
        Take<String> third = fixture.take(KEY);
        letGo();

        assertHolds(3, 0);
        fixture.pool.hit(fixture.now(), first);
        assertThat(fixture.pool.isGone(first.candidate())).isFalse();
        fixture.pool.giveUp(fixture.now(), first.candidate());
        fixture.pool.giveUp(fixture.now(), second.candidate());
        assertThat(fixture.pool.putBack(fixture.now(), third.candidate())).isNull();
        assertHolds(1, 0);
        assertThat(fixture.readAll().hits()).isEqualTo(1);
    }

    @Test
    void itIsOpenedAgainAfterAWhile() {
        fixture.request(KEY);
        fixture.fill();
        letGo();

        assertThat(fixture.readAll().state() + ": " + fixture.readAll().reason())
                .isEqualTo("pressed: an error");
        fixture.request(KEY);
        assertThat(fixture.advance(9_999).step().open()).isEmpty();
        assertThat(fixture.advance(1).step().open()).isNotEmpty();
        assertThat(fixture.readAll().state()).isEqualTo("open");
    }

    @Test
    void switchedOffItHoldsNothingForGoodAndSaysWhy() {
        fixture.request(KEY);
        fixture.fill();
        fixture.pool.switchOff(fixture.now(), "an error");

        assertHolds(0, 0);
        assertThat(fixture.take(KEY)).isNull();
        assertThat(fixture.advance(SECONDS.toMillis(60)).step().open()).isEmpty();
        assertThat(fixture.readAll().state() + ": " + fixture.readAll().reason())
                .isEqualTo("closed: an error");
    }
}
