package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is waited for, and when what is parked is let go. A request may wait for 200 ms; times are milliseconds. */
class WatchTest {
    private static final InetSocketAddress HERE = InetSocketAddress.createUnresolved("a.example.com", 80);
    private static final InetSocketAddress THERE = InetSocketAddress.createUnresolved("b.example.com", 80);
    private static final long TOLERANCE = 25;
    private static final long VERDICT = 50;

    private final Watch watch = new Watch();
    private final Set<InetSocketAddress> parked = new HashSet<>();
    private long now = TimeUnit.DAYS.toNanos(1);

    @BeforeEach
    void somethingIsParked() {
        parked.add(HERE);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void advance(long millis) {
        now += nanos(millis);
    }

    private ObservedRequest stranger(InetSocketAddress endpoint) {
        ObservedRequest request = ObservedRequest.stranger(endpoint, now, 0, 1, 1);
        watch.add(request);
        return request;
    }

    private LetGo look() {
        return watch.overdue(now, nanos(200), nanos(TOLERANCE), nanos(VERDICT), parked::contains);
    }

    @Test
    void everythingIsLetGoWhenOneHasWaitedForTooLong() {
        ObservedRequest request = stranger(HERE);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        assertThat(watch.nextAt()).isEqualTo(now + nanos(200));
        advance(199);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        advance(1);
        assertThat(look()).isEqualTo(LetGo.EVERYTHING);

        assertThat(request.letGoAt()).isEqualTo(now);
        assertThat(watch.hasLetGo()).isTrue();
        assertThat(watch.isLetGoFor(request)).isTrue();
        assertThat(watch.isBusy()).isTrue();
        assertThat(watch.nextAt()).isEqualTo(now + nanos(VERDICT));
    }

    @Test
    void notWhereNothingIsParkedAtItsEndpoint() {
        stranger(THERE);
        advance(5_000);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        assertThat(watch.nextAt()).isEqualTo(Long.MAX_VALUE);
        parked.add(THERE);

        assertThat(look()).as("once there is").isEqualTo(LetGo.EVERYTHING);
    }

    @Test
    void notForOneThatWasAnswered() {
        ObservedRequest request = stranger(HERE);
        look();
        watch.ends(request);
        advance(200);

        assertThat(look()).isEqualTo(LetGo.NOTHING);
    }

    @Test
    void oneAtATimeAndWhoWaitsAsWellSaysNothing() {
        stranger(HERE);
        ObservedRequest other = stranger(HERE);
        look();
        advance(200);
        assertThat(look()).isEqualTo(LetGo.EVERYTHING);
        assertThat(other.isBlurred()).isTrue();
        ObservedRequest later = stranger(HERE);
        advance(200);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        assertThat(later.isBlurred()).isFalse();
    }

    @Test
    void itWasInVainWhereNoAnswerComesInTime() {
        ObservedRequest request = stranger(HERE);
        look();
        advance(200);
        look();
        advance(VERDICT - 1);
        assertThat(watch.wasInVain(now)).isFalse();
        advance(1);
        assertThat(watch.wasInVain(now)).isTrue();
        assertThat(watch.wasInVain(now)).as("once").isFalse();
        assertThat(watch.hasLetGo()).isFalse();
        assertThat(watch.isLetGoFor(request)).isFalse();
    }

    @Test
    void anAnswerEndsTheLettingGo() {
        ObservedRequest request = stranger(HERE);
        look();
        advance(200);
        look();
        watch.ends(request);

        assertThat(watch.hasLetGo()).isFalse();
        advance(VERDICT);
        assertThat(watch.wasInVain(now)).isFalse();
    }

    /** A pause of this JVM: the answer may be there already. */
    @Test
    void whoIsLookedAtTooLateGetsAnotherChance() {
        ObservedRequest request = stranger(HERE);
        look();
        advance(200 + TOLERANCE + 1);
        assertThat(watch.isLate(now, nanos(TOLERANCE))).isTrue();
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        assertThat(watch.nextAt()).isEqualTo(now + nanos(TOLERANCE));
        advance(TOLERANCE);

        assertThat(look()).isEqualTo(LetGo.EVERYTHING);
        assertThat(request.isBlurred()).isFalse();
    }

    @Test
    void threeTimesAndThenNothingIsSeenByIt() {
        ObservedRequest request = stranger(HERE);
        look();
        advance(200 + TOLERANCE + 1);
        for (int i = 0; i < 3; i++) {
            assertThat(look()).isEqualTo(LetGo.NOTHING);
            advance(2 * TOLERANCE + 1);
        }

        assertThat(look()).isEqualTo(LetGo.EVERYTHING);
        assertThat(request.isBlurred()).isTrue();
    }

    @Test
    void noMoreThanSoManyAreWatched() {
        for (int i = 0; i < 256; i++) {
            watch.add(ObservedRequest.stranger(THERE, now, 0, 1, 1));
        }
        stranger(HERE);
        look();
        advance(200);

        assertThat(look()).isEqualTo(LetGo.NOTHING);
    }

    private ObservedRequest trial(int opened) {
        ObservedRequest request = ObservedRequest.ofTrial(HERE, now, opened, new Trial(opened, nanos(200)));
        watch.begin(request, now + nanos(2_000));
        return request;
    }

    @Test
    void theConnectionsOfATrialAreLetGoSoonAfterTheFirstOfThemStands() {
        ObservedRequest request = trial(1);
        assertThat(watch.isTrying(request.trial())).isTrue();
        advance(50);
        watch.parked(now, request.trial());
        assertThat(watch.nextAt()).isEqualTo(now + nanos(200));
        advance(199);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        advance(1);
        assertThat(look()).isEqualTo(LetGo.TRIAL);

        assertThat(request.letGoAt()).isEqualTo(now);
        assertThat(watch.isTrying()).isFalse();
        assertThat(watch.isBusy()).as("its answer is waited for").isTrue();
        advance(VERDICT);
        assertThat(look()).isEqualTo(LetGo.NOTHING);
        assertThat(watch.isBusy()).isFalse();
    }

    @Test
    void aTrialWhoseConnectionsDoNotStandInTimeIsNone() {
        ObservedRequest request = trial(2);
        watch.parked(now, request.trial());
        advance(200);
        assertThat(look()).isEqualTo(LetGo.TRIAL);

        assertThat(request.isLetGo()).isFalse();
        assertThat(watch.isBusy()).isFalse();
    }

    @Test
    void oneWhoseConnectionFailsIsNone() {
        ObservedRequest request = trial(1);
        watch.failed(new Trial(1, nanos(200)));
        assertThat(watch.isTrying()).as("another one's").isTrue();
        watch.failed(request.trial());

        assertThat(watch.isBusy()).isFalse();
    }

    @Test
    void nothingIsWatchedOnceItIsCleared() {
        stranger(HERE);
        trial(1);
        watch.clear();
        advance(5_000);

        assertThat(watch.isBusy()).isFalse();
        assertThat(look()).isEqualTo(LetGo.NOTHING);
    }
}
