package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Wording;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that fail beside ours. Times are milliseconds. */
class GuardEvidenceTest {
    private final GuardFixture fixture = GuardFixture.ofNamed();
    private final Guard guard = fixture.guard;

    private boolean fail(ObservedRequest request) {
        return guard.failed(fixture.now(), request, "reset");
    }

    private int limit() {
        return guard.limit(fixture.now());
    }

    private void serve(int times, int parked) {
        for (int i = 0; i < times; i++) {
            fixture.answered(fixture.unhindered(parked));
        }
    }

    @Test
    void theSecondLetsGoOfEverythingAndNothingIsOpened() {
        assertThat(fail(fixture.stranger(3))).isFalse();
        assertThat(fixture.letGo()).isEqualTo(LetGo.NOTHING);
        fixture.advance(1_000);
        assertThat(fail(fixture.stranger(3))).isTrue();

        assertThat(fixture.letGo()).isEqualTo(LetGo.EVERYTHING);
        assertThat(fixture.letGo()).as("once").isEqualTo(LetGo.NOTHING);
        assertThat(limit()).isZero();
        assertThat(guard.isRestrained()).isTrue();
        assertThat(Wording.off(guard.evidence())).contains("2 requests failed").contains("for the next 20 requests");
    }

    @Test
    void oneFailureIsToldOnce() {
        ObservedRequest request = fixture.stranger(3);
        fail(request);

        assertThat(fail(request)).isFalse();
        assertThat(guard.evidence().isOff()).isFalse();
    }

    @Test
    void whatWasGivenOursFailsBesideOurs() {
        fail(fixture.unhindered(0).onOurs(0, 0));
        fixture.advance(100);
        fail(fixture.unhindered(0).onOurs(0, 0));
        assertThat(limit()).isZero();
    }

    @Test
    void whatFailsBesideNothingIsTheUpstreamsOwn() {
        for (int i = 0; i < 5; i++) {
            fail(fixture.unhindered(0));
        }
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void refusalsAreFailuresToo() {
        guard.answered(fixture.now(), fixture.stranger(3), AnswerStatus.of(503));
        fixture.advance(100);
        assertThat(guard.answered(fixture.now(), fixture.stranger(3), AnswerStatus.of(503)))
                .isTrue();

        assertThat(limit()).isZero();
        assertThat(guard.evidence().cause()).isEqualTo("a 503");
    }

    private void refused(int parked) {
        answered(parked, 429);
    }

    private void answered(int parked, int status) {
        guard.answered(fixture.now(), fixture.stranger(parked), AnswerStatus.of(status));
        fixture.advance(2_000);
    }

    /** What the server answers for the silence before it, and until half of these have gone well, too. */
    private void untilItIsOver() {
        fixture.advance(60_000);
        serve(20, 0);
        serve(20, 1);
    }

    @Test
    void whereRequestsAreRefusedBesideManyHalfOfThemAreHeldFromThenOn() {
        refused(6);
        refused(6);
        untilItIsOver();
        assertThat(limit()).isEqualTo(3);
        assertThat(guard.isRestrained()).isTrue();

        refused(3);
        refused(3);
        untilItIsOver();
        assertThat(limit()).isEqualTo(1);

        fixture.advance(TimeUnit.HOURS.toMillis(2));
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    /** It may have been overloaded once. */
    @Test
    void a503IsRefusedBesideManyIfItComesAgain() {
        answered(6, 503);
        answered(6, 503);
        untilItIsOver();
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);

        answered(6, 503);
        answered(6, 503);
        untilItIsOver();
        assertThat(limit()).isEqualTo(3);
    }

    @Test
    void endsWithoutAnAnswerAreNoRefusals() {
        for (int i = 0; i < 4; i++) {
            fail(fixture.stranger(6));
            fixture.advance(2_000);
            fail(fixture.stranger(6));
            untilItIsOver();
        }
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whereTheyAreRefusedWithoutOursTooAsManyAsBefore() {
        refused(6);
        refused(6);
        fixture.advance(60_000);
        refused(0);

        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
        assertThat(guard.heldLimit().any()).isFalse();
    }

    @Test
    void otherAnswersAreNone() {
        for (int status : new int[] {200, 204, 302, 400, 401, 404, 408, 413, 500, 502}) {
            guard.answered(fixture.now(), fixture.stranger(3), AnswerStatus.of(status));
        }
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    private void off() {
        fail(fixture.stranger(3));
        fixture.advance(1_000);
        fail(fixture.stranger(3));
        fixture.letGo();
        fixture.advance(1_000);
    }

    @Test
    void afterTwentyRequestsOneIsOpenedAndThereIsNoCanary() {
        fixture.ordinarily(20, 20).standing();
        fixture.takes(5);
        assertThat(guard.isCanaryDue(fixture.now(), 1, GuardFixture.DWELL)).isTrue();
        off();
        serve(20, 0);

        assertThat(limit()).isEqualTo(1);
        assertThat(guard.isCanaryDue(fixture.now(), 1, GuardFixture.DWELL)).isFalse();
        serve(20, 1);
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void nothingIsTriedMeanwhile() {
        GuardFixture auto = GuardFixture.ofAuto();
        auto.ordinarily(20, 20).passTrial();
        auto.advance(2_000);
        assertThat(auto.guard.sizeToTry(auto.now(), 8)).isEqualTo(2);
        auto.guard.failed(auto.now(), auto.stranger(1), "reset");
        auto.advance(100);
        auto.guard.failed(auto.now(), auto.stranger(1), "reset");

        assertThat(auto.guard.sizeToTry(auto.now(), 8)).isZero();
    }

    @Test
    void whatFailsWheneverThereIsStockConvictsAndSaysHow() {
        off();
        serve(20, 0);
        fail(fixture.stranger(1));
        fixture.advance(1_000);
        serve(320, 0);

        assertThat(guard.isSuspended(fixture.now())).isTrue();
        assertThat(guard.evidence().isOff()).isFalse();
        assertThat(guard.conviction().pause()).isEqualTo(TimeUnit.MINUTES.toNanos(10));
        assertThat(Wording.of(guard.conviction()))
                .contains("only while pre-warmed connections are open: 3 did (the last one: reset)");
    }

    @Test
    void onceConvictedOneMoreConvictsForTwiceAsLong() {
        whatFailsWheneverThereIsStockConvictsAndSaysHow();
        assertThat(guard.conviction().pause()).isEqualTo(TimeUnit.MINUTES.toNanos(10));
        fixture.advance(TimeUnit.MINUTES.toMillis(10));
        assertThat(guard.isSuspended(fixture.now())).isFalse();
        fixture.letGo();
        assertThat(fail(fixture.unhindered(0))).as("before ours, or behind").isFalse();
        assertThat(fail(fixture.stranger(1))).isTrue();

        assertThat(guard.isSuspended(fixture.now())).isTrue();
        assertThat(guard.conviction().pause()).isEqualTo(TimeUnit.MINUTES.toNanos(20));
    }

    @Test
    void whatGoesOnFailingConvictsNobody() {
        off();
        fail(fixture.unhindered(0));

        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            fail(fixture.stranger(3));
        }
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aRestartUndoesIt() {
        fail(fixture.stranger(3));
        guard.restarted(fixture.now());
        fail(fixture.stranger(3));

        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }
}
