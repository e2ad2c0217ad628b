package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.sizing.ConnectTimes;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A guard whose time the test moves, in milliseconds. A round trip is 10 ms, the idle limit 8 s; whatever a request is parked
 * beside is still there when it is let go.
 */
final class GuardFixture {
    static final double DWELL = 1;
    private static final InetSocketAddress ENDPOINT = InetSocketAddress.createUnresolved("a.example.com", 80);

    final Guard guard;
    boolean hasParked = true;
    private long now = TimeUnit.DAYS.toNanos(1);

    private GuardFixture(boolean isCautious) {
        ConnectTimes times = new ConnectTimes(false);
        times.connected(nanos(10));
        guard = new Guard(isCautious, times, () -> nanos(8_000));
    }

    static GuardFixture ofNamed() {
        return new GuardFixture(false);
    }

    static GuardFixture ofAuto() {
        return new GuardFixture(true);
    }

    static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    long now() {
        return now;
    }

    GuardFixture advance(long millis) {
        now += nanos(millis);
        return this;
    }

    /** So many have nothing of ours beside them, and are answered after so long; time does not go on. */
    GuardFixture ordinarily(int count, long millis) {
        // Else it would look as if nobody had come to look for long.
        letGo();
        for (int i = 0; i < count; i++) {
            guard.answered(now + nanos(millis), unhindered(0), AnswerStatus.SERVED);
        }
        return this;
    }

    /** There is stock, and it is time for a canary. */
    GuardFixture standing() {
        guard.stands(now);
        advance(60_000).letGo();
        return this;
    }

    ObservedRequest unhindered(int parked) {
        return guard.unhindered(ENDPOINT, now, 0, parked);
    }

    ObservedRequest stranger(int parked) {
        return guard.stranger(ENDPOINT, now, 0, parked, DWELL);
    }

    boolean answered(ObservedRequest request) {
        return guard.answered(now, request, AnswerStatus.SERVED);
    }

    LetGo letGo() {
        return guard.letGo(now, address -> hasParked);
    }

    /** Until something is let go; answers after how many milliseconds. */
    long untilLetGo() {
        long from = now;
        LetGo letGo = letGo();
        while (letGo == LetGo.NOTHING) {
            assertThat(guard.nextAt()).as("something is to be let go").isNotEqualTo(Long.MAX_VALUE);
            now = guard.nextAt();
            letGo = letGo();
        }
        return TimeUnit.NANOSECONDS.toMillis(now - from);
    }

    GuardFixture takes(int count) {
        for (int i = 0; i < count; i++) {
            guard.taken();
        }
        return this;
    }

    /** One that goes cold is answered 15 ms after what is parked was let go; answers how long it waited for that. */
    long stall(int parked) {
        takes(5);
        ObservedRequest observed = stranger(parked);
        long waited = untilLetGo();
        advance(15);
        answered(observed);
        return waited;
    }

    /** One that goes cold is answered as ever. */
    void fareWell(int parked) {
        takes(5);
        ObservedRequest observed = stranger(parked);
        advance(20);
        answered(observed);
    }

    /** As often as it takes to settle it. */
    void acquit(int parked) {
        fareWell(parked);
        advance(60_000);
        fareWell(parked);
    }

    /** By two stalls in a row, once any trial is passed. */
    void convict(int parked) {
        ordinarily(20, 20);
        passTrial();
        standing();
        stall(parked);
        advance(1_000);
        stall(parked);
        assertThat(guard.isSuspended(now)).isTrue();
        assertThat(letGo()).isEqualTo(LetGo.EVERYTHING);
    }

    /** The request of a trial of {@code opened} more beside {@code parked}. */
    ObservedRequest tried(int parked, int opened) {
        Trial trial = guard.trialOf(now, opened);
        return guard.tried(ENDPOINT, now, now + nanos(2_000), parked + opened, trial);
    }

    void passTrial() {
        if (guard.isOnTrial()) {
            ordinarily(8, 20);
            passTrial(0, 1);
        }
    }

    /** Of one size, as often as it takes. */
    void passTrial(int parked, int size) {
        for (int i = 0; i < 2; i++) {
            assertThat(guard.limit(now)).isEqualTo(parked);
            advance(2_000).letGo();
            assertThat(guard.sizeToTry(now, 64)).isEqualTo(size);
            ObservedRequest observed = tried(parked, size - parked);
            for (int opened = parked; opened < size; opened++) {
                guard.trialParked(now, observed.trial());
            }
            advance(20);
            answered(observed);
        }
        assertThat(guard.limit(now)).isEqualTo(size);
    }
}
