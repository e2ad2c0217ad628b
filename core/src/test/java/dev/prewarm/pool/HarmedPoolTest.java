package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.StateChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pool does about a named origin whose strangers are stalled, or fail. */
class HarmedPoolTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=3");

    private void answer(Boolean closes, int status, ObservedRequest observed) {
        fixture.pool.answered(fixture.now(), KEY.origin(), closes, status, observed);
    }

    /** It goes cold, and is answered as ever. */
    private void goCold(Take<String> take) {
        ObservedRequest observed = fixture.pool.miss(fixture.now(), take);
        fixture.coldConnected(KEY, 10_000_000);
        fixture.advance(20);
        answer(true, 200, observed);
    }

    /** It is known that it answers in 20 ms, and three are parked. */
    private void park() {
        for (int i = 0; i < 20; i++) {
            goCold(fixture.take(KEY));
        }
        fixture.advance(60_000);
        fixture.request(KEY);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(3);
        fixture.advance(2_500).step();
    }

    private Take<String> canary() {
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.kind()).isEqualTo(Take.Kind.CANARY);
        assertThat(take.candidate()).isNull();
        return take;
    }

    private ObservedRequest missed(Take<String> take) {
        return fixture.pool.miss(fixture.now(), take);
    }

    /** Its answer comes when what is parked has been closed. */
    private List<StateChange> stall(ObservedRequest observed) {
        long next = fixture.step().nextAt();
        fixture.advanceNanos(next - fixture.now()).step();
        fixture.advance(15);
        answer(true, 200, observed);
        return fixture.step().changes();
    }

    @Test
    void aCanaryIsNeitherHitNorMiss() {
        park();
        long misses = fixture.read(KEY).misses();
        missed(canary());

        assertThat(fixture.read(KEY).canaries()).isEqualTo(1);
        assertThat(fixture.read(KEY).misses()).isEqualTo(misses);
        assertThat(fixture.read(KEY).hits()).isZero();
    }

    @Test
    void whatIsParkedIsClosedWhenACanaryHasWaitedTooLong() {
        park();
        missed(canary());
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
        ObservedRequest observed = missed(canary());
        fixture.advance(150);
        answer(null, 101, observed);
        fixture.advance(1_000).step();

        assertThat(fixture.evictions()).isEmpty();
        assertThat(observed.isOver()).isTrue();
        assertThat(fixture.read(KEY).state()).isEqualTo("warming");
    }

    /** Nobody waits any more: what is parked may stay. */
    @Test
    void aCanaryThatTheClientGivesUpIsNotWaitedFor() {
        park();
        fixture.pool.abandoned(KEY.origin(), missed(canary()));
        fixture.advance(1_000).step();

        assertThat(fixture.evictions()).isEmpty();
    }

    @Test
    void whatIsBeingOpenedThenIsClosedToo() {
        park();
        missed(canary());
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
        assertThat(stall(missed(canary()))).isEmpty();
        fixture.fill();
        List<StateChange> changes = stall(missed(canary()));

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isAlarming()).isTrue();
        assertThat(changes.get(0).phrase()).isEqualTo("is suspended for 1 min");
        assertThat(changes.get(0).reason()).contains("215 ms and 315 ms");
        assertThat(fixture.read(KEY).state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).target()).isZero();
        fixture.request(KEY);
        assertThat(fixture.advance(10_000).step().open()).isEmpty();
        assertThat(fixture.read(KEY).warm()).isZero();
    }

    /** The server accepts by age of connecting: it waits on what was opened before that. */
    @Test
    void aHitThatIsNotGivenTheOneOpenedFirstIsWatchedToo() {
        park();
        Take<String> looking = fixture.take(KEY);
        assertThat(looking.candidate()).isSameAs(fixture.entry("c1"));
        ObservedRequest second = fixture.pool.hit(fixture.now(), fixture.take(KEY));
        assertThat(second.isUnhindered()).isFalse();
        fixture.pool.putBack(fixture.now(), looking.candidate());
        fixture.advanceNanos(fixture.step().nextAt() - fixture.now()).step();

        assertThat(fixture.evictions()).contains("c1 harm");
    }

    @Test
    void anotherSuspensionIsToldAgain() {
        park();
        stall(missed(canary()));
        fixture.fill();
        stall(missed(canary()));
        for (int i = 0; i < 8; i++) {
            goCold(fixture.take(KEY));
        }
        fixture.advance(60_000).step();
        assertThat(fixture.read(KEY).reason()).contains("the suspension is over");
        assertThat(stalledTrial()).isEmpty();
        List<StateChange> changes = stalledTrial();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isAlarming()).isTrue();
        assertThat(changes.get(0).phrase()).isEqualTo("is suspended for 2 min");
    }

    /** Of one connection, beside which an answer comes only when it has been closed. */
    private List<StateChange> stalledTrial() {
        fixture.advance(2_000).step();
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.trials()).hasSize(1);
        take.trials().forEach(fixture::open);
        return stall(missed(take));
    }

    @Test
    void noAnswerIsPutDownToWhatIsOnlyBeingOpened() {
        park();
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.pool.hit(fixture.now(), fixture.take(KEY));
        fixture.step();
        ObservedRequest last = fixture.pool.hit(fixture.now(), fixture.take(KEY));

        assertThat(fixture.opening).isNotEmpty();
        assertThat(last.isUnhindered()).isTrue();
        assertThat(last.parked()).isZero();
    }

    @Test
    void whatWeMayHaveOvertakenTeachesNothing() {
        for (int i = 0; i < 20; i++) {
            goCold(fixture.take(KEY));
        }
        Take<String> take = fixture.take(KEY);
        ObservedRequest observed = missed(take);
        fixture.advance(1_100).step();
        assertThat(fixture.opening).isNotEmpty();
        fixture.pool.coldConnected(fixture.now(), KEY.origin(), 1, observed);
        ObservedRequest another = fixture.pool.cold(fixture.now(), KEY);
        fixture.pool.abandoned(KEY.origin(), another);
        answer(true, 200, observed);

        assertThat(take.origin().facts().guard().longestUsual(fixture.now())).isEqualTo(20_000_000);
    }

    @Test
    void twoThatFailBesideOursLetGoOfEverythingAndNothingIsOpenedForTwentyRequests() {
        park();
        fixture.pool.failed(fixture.now(), KEY, fixture.pool.cold(fixture.now(), KEY), "refused");
        fixture.advance(1_500);
        fixture.pool.failed(fixture.now(), KEY, fixture.pool.cold(fixture.now(), KEY), "refused");
        List<StateChange> changes = fixture.step().changes();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isAlarming()).isFalse();
        assertThat(fixture.evictions()).contains("c3 harm");
        assertThat(fixture.read(KEY).warm()).isZero();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
        assertThat(fixture.read(KEY).reason())
                .contains("2 requests failed while pre-warmed connections were open (the last one: refused)")
                .contains("for the next 20 requests");
        fixture.advance(1_000);
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.step().open()).isEmpty();
            goCold(fixture.take(KEY));
        }
        assertThat(fixture.step().open()).as("one first").hasSize(1);
        fixture.openAll();
        assertThat(fixture.take(KEY, false).candidate()).isNull();
        assertThat(fixture.take(KEY, true).candidate()).isNotNull();
    }
}
