package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.RunTimeChange;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.pool.status.EvictReason;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What its user takes back at run time is let go of at once, goes cold, and comes back when that is undone. */
class WithdrawnPoolTest {
    private static final Key A = Keys.plain("http://a.example.com");
    private static final Key B = Keys.plain("http://b.example.com");
    private static final String BY = "by attach at 14:03";

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3,http://b.example.com;min=2");

    private void park(Key key) {
        fixture.request(key);
        fixture.fill();
    }

    private List<String> withdraw(String arguments) {
        return fixture.pool.withdraw(RunTimeChange.of(arguments).from(Withdrawal.NOTHING, BY)).stream()
                .map(each -> each.connection() + " " + each.reason().label())
                .collect(Collectors.toList());
    }

    @Test
    void everythingIsLetGoOf() {
        park(A);
        park(B);

        assertThat(withdraw("enabled=false"))
                .containsExactlyInAnyOrder("c1 surplus", "c2 surplus", "c3 surplus", "c4 surplus", "c5 surplus");
        assertThat(fixture.readAll().warm()).isZero();
        assertThat(fixture.readAll().state()).isEqualTo("disabled");
        assertThat(fixture.readAll().reason()).isEqualTo("disabled " + BY);
    }

    @Test
    void takesGoColdUncountedAndNothingIsOpened() {
        park(A);
        withdraw("enabled=false");

        assertThat(fixture.take(A)).isNull();
        assertThat(fixture.take(Keys.plain("http://never-seen.example.com"))).isNull();
        assertThat(fixture.pool.cold(fixture.now(), A)).isNull();
        assertThat(fixture.advance(500).step().open()).isEmpty();
        assertThat(fixture.advance(60_000).step().open()).isEmpty();
        assertThat(fixture.readAll().misses()).isEqualTo(1);
    }

    @Test
    void someOriginsLeaveTheOthersAlone() {
        park(A);
        park(B);

        assertThat(withdraw("exclude=http://a.example.com"))
                .containsExactlyInAnyOrder("c1 surplus", "c2 surplus", "c3 surplus");
        assertThat(fixture.take(A)).isNull();
        assertThat(fixture.request(B)).isEqualTo("c4");
        assertThat(fixture.readAll().state()).isEqualTo("open");
        assertThat(fixture.pool.read(fixture.now(), A.origin()).state()).isEqualTo("excluded");
        assertThat(fixture.pool.read(fixture.now(), A.origin()).reason()).isEqualTo(BY);
    }

    @Test
    void anOriginThatIsSeenLaterIsWithdrawnToo() {
        withdraw("exclude=http://a.example.com");

        assertThat(fixture.take(A)).isNull();
        assertThat(fixture.step().open()).isEmpty();
    }

    @Test
    void undoneItIsAsBefore() {
        park(A);
        withdraw("enabled=false");
        fixture.step();
        withdraw("enabled=true");

        fixture.fill();
        assertThat(fixture.request(A)).isNotNull();
        assertThat(fixture.readAll().state()).isEqualTo("open");
        assertThat(fixture.pool.read(fixture.now(), A.origin()).state()).isEqualTo("warming");
    }

    /** The whole is told once, by whoever switched it off; an origin by itself is. */
    @Test
    void theLogHearsOfSingleOrigins() {
        park(A);
        fixture.step();
        withdraw("enabled=false");
        assertThat(fixture.step().changes()).isEmpty();
        withdraw("enabled=true");
        assertThat(fixture.step().changes()).isEmpty();

        withdraw("exclude=http://a.example.com");
        assertThat(fixture.step().changes()).singleElement().satisfies(change -> assertThat(
                        change.phrase() + ": " + change.reason())
                .isEqualTo("is excluded: " + BY));
        withdraw("exclude=");
        assertThat(fixture.step().changes()).singleElement().satisfies(change -> assertThat(change.phrase())
                .isEqualTo("is warming"));
    }

    @Test
    void whatIsBeingOpenedIsClosedWhenItIsOpen() {
        fixture.request(A);
        fixture.step();
        withdraw("enabled=false");

        fixture.openAll();

        assertThat(fixture.evictions()).isNotEmpty().allMatch(each -> each.endsWith(" surplus"));
        assertThat(fixture.readAll().warm()).isZero();
    }

    @Test
    void whatTheWatcherHadIsClosedWhenItPutsItBack() {
        park(A);
        PoolEntry<String> watched = fixture.entry("c1");
        fixture.pool.checkOut(watched);

        assertThat(withdraw("enabled=false")).containsExactlyInAnyOrder("c2 surplus", "c3 surplus");
        assertThat(fixture.pool.putBack(fixture.now(), watched).reason()).isEqualTo(EvictReason.SURPLUS);
    }

    @Test
    void aTakeThatHasItsConnectionKeepsIt() {
        park(A);
        Take<String> take = fixture.take(A);

        assertThat(withdraw("enabled=false")).doesNotContain("c1 surplus");
        assertThat(fixture.pool.hit(fixture.now(), take)).isNotNull();
        assertThat(fixture.readAll().hits()).isEqualTo(1);
    }

    /** Its candidate was found dead: there is no other one for it. */
    @Test
    void aTakeUnderWayGetsNoOther() {
        park(A);
        Take<String> take = fixture.take(A);
        withdraw("enabled=false");
        fixture.pool.evict(fixture.now(), take.candidate(), EvictReason.CLOSED_BY_SERVER);

        Take<String> next = fixture.pool.next(fixture.now(), take);

        assertThat(next.candidate()).isNull();
        fixture.pool.miss(fixture.now(), next);
        assertThat(fixture.step().open()).isEmpty();
    }
}
