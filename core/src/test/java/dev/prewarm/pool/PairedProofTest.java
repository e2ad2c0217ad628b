package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether two connections may stand together is seen by two of our own, before a request has paid for it. */
class PairedProofTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final long TWO_ROUND_TRIPS = 50;

    private final PoolFixture fixture = new PoolFixture("http://a.example.com").unproven();

    private int opens() {
        return fixture.step().open().size();
    }

    /** A request that is not answered yet; it takes what is parked. */
    private ObservedRequest ask() {
        Take<String> take = fixture.take(KEY);
        if (take.candidate() != null) {
            return fixture.pool.hit(fixture.now(), take);
        }
        ObservedRequest observed = fixture.pool.miss(fixture.now(), take);
        fixture.pool.coldConnected(fixture.now(), KEY.origin(), 100_000_000, observed);
        return observed;
    }

    private boolean answer(ObservedRequest observed) {
        return fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
    }

    /** Both are begun and stand; answers the name of the first. */
    private String openPair() {
        assertThat(opens()).as("a pair").isEqualTo(2);
        String first = fixture.open(fixture.opening.get(0));
        fixture.advance(10);
        fixture.open(fixture.opening.get(0));
        return first;
    }

    private void end(String connection) {
        PoolEntry<String> entry = fixture.entry(connection);
        assertThat(fixture.pool.checkOut(entry)).isTrue();
        fixture.evicted.add(fixture.pool.evict(fixture.now(), entry, EvictReason.CLOSED_BY_SERVER));
    }

    private String state() {
        return fixture.read(KEY).state();
    }

    @Test
    void whereNoSuchMomentComesOneIsOpenedBesideARequestAndStays() {
        ObservedRequest observed = ask();
        Step<String> step = fixture.step();
        assertThat(step.open()).isEmpty();
        fixture.advance(1_000);
        assertThat(step.nextAt()).as("asks to be woken").isLessThanOrEqualTo(fixture.now());
        assertThat(opens()).isEqualTo(1);
        fixture.openAll();
        Take<String> other = fixture.take(KEY, false);
        fixture.pool.miss(fixture.now(), other);
        answer(observed);
        fixture.step();

        assertThat(other.yields()).isEmpty();
        assertThat(fixture.evictions()).isEmpty();
    }

    @Test
    void theLastAnswerWakesTheKeeper() {
        answer(ask());
        ObservedRequest first = ask();
        ObservedRequest last = ask();

        assertThat(answer(first)).isFalse();
        assertThat(answer(last)).isTrue();
    }

    @Test
    void twoAreOpenedOnceNobodyWaitsForAnAnswer() {
        ObservedRequest observed = ask();
        assertThat(opens()).isZero();
        fixture.advance(900);
        assertThat(opens()).isZero();
        answer(observed);

        assertThat(opens()).isEqualTo(2);
        assertThat(opens()).as("no more").isZero();
    }

    @Test
    void whereBothStandItIsProven() {
        answer(ask());
        openPair();
        fixture.advance(TWO_ROUND_TRIPS);
        fixture.step();
        fixture.advance(TWO_ROUND_TRIPS);
        fixture.step();

        assertThat(fixture.take(KEY, false).candidate()).isNotNull();
        assertThat(fixture.read(KEY).warm())
                .as("the surplus one stays for its time")
                .isEqualTo(2);
    }

    @Test
    void untilThenNothingIsHandedToARequestThatMustNotBeRepeated() {
        answer(ask());
        openPair();

        assertThat(fixture.take(KEY, false).candidate()).isNull();
        assertThat(fixture.take(KEY, true).candidate()).isNotNull();
    }

    @Test
    void untilThenWhatIsParkedMakesWayForWhoeverComes() {
        answer(ask());
        openPair();
        fixture.step();
        assertThat(fixture.evictions()).isEmpty();
        Take<String> take = fixture.take(KEY, false);
        fixture.pool.miss(fixture.now(), take);

        assertThat(take.yields()).extracting(Eviction::connection).containsExactly("c1", "c2");
    }

    @Test
    void whoTakesOneOfTheTwoNeedsNoMorePlace() {
        answer(ask());
        openPair();
        ObservedRequest onOurs = ask();
        fixture.advance(TWO_ROUND_TRIPS).step();
        answer(onOurs);

        assertThat(fixture.evictions()).isEmpty();
        assertThat(fixture.take(KEY, false).candidate()).as("is proven").isNotNull();
    }

    @Test
    void aPairThatMadeWayTooSoonHasProvedNothing() {
        answer(ask());
        openPair();
        Take<String> take = fixture.take(KEY, false);
        ObservedRequest inTheWay = fixture.pool.miss(fixture.now(), take);
        assertThat(take.yields()).hasSize(2);
        answer(inTheWay);
        assertThat(opens()).as("so soon").isZero();
        fixture.advance(250);
        assertThat(opens()).as("in the middle of a moment without a request").isZero();
        ObservedRequest next = ask();
        answer(next);

        assertThat(opens()).as("a pair").isEqualTo(2);
    }

    @Test
    void untilThenThereIsNoCanary() {
        answer(ask());
        openPair();
        fixture.advance(TWO_ROUND_TRIPS);
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);

        assertThat(take.kind()).isEqualTo(Take.Kind.ANY);
    }

    @Test
    void whereTheSecondIsRefusedTwiceItTakesOneAtATime() {
        for (int i = 0; i < 2; i++) {
            answer(ask());
            opens();
            fixture.open(fixture.opening.get(0));
            fixture.advance(10);
            fixture.resetAll();
            fixture.advance(TWO_ROUND_TRIPS);
            fixture.step();
            fixture.advance(1_200);
        }
        fixture.step();

        assertThat(state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).reason())
                .contains("1 connection at a time")
                .contains("10 min");
        assertThat(fixture.read(KEY).warm()).isZero();
    }

    /** Though they are to stay, having made way twice. */
    @Test
    void whileTheSecondIsRefusedTheFirstMakesWayForAnyRequest() {
        answer(ask());
        openPair();
        for (int i = 0; i < 2; i++) {
            ObservedRequest inTheWay = fixture.pool.miss(fixture.now(), fixture.take(KEY, false));
            fixture.advance(2_000);
            answer(inTheWay);
            fixture.step();
            assertThat(fixture.opening).hasSize(2);
            fixture.open(fixture.opening.get(0));
            if (i == 1) {
                fixture.resetAll();
            } else {
                fixture.openAll();
            }
        }
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        Take<String> take = fixture.take(KEY, false);
        fixture.pool.miss(fixture.now(), take);

        assertThat(take.yields()).hasSize(1);
    }

    @Test
    void orWhereItStandsAndIsEnded() {
        for (int i = 0; i < 2; i++) {
            answer(ask());
            openPair();
            fixture.advance(10);
            end(fixture.entriesParked().get(1).connection());
            fixture.step();
            fixture.advance(TWO_ROUND_TRIPS).step();
            fixture.advance(1_200);
        }
        fixture.step();

        assertThat(state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).reason()).contains("1 connection at a time");
    }

    @Test
    void whereTheFirstEndsTwiceTheNewestWins() {
        for (int i = 0; i < 2; i++) {
            answer(ask());
            String first = openPair();
            fixture.advance(10);
            end(first);
            fixture.step();
            fixture.advance(TWO_ROUND_TRIPS).step();
            fixture.advance(1_200);
        }
        fixture.step();

        assertThat(state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).reason()).contains("older connections when a new one comes");
        assertThat(fixture.read(KEY).warm()).isZero();
    }

    @Test
    void whereOnlyOneMayBeHeldNothingIsToBeSeen() {
        PoolFixture single = new PoolFixture(Map.of("prewarm.origins", "http://a.example.com;max=1")).unproven();
        single.request(KEY);

        assertThat(single.step().open()).hasSize(1);
    }
}
