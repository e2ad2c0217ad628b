package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a log is told, once per change. */
class ChangesTest {
    private static final Key KEY = Keys.plain("http://a.example.com");
    private static final long MINUTE = MILLISECONDS.toNanos(60_000);
    private static final Key UNNAMED = Keys.plain("http://b.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com");

    private List<OriginState> states() {
        return fixture.step().changes().stream().map(StateChange::state).collect(Collectors.toList());
    }

    private void answers(Key key, boolean closes) {
        for (int i = 0; i < 3; i++) {
            fixture.answered(key, closes);
        }
    }

    @Test
    void eachChangeIsToldOnce() {
        fixture.request(KEY);
        assertThat(states()).containsExactly(OriginState.WARMING);
        assertThat(states()).isEmpty();
        answers(KEY, false);
        assertThat(states()).containsExactly(OriginState.KEEPS_ALIVE);
        assertThat(states()).isEmpty();
        answers(KEY, true);
        assertThat(states()).containsExactly(OriginState.WARMING);
    }

    private void requestAndAnswer() {
        Take<String> take = fixture.take(KEY);
        ObservedRequest observed = take.candidate() == null
                ? fixture.pool.miss(fixture.now(), take)
                : fixture.pool.hit(fixture.now(), take);
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(100));
        fixture.pool.answered(fixture.now(), KEY.origin(), true, 200, observed);
    }

    @Test
    void anOriginThatFailsNowAndThenIsToldOnceAndAgainWhenItHasNotForAMinute() {
        List<StateChange> told = new ArrayList<>();
        long lastFailed = 0;
        for (int i = 0; i < 100; i++) {
            // So many that one that fails is little.
            for (int request = 0; request < 40; request++) {
                requestAndAnswer();
            }
            told.addAll(fixture.step().changes());
            lastFailed = fixture.opening.isEmpty() ? lastFailed : fixture.now();
            fixture.failAll();
            told.addAll(fixture.step().changes());
            fixture.openAll();
            fixture.advance(1_000);
            told.addAll(fixture.step().changes());
            fixture.openAll();
        }
        assertThat(told).hasSizeGreaterThan(10);
        assertThat(told.stream().filter(change -> !change.isMinor()).map(StateChange::state))
                .containsExactly(OriginState.WARMING, OriginState.BACKING_OFF);

        List<StateChange> later = new ArrayList<>();
        while (later.isEmpty()) {
            Step<String> step = fixture.step();
            step.changes().stream().filter(change -> !change.isMinor()).forEach(later::add);
            fixture.openAll();
            fixture.advanceNanos(later.isEmpty() ? step.nextAt() - fixture.now() : 0);
        }
        assertThat(later).extracting(StateChange::state).containsExactly(OriginState.WARMING);
        assertThat(fixture.now() - lastFailed).isBetween(MINUTE, 2 * MINUTE);
    }

    @Test
    void whoeverOnlyWatchesIsAdvisedOnceItIsKnownThatItClosesAndWhatThatCosts() {
        fixture.take(UNNAMED);
        assertThat(states()).isEmpty();
        answers(UNNAMED, true);
        assertThat(states()).isEmpty();
        fixture.coldConnected(UNNAMED, MICROSECONDS.toNanos(52_340));

        List<StateChange> changes = fixture.step().changes();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).origin()).isEqualTo(UNNAMED.origin());
        assertThat(changes.get(0).reason()).contains("52 ms").contains("-Dprewarm.origins=http://b.example.com:80");
        assertThat(states()).isEmpty();
    }

    @Test
    void nobodyIsAdvisedToWarmWhatKeepsItsConnections() {
        fixture.take(UNNAMED);
        fixture.coldConnected(UNNAMED, MICROSECONDS.toNanos(52_340));
        answers(UNNAMED, false);

        assertThat(states()).isEmpty();
    }

    @Test
    void adviceIsGivenAgainOnlyWhenItChangesForGood() {
        fixture.take(UNNAMED);
        answers(UNNAMED, true);
        fixture.coldConnected(UNNAMED, MICROSECONDS.toNanos(50_000));
        assertThat(states()).hasSize(1);
        for (int i = 0; i < 32; i++) {
            fixture.coldConnected(UNNAMED, MICROSECONDS.toNanos(5_000));
        }
        assertThat(states()).as("soon after the start").isEmpty();

        fixture.advance(3_600_000);
        fixture.coldConnected(UNNAMED, MICROSECONDS.toNanos(5_000));
        assertThat(fixture.step().changes().get(0).reason()).contains("5.0 ms");
        answers(UNNAMED, false);
        assertThat(fixture.step().changes().get(0).reason()).contains("keeps its connections open now");
        assertThat(states()).isEmpty();
    }
}
