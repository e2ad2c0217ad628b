package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.StateChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pool does about a named origin whose strangers are stalled. */
class HarmedPoolTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3");

    private Take<String> canary() {
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.kind()).isEqualTo(Take.Kind.CANARY);
        assertThat(take.candidate()).isNull();
        return take;
    }

    /** Its answer comes when what is parked has been closed. */
    private List<StateChange> stall() {
        ObservedRequest observed = fixture.pool.miss(canary());
        fixture.advance(200).step();
        fixture.advance(20);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, false, observed);
        return fixture.step().changes();
    }

    /** Answered as it is as a rule. */
    private Take<String> goCold() {
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        ObservedRequest observed = fixture.pool.miss(take);
        fixture.advance(20);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, false, observed);
        return take;
    }

    /** Of one connection, beside which an answer comes only when it has been closed. */
    private List<StateChange> stalledTrial() {
        fixture.advance(2_000);
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.trials()).hasSize(1);
        take.trials().forEach(fixture::open);
        ObservedRequest observed = fixture.pool.miss(take);
        fixture.advance(200).step();
        fixture.advance(20);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, false, observed);
        return fixture.step().changes();
    }

    private void park() {
        fixture.request(KEY);
        fixture.fill();
        fixture.advance(2_500);
    }

    @Test
    void aCanaryIsNeitherHitNorMiss() {
        park();
        fixture.pool.miss(canary());

        assertThat(fixture.read(KEY).canaries()).isEqualTo(1);
        assertThat(fixture.read(KEY).misses()).isEqualTo(1);
        assertThat(fixture.read(KEY).hits()).isZero();
    }

    @Test
    void whatIsParkedIsClosedWhenACanaryHasWaitedTooLong() {
        park();
        fixture.pool.miss(canary());
        long next = fixture.step().nextAt();
        assertThat(next).isEqualTo(fixture.now() + 200_000_000);
        fixture.advance(200).step();

        assertThat(fixture.evictions()).containsExactly("c1 harm", "c2 harm", "c3 harm");
        assertThat(fixture.step().open()).isEmpty();
    }

    /** A web socket's: from then on nothing is waited for, and what its answer took is no measure for others. */
    @Test
    void aCanaryWhoseConnectionSwitchesProtocolsSaysNothing() {
        park();
        ObservedRequest observed = fixture.pool.miss(canary());
        fixture.advance(150);
        fixture.pool.answered(fixture.now(), KEY.origin(), null, false, observed);
        fixture.advance(1_000).step();

        assertThat(fixture.evictions()).isEmpty();
        assertThat(observed.becomesHeard()).isTrue();
        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
    }

    /** Nobody waits any more: what is parked may stay. */
    @Test
    void aCanaryWhoseConnectionEndsIsNotWaitedFor() {
        park();
        fixture.pool.lost(KEY.origin(), fixture.pool.miss(canary()));
        fixture.advance(1_000).step();

        assertThat(fixture.evictions()).isEmpty();
    }

    @Test
    void whatIsBeingOpenedThenIsClosedToo() {
        park();
        fixture.pool.miss(canary());
        fixture.request(KEY);
        fixture.step();
        assertThat(fixture.opening).hasSize(1);
        fixture.advance(200).step();
        fixture.openAll();

        assertThat(fixture.evictions()).containsExactly("c2 harm", "c3 harm", "c4 harm");
    }

    @Test
    void twoStallsSuspendWithAnAlarm() {
        park();
        assertThat(stall()).isEmpty();
        fixture.fill();
        List<StateChange> changes = stall();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isAlarming()).isTrue();
        assertThat(changes.get(0).reason()).contains("220 ms and 220 ms").contains("nothing is opened ahead for 1 min");
        assertThat(fixture.read(KEY).state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).target()).isZero();
        fixture.request(KEY);
        assertThat(fixture.advance(10_000).step().open()).isEmpty();
        assertThat(fixture.read(KEY).warm()).isZero();
    }

    /** Several that fail together are one failure, and beside nothing they are no harm of ours. */
    @Test
    void connectsThatFailWithNothingParkedSuspendNobody() {
        fixture.request(KEY);
        fixture.step();
        assertThat(fixture.opening).hasSizeGreaterThan(1);
        fixture.resetAll();

        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
    }

    @Test
    void connectsThatFailTogetherBesideStockAreOneFailure() {
        park();
        fixture.request(KEY);
        fixture.request(KEY);
        fixture.step();
        assertThat(fixture.opening).hasSizeGreaterThan(1);
        assertThat(fixture.read(KEY).warm()).isPositive();
        fixture.resetAll();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");

        fixture.advance(1_000).step();
        fixture.resetAll();
        fixture.step();
        assertThat(fixture.read(KEY).state()).isEqualTo("suspended");
    }

    @Test
    void anotherSuspensionIsToldAgain() {
        park();
        stall();
        fixture.fill();
        stall();
        for (int i = 0; i < 8; i++) {
            ObservedRequest alone = goCold().trial();
            assertThat(alone).as("no trial").isNull();
        }
        fixture.advance(60_000).step();
        assertThat(fixture.read(KEY).reason()).contains("which is over");
        assertThat(stalledTrial()).isEmpty();
        List<StateChange> changes = stalledTrial();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isAlarming()).isTrue();
        assertThat(changes.get(0).reason()).contains("nothing is opened ahead for 2 min");
    }

    @Test
    void noAnswerIsPutDownToWhatIsOnlyBeingOpened() {
        park();
        fixture.pool.miss(canary());
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.step();
        ObservedRequest last = fixture.pool.hit(fixture.now(), fixture.take(KEY));

        assertThat(fixture.opening).isNotEmpty();
        assertThat(last.isUnhindered()).isTrue();
        assertThat(last.parked()).isZero();
    }

    @Test
    void aRequestThatWeMayHaveOvertakenIsKnownForIt() {
        ObservedRequest first = fixture.pool.miss(fixture.take(KEY));
        fixture.pool.coldConnected(fixture.now(), KEY.origin(), 1, first);
        assertThat(first.becomesHeard()).isTrue();

        PoolFixture slow = new PoolFixture("http://a.example.com");
        ObservedRequest overtaken = slow.pool.miss(slow.take(KEY));
        slow.advance(1_000).step();
        slow.pool.coldConnected(slow.now(), KEY.origin(), 1, overtaken);
        assertThat(overtaken.becomesHeard()).isFalse();
    }
}
