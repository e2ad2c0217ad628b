package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which keys are worth stock. */
class KeyStockTest {
    private final PoolFixture fixture = new PoolFixture("https://a.example.com;idle=1s,http://b.example.com");
    private final FakeRecipe recipe = new FakeRecipe();
    private final Key tls = Keys.tls("https://a.example.com", 1, recipe);

    private void requestAndVerify() {
        fixture.request(tls);
        fixture.pool.verified(tls, null);
    }

    private int opened() {
        return (int) fixture.read(tls).opened();
    }

    /** Lets one be opened and grow too old. */
    private void wasteOne() {
        fixture.step();
        fixture.openAll();
        fixture.advance(1_000);
    }

    @Test
    void aPlainKeyAtItsFirstRequest() {
        Key plain = Keys.plain("http://b.example.com");
        fixture.request(plain);

        assertThat(fixture.step().open()).extracting(PoolEntry::key).containsExactly(plain);
    }

    @Test
    void aKeyWhoseTlsIsTheClientsAtItsFirstRequest() {
        Key plain = Keys.plain("https://a.example.com");
        fixture.request(plain);
        fixture.fill();

        fixture.request(plain);

        assertThat(fixture.read(plain).hitsTcp()).isEqualTo(1);
    }

    @Test
    void aTlsKeyAtItsSecondRequest() {
        requestAndVerify();
        assertThat(fixture.step().open()).isEmpty();

        fixture.request(tls);
        assertThat(fixture.step().open()).extracting(PoolEntry::key).containsExactly(tls);
        fixture.openAll();
        fixture.request(tls);
        assertThat(fixture.read(tls).hits()).isEqualTo(1);
        assertThat(fixture.read(tls).hitsTcp()).isZero();
    }

    @Test
    void noTlsKeyThatTheClientHasNotVerified() {
        fixture.request(tls);
        fixture.request(tls);
        fixture.request(tls);

        assertThat(fixture.step().open()).isEmpty();
        fixture.pool.verified(tls, null);
        assertThat(fixture.step().open()).hasSize(1);
    }

    @Test
    void notAfterThreeUnusedInARowUntilTheNextRequest() {
        requestAndVerify();
        requestAndVerify();
        for (int i = 0; i < 10; i++) {
            wasteOne();
        }
        assertThat(opened()).isEqualTo(3);

        fixture.request(tls);
        fixture.step();
        assertThat(opened()).isEqualTo(4);
    }

    @Test
    void oneThatEverHadAHitKeepsItsStock() {
        requestAndVerify();
        requestAndVerify();
        fixture.fill();
        fixture.request(tls);
        assertThat(fixture.read(tls).hits()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            wasteOne();
        }

        assertThat(opened()).isEqualTo(11);
    }

    @Test
    void aPlainKeyKeepsItsStockHoweverFewAreUsed() {
        Key plain = Keys.plain("https://a.example.com");
        fixture.request(plain);
        for (int i = 0; i < 10; i++) {
            wasteOne();
        }

        assertThat(opened()).isEqualTo(10);
    }

    @Test
    void noneWhoseConnectionsTurnedOutToBeUnusable() {
        requestAndVerify();
        requestAndVerify();
        fixture.step();
        fixture.pool.unusable(fixture.opening.remove(0));
        assertThat(fixture.read(tls).failed()).isEqualTo(1);
        assertThat(fixture.read(tls).state()).isEqualTo("warming");

        requestAndVerify();
        assertThat(fixture.advance(5_000).step().open()).isEmpty();
    }

    @Test
    void noneWhoseRecipeIsGoneAndWhatItHasIsSurplus() {
        requestAndVerify();
        requestAndVerify();
        fixture.fill();
        recipe.goAway();
        fixture.coldConnected(tls, 1);

        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.evictions()).containsExactly("c1 surplus");
        requestAndVerify();
        assertThat(fixture.step().open()).isEmpty();
    }

    @Test
    void noStockIsSharedBetweenRecipesOrAddresses() {
        requestAndVerify();
        requestAndVerify();
        fixture.fill();

        assertThat(fixture.request(Keys.tls("https://a.example.com", 1, new FakeRecipe())))
                .isNull();
        assertThat(fixture.request(Keys.tls("https://a.example.com", 2, recipe)))
                .isNull();
        assertThat(fixture.request(Keys.plain("https://a.example.com"))).isNull();
        assertThat(fixture.request(Keys.tls("https://a.example.com", 1, recipe)))
                .isEqualTo("c1");
    }
}
