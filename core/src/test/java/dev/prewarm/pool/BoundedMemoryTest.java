package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.Counters;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many origins and keys an application invents. */
class BoundedMemoryTest {
    private final PoolFixture fixture = new PoolFixture("http://*.example.com;min=1,https://a.example.com;min=0");

    private static Key origin(int number) {
        return Keys.plain("http://h" + number + ".example.com");
    }

    @Test
    void noMoreThanAThousandOriginsAreKnown() {
        for (int i = 0; i < 1_500; i++) {
            fixture.request(origin(i));
        }

        assertThat(fixture.pool.origins()).hasSize(1_000);
        assertThat(fixture.pool.origins()).contains(origin(1_499).origin());
        assertThat(fixture.pool.origins()).doesNotContain(origin(0).origin());
        assertThat(fixture.read(origin(0))).isNull();
    }

    @Test
    void whatAForgottenOriginCountedStaysInTheTotal() {
        for (int i = 0; i < 1_500; i++) {
            fixture.request(origin(i));
        }

        assertThat(fixture.readAll().misses()).isEqualTo(1_500);
    }

    @Test
    void anOriginWithStockIsNotForgotten() {
        fixture.request(origin(0));
        fixture.fill();
        for (int i = 1; i < 1_500; i++) {
            fixture.request(origin(i));
        }

        assertThat(fixture.request(origin(0))).isEqualTo("c1");
    }

    @Test
    void aReadingIsNoUse() {
        for (int i = 0; i < 1_000; i++) {
            fixture.request(origin(i));
        }
        fixture.read(origin(0));
        fixture.request(origin(1_000));

        assertThat(fixture.read(origin(0))).isNull();
        assertThat(fixture.read(origin(1))).isNotNull();
    }

    /** Of an origin with {@code keep-warm=90s}, which is longer than demand looks back. */
    private OriginPool<String> originPool() {
        Origin origin = Origin.parse("https://a.example.com");
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origin.toString()), Map.of());
        OriginFacts facts = new OriginFacts(origin, settings.forOrigin(origin), fixture.random, new Counters());
        return new OriginPool<>(facts, fixture.random);
    }

    private static Key tlsKey(FakeRecipe recipe) {
        return Keys.tls("https://a.example.com", 1, recipe);
    }

    @Test
    void noMoreThanSixtyFourKeysOfAnOriginAreKnown() {
        OriginPool<String> pool = originPool();
        Key first = tlsKey(new FakeRecipe());
        pool.asked(first, 0, false);
        for (int i = 0; i < 200; i++) {
            pool.asked(tlsKey(new FakeRecipe()), i, false);
            pool.asked(first, i, false);
        }

        assertThat(pool.stocks()).hasSize(64);
        assertThat(pool.stocks().get(first)).isNotNull();
    }

    @Test
    void aKeyWithStockIsNotForgottenForANewOne() {
        OriginPool<String> pool = originPool();
        Key first = tlsKey(new FakeRecipe());
        pool.asked(first, 0, false).open(0);
        for (int i = 0; i < 200; i++) {
            pool.asked(tlsKey(new FakeRecipe()), i, false);
        }

        assertThat(pool.stocks().get(first)).isNotNull();
    }

    @Test
    void aKeyNobodyAsksForIsForgottenAfterKeepWarm() {
        OriginPool<String> pool = originPool();
        Key key = tlsKey(new FakeRecipe());
        pool.asked(key, 0, false);

        pool.stocks().forget(SECONDS.toNanos(90));
        assertThat(pool.stocks().get(key)).isNotNull();
        pool.stocks().forget(SECONDS.toNanos(90) + 1);
        assertThat(pool.stocks().get(key)).isNull();
    }

    @Test
    void aKeyWhoseRecipeIsGoneIsForgottenOnceItHoldsNothing() {
        OriginPool<String> pool = originPool();
        FakeRecipe recipe = new FakeRecipe();
        Stock<String> stock = pool.asked(tlsKey(recipe), 0, false);
        PoolEntry<String> entry = stock.open(0);
        recipe.goAway();

        pool.stocks().forget(1);
        assertThat(pool.stocks().get(tlsKey(recipe))).isNotNull();
        stock.failed(entry);
        pool.stocks().forget(1);
        assertThat(pool.stocks().get(tlsKey(recipe))).isNull();
    }
}
