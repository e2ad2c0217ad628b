package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.EvictReason;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is parked is closed unused when its time has come, or nobody wants it any more. */
class EvictionTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=4;idle=8s;keep-warm=10s");

    private void park() {
        fixture.request(KEY);
        fixture.fill();
    }

    private void answers(boolean closes, int times) {
        for (int i = 0; i < times; i++) {
            fixture.answered(KEY, closes);
        }
    }

    @Test
    void atTheIdleLimitAndTheStepBeforeSaysWhen() {
        park();
        long expiry = fixture.entry("c1").parkedAt() + MILLISECONDS.toNanos(8_000);
        assertThat(fixture.step().nextAt()).isEqualTo(expiry);

        fixture.advanceNanos(expiry - fixture.now() - 1).step();
        assertThat(fixture.evictions()).isEmpty();
        fixture.advanceNanos(1).step();
        assertThat(fixture.evictions()).containsExactly("c1 idle", "c2 idle");
        assertThat(fixture.read(KEY).evicted()).containsEntry("idle", 2L);
    }

    @Test
    void upToATenthOfTheIdleLimitSooner() {
        Random random = new Random(3);
        long[] limits = new long[200];
        for (int i = 0; i < limits.length; i++) {
            PoolFixture one = new PoolFixture("http://a.example.com;idle=8s");
            one.request(KEY);
            one.random.fraction = random.nextDouble();
            one.step();
            one.openAll();
            limits[i] = one.entry("c1").expiresAt() - one.entry("c1").parkedAt();
        }

        assertThat(LongStream.of(limits).max().getAsLong()).isBetween(7_950_000_000L, 8_000_000_000L);
        assertThat(LongStream.of(limits).min().getAsLong()).isBetween(7_200_000_000L, 7_250_000_000L);
    }

    @Test
    void aLearntLimitHoldsForWhatIsParkedFromThenOn() {
        park();
        fixture.advance(2_000);
        fixture.pool.evict(fixture.now(), fixture.entry("c1"), EvictReason.CLOSED_BY_SERVER);
        long seen = fixture.now() - fixture.entry("c1").parkedAt();
        fixture.fill().advanceNanos(seen);
        fixture.pool.evict(fixture.now(), fixture.entry("c5"), EvictReason.UNEXPECTED_DATA);
        assertThat(fixture.read(KEY).learnt().idleNanos()).isEqualTo((long) (0.7 * seen));

        // Nothing is opened there any more that is not sure to be used.
        fixture.burst(KEY, 20);
        fixture.fill();

        PoolEntry<String> next = fixture.entry("c6");
        assertThat(next.expiresAt() - next.parkedAt()).isEqualTo((long) (0.7 * seen));
    }

    @Test
    void aFlushTeachesNoLimit() {
        park();
        fixture.advance(2_000);
        fixture.pool.evict(fixture.now(), fixture.entry("c1"), EvictReason.FLUSHED);
        fixture.advance(150);
        fixture.pool.evict(fixture.now(), fixture.entry("c2"), EvictReason.SURPLUS);

        assertThat(fixture.read(KEY).learnt().idleNanos()).isEqualTo(MILLISECONDS.toNanos(8_000));
    }

    @Test
    void whenItsAddressIsGone() {
        park();
        Key moved = Keys.plain("http://a.example.com", 2);
        fixture.advance(7_000).request(moved);
        fixture.step();
        assertThat(fixture.evictions()).isEmpty();
        // Asked for 8 s ago, while the other was 1 s ago; one is young enough to be there still.
        fixture.openAll();
        fixture.advance(700);
        fixture.random.fraction = 0;

        fixture.advance(351).step();

        assertThat(fixture.evictions()).contains("c1 address-gone");
        assertThat(fixture.evictions()).noneMatch(text -> text.endsWith("idle"));
    }

    @Test
    void notForAnotherKeyAtTheSameAddress() {
        PoolFixture tls = new PoolFixture("https://a.example.com;min=0;idle=8s");
        Key plain = Keys.plain("https://a.example.com");
        for (int i = 0; i < 8; i++) {
            tls.request(plain);
            tls.fill().advance(500);
        }
        tls.fill();
        tls.advance(7_000).request(Keys.tls("https://a.example.com", 1, new FakeRecipe()));
        tls.advance(800).step();

        assertThat(tls.evictions()).noneMatch(text -> text.endsWith("address-gone"));
    }

    @Test
    void asSurplusOnceTheOriginKeepsItsConnectionsAndNoMoreIsOpened() {
        park();
        long misses = fixture.read(KEY).misses();
        answers(false, 3);

        assertThat(fixture.step().open()).isEmpty();

        assertThat(fixture.evictions()).containsExactly("c1 surplus", "c2 surplus", "c3 surplus", "c4 surplus");
        assertThat(fixture.request(KEY)).isNull();
        assertThat(fixture.read(KEY).misses()).isEqualTo(misses);
        assertThat(fixture.step().open()).isEmpty();
        assertThat(fixture.read(KEY).state()).isEqualTo("keeps-alive");
        assertThat(fixture.read(KEY).target()).isZero();
    }

    @Test
    void alsoWhatWasBeingOpenedThen() {
        fixture.request(KEY);
        fixture.step();
        answers(false, 3);

        fixture.openAll();

        assertThat(fixture.evictions()).containsExactly("c1 surplus", "c2 surplus");
        assertThat(fixture.read(KEY).opened()).isEqualTo(2);
    }

    @Test
    void anOriginThatClosesAgainIsWarmedAgain() {
        park();
        long misses = fixture.read(KEY).misses();
        answers(false, 3);
        answers(true, 3);
        fixture.advance(100).request(KEY);

        assertThat(fixture.step().open()).isNotEmpty();
    }

    @Test
    void halfOfEverythingUnderPressureAndNothingIsOpenedForAWhile() {
        park();
        fixture.pool.pressed(fixture.now());
        // A second report of the same moment does not halve it again.
        fixture.pool.pressed(fixture.now());
        long resumed = fixture.now() + MILLISECONDS.toNanos(10_000);

        Step<String> step = fixture.step();

        assertThat(fixture.evictions()).containsExactly("c1 pressure", "c2 pressure");
        assertThat(step.open()).isEmpty();
        assertThat(fixture.readAll().state()).isEqualTo("pressed");
        fixture.request(KEY);
        fixture.request(KEY);
        assertThat(fixture.advance(4_000).step().nextAt()).isEqualTo(resumed);
        assertThat(fixture.advanceNanos(resumed - fixture.now() - 1).step().open())
                .isEmpty();
        assertThat(fixture.advanceNanos(1).step().open()).isNotEmpty();
        assertThat(fixture.readAll().state()).isEqualTo("open");
    }

    @Test
    void halfOfWhatIsLeftEachTimeThatItRunsShort() {
        park();
        int parked = fixture.read(KEY).warm();
        assertThat(fixture.pool.runsShort(fixture.now(), "few are left")).isTrue();
        fixture.step();
        assertThat(fixture.read(KEY).warm()).isEqualTo(parked / 2);
        fixture.advance(1_000);
        assertThat(fixture.pool.runsShort(fixture.now(), "few are left"))
                .as("news")
                .isFalse();
        fixture.step();
        assertThat(fixture.read(KEY).warm()).isEqualTo(parked / 4);
        assertThat(fixture.evictions()).hasSize(parked - parked / 4).allMatch(each -> each.endsWith(" pressure"));
        assertThat(fixture.readAll().reason()).isEqualTo("few are left");
        assertThat(fixture.advance(9_000).step().open())
                .as("while it was short 9 s ago")
                .isEmpty();
    }
}
