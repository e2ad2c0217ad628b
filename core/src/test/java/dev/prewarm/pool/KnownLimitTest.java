package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.sizing.Growth;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where it is known that an endpoint takes 3 connections at once. */
class KnownLimitTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final int LIMIT = 3;

    /** POST goes cold there, whatever is parked. */
    private final PoolFixture fixture = new PoolFixture(
                    Map.of("prewarm.origins", "http://a.example.com;min=5", "prewarm.non-idempotent", "cold"))
            .unproven();

    private void learnLimit() {
        Take<String> take = fixture.take(KEY);
        fixture.standTogether(take, KEY, LIMIT);
        Growth growth = take.origin().facts().endpoint(KEY.endpoint()).growth();
        for (int i = 0; i < LIMIT; i++) {
            growth.opened(fixture.now());
        }
        for (int i = 0; i < 2; i++) {
            growth.refused(fixture.now(), LIMIT);
            fixture.advance(1_200);
            growth.isProven(fixture.now());
        }
        for (int i = 0; i < LIMIT; i++) {
            growth.closed();
        }
        assertThat(growth.limit(fixture.now())).isEqualTo(LIMIT);
    }

    private void park() {
        learnLimit();
        fixture.request(KEY);
        fixture.fill();
    }

    private Take<String> goCold() {
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, false);
        fixture.pool.miss(fixture.now(), take);
        return take;
    }

    @Test
    void onePlaceIsTheClients() {
        park();

        assertThat(fixture.read(KEY).warm()).isEqualTo(LIMIT - 1);
        goCold();
        assertThat(fixture.step().open()).isEmpty();
    }

    @Test
    void whatIsParkedMakesWayForAClientsOwnAsFarAsItMust() {
        park();
        assertThat(goCold().yields()).as("the place is free").isEmpty();
        assertThat(goCold().yields()).extracting(Eviction::connection).containsExactly("c1");
        assertThat(goCold().yields()).extracting(Eviction::connection).containsExactly("c2");
        assertThat(goCold().yields()).as("there is no more").isEmpty();

        assertThat(fixture.read(KEY).evicted().get("surplus")).isEqualTo(2);
        assertThat(fixture.read(KEY).warm()).isZero();
    }

    /** Else both would arrive together, and the client's own is refused. */
    @Test
    void whatIsBeingOpenedMakesWayFirst() {
        learnLimit();
        fixture.request(KEY);
        fixture.step();
        assertThat(fixture.opening).hasSize(LIMIT - 1);
        PoolEntry<String> first = fixture.opening.get(0);
        PoolEntry<String> second = fixture.opening.get(1);
        assertThat(goCold().withdrawn()).as("the place is free").isEmpty();
        Take<String> take = goCold();

        assertThat(take.withdrawn()).containsExactly(second);
        assertThat(fixture.read(KEY).opening()).isEqualTo(1);
        assertThat(fixture.read(KEY).failed()).isZero();
        assertThat(fixture.read(KEY).evicted().get("surplus")).isEqualTo(1);
        fixture.open(first);
        assertThat(fixture.evictions()).as("the first stays").isEmpty();
        fixture.open(second);
        assertThat(fixture.evictions()).as("it was connected all the same").containsExactly("c2 surplus");
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
    }

    @Test
    void asManyAsNecessaryAtOnce() {
        park();
        fixture.pool.cold(fixture.now(), KEY);
        fixture.pool.cold(fixture.now(), KEY);

        assertThat(goCold().yields()).hasSize(2);
    }

    @Test
    void thereIsNoCanaryWhereItWouldBeRefused() {
        park();
        fixture.advance(2_500).step();

        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.kind()).isEqualTo(Take.Kind.ANY);
    }

    /** One more than is wanted stands once: the place of a request that goes cold on purpose. */
    @Test
    void thereIsACanaryOnceItsPlaceHasBeenSeen() {
        PoolFixture few = new PoolFixture(Map.of("prewarm.origins", "http://a.example.com;min=2")).unproven();
        Take<String> first = few.take(KEY);
        few.standTogether(first, KEY, 2);
        few.request(KEY);
        few.advance(2_500).fill();
        assertThat(few.read(KEY).warm()).isEqualTo(3);
        Growth growth = first.origin().facts().endpoint(KEY.endpoint()).growth();
        assertThat(growth.seenTogether(few.now())).isEqualTo(2);
        Take<String> hit = few.pool.take(few.now(), few.wall(), KEY, true);
        assertThat(hit.kind()).isEqualTo(Take.Kind.ANY);
        few.pool.abandoned(KEY.origin(), few.pool.hit(few.now(), hit));
        few.advance(1_000);
        assertThat(growth.seenTogether(few.now())).isEqualTo(3);
        few.advance(3_000).step();

        assertThat(few.pool.take(few.now(), few.wall(), KEY, true).kind()).isEqualTo(Take.Kind.CANARY);
    }

    @Test
    void withoutALimitNothingMakesWay() {
        fixture.standTogether(fixture.take(KEY), KEY, 20);
        fixture.request(KEY);
        fixture.fill();
        for (int i = 0; i < 10; i++) {
            assertThat(goCold().yields()).isEmpty();
        }
    }
}
