package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done about origins that nobody named, by {@code auto}. */
class AutoTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final long LEAD = MILLISECONDS.toNanos(50);

    private final PoolFixture fixture = new PoolFixture(Map.of("prewarm.origins", "auto"));
    private final List<String> told = new ArrayList<>();

    private String state() {
        return fixture.read(KEY).state();
    }

    private void step() {
        fixture.step().changes().forEach(change -> told.add(change.state().label()));
    }

    /** A request that goes cold, and its answer after 100 ms. */
    private Take<String> cold(boolean closes, long connectNanos) {
        Take<String> take = fixture.take(KEY);
        ObservedRequest observed = fixture.pool.miss(fixture.now(), take);
        step();
        fixture.coldConnected(KEY, connectNanos);
        fixture.advance(100);
        fixture.pool.answered(fixture.now(), KEY.origin(), closes, 200, observed);
        fixture.advance(1_000);
        step();
        return take;
    }

    private void coldTimes(int count) {
        for (int i = 0; i < count; i++) {
            cold(true, LEAD);
        }
    }

    /** A trial; the answer comes after {@code millis}. */
    private void trial(long millis) {
        Take<String> take = fixture.take(KEY);
        assertThat(take.trials()).as("trial").hasSize(1);
        ObservedRequest observed = fixture.pool.miss(fixture.now(), take);
        step();
        fixture.advance(50);
        take.trials().forEach(fixture::open);
        step();
        for (long waited = 50; waited < millis; waited += 50) {
            fixture.advance(50);
            step();
        }
        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
        step();
    }

    /** As many as it takes, and none delays its request. */
    private void passTrials() {
        trial(100);
        fixture.advance(1_000);
        trial(100);
    }

    @Test
    void anOriginThatKeepsItsConnectionsIsLeftAlone() {
        for (int i = 0; i < 20; i++) {
            assertThat(cold(false, LEAD).trials()).isEmpty();
        }

        assertThat(state()).isEqualTo("keeps-alive");
        assertThat(fixture.read(KEY).opened()).isZero();
        assertThat(fixture.read(KEY).misses()).isZero();
    }

    @Test
    void oneThatIsThereAtOnceIsNotWorthIt() {
        for (int i = 0; i < 20; i++) {
            assertThat(cold(true, MILLISECONDS.toNanos(1)).trials()).isEmpty();
        }

        assertThat(state()).isEqualTo("no-gain");
        assertThat(fixture.read(KEY).reason()).contains("1.0 ms");
        assertThat(fixture.read(KEY).opened()).isZero();
    }

    @Test
    void whatItTakesToConnectIsToBeKnownFirst() {
        fixture.answered(KEY, true);
        assertThat(fixture.read(KEY).reason()).contains("has not closed 3 connections in a row");
        fixture.answered(KEY, true);
        fixture.answered(KEY, true);

        assertThat(state()).isEqualTo("learning");
        assertThat(fixture.read(KEY).reason()).contains("how long a new connection takes is not known yet");
    }

    /** About as long as would be worth it: the verdict is told once. */
    @Test
    void aVerdictOnWhatIsToBeGainedDoesNotWaver() {
        for (int i = 0; i < 20; i++) {
            cold(true, MICROSECONDS.toNanos(i % 8 < 4 ? 950 : 1_050));
        }

        assertThat(told).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatClosesIsTriedBeforeItIsWarmed() {
        assertThat(cold(true, LEAD).trials()).isEmpty();
        assertThat(state()).isEqualTo("learning");
        coldTimes(7);
        assertThat(state()).isEqualTo("on-trial");

        passTrials();

        assertThat(state()).isEqualTo("warming");
        assertThat(fixture.evictions()).containsExactly("c1 surplus", "c2 surplus");
        assertThat(told).containsExactly("on-trial", "warming");
        fixture.request(KEY);
        fixture.fill();
        assertThat(fixture.request(KEY)).isEqualTo("c3");
    }

    @Test
    void theConnectionOfATrialIsNeverHandedOut() {
        coldTimes(8);
        Take<String> take = fixture.take(KEY);
        fixture.pool.miss(fixture.now(), take);
        fixture.advance(50);
        take.trials().forEach(fixture::open);
        step();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);

        assertThat(fixture.take(KEY).candidate()).isNull();
    }

    @Test
    void itIsClosedAfterTwoHundredMillisWhateverIsSeen() {
        coldTimes(8);
        Take<String> take = fixture.take(KEY);
        fixture.pool.miss(fixture.now(), take);
        step();
        fixture.advance(50);
        take.trials().forEach(fixture::open);
        step();
        fixture.advance(199);
        step();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        fixture.advance(1);
        step();

        assertThat(fixture.evictions()).containsExactly("c1 surplus");
    }

    @Test
    void twoStalledTrialsSuspendItForAMinute() {
        coldTimes(8);
        trial(300);
        assertThat(state()).isEqualTo("on-trial");
        fixture.advance(1_000);
        // Its connection is closed sooner, and its answer comes sooner.
        trial(200);

        assertThat(state()).isEqualTo("suspended");
        assertThat(fixture.read(KEY).reason()).contains("1 min");
        fixture.advance(59_000);
        assertThat(cold(true, LEAD).trials()).isEmpty();
        fixture.advance(1_000);
        assertThat(cold(true, LEAD).trials()).hasSize(1);
        assertThat(told).containsExactly("on-trial", "suspended");
        assertThat(fixture.read(KEY).misses() + fixture.read(KEY).hits()).isZero();
    }

    @Test
    void withoutDemandOneIsKeptForOneIdleLimit() {
        coldTimes(8);
        passTrials();
        fixture.fill().advance(30_000).fill();
        fixture.request(KEY);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        fixture.advance(8_000).fill();

        assertThat(fixture.read(KEY).warm()).isZero();
    }

    @Test
    void moreIsHeldOnlyAfterATrialBesideMore() {
        coldTimes(8);
        passTrials();
        fixture.request(KEY);
        fixture.fill();
        fixture.burst(KEY, 10);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        fixture.advance(1_000);
        trialBeside(1);
        fixture.fill();
        assertThat(fixture.read(KEY).warm()).isEqualTo(1);
        fixture.advance(1_000);
        trialBeside(1);
        fixture.fill();

        assertThat(fixture.read(KEY).warm()).isEqualTo(2);
    }

    /** It goes cold by that, which no request minds less. */
    @Test
    void aPostMayBeATrialToo() {
        coldTimes(8);
        passTrials();
        fixture.request(KEY);
        fixture.burst(KEY, 10);
        fixture.fill();
        fixture.advance(1_000);

        assertThat(fixture.pool.take(fixture.now(), fixture.wall(), KEY, false).trials())
                .hasSize(1);
    }

    @Test
    void nothingIsTriedWhereDescriptorsAreShort() {
        coldTimes(8);
        fixture.pool.pressed(fixture.now());
        fixture.advance(9_000);
        assertThat(fixture.take(KEY).trials()).isEmpty();
        fixture.advance(1_000);

        assertThat(fixture.take(KEY).trials()).hasSize(1);
    }

    @Test
    void nothingIsTriedWhereThereIsNoRoom() {
        coldTimes(8);
        fixture.pool.allow(0);
        assertThat(fixture.take(KEY).trials()).isEmpty();
        fixture.pool.allow(1);

        assertThat(fixture.take(KEY).trials()).hasSize(1);
    }

    /** Until it is answered in time, nothing else is opened. */
    private void trialBeside(int parked) {
        Take<String> take = fixture.pool.take(fixture.now(), fixture.wall(), KEY, true);
        assertThat(take.kind()).isEqualTo(Take.Kind.CANARY);
        assertThat(take.trials()).hasSize(1);
        ObservedRequest observed = fixture.pool.miss(fixture.now(), take);
        take.trials().forEach(fixture::open);
        assertThat(fixture.read(KEY).warm()).isEqualTo(parked + 1);
        assertThat(fixture.request(KEY)).as("a hit meanwhile").isNotNull();
        assertThat(fixture.step().open()).isEmpty();
        fixture.advance(100);
        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
        step();
    }
}
