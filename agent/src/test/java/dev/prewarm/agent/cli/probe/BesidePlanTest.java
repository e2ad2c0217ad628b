package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.agent.cli.probe.Beside.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BesidePlanTest {
    private final BesidePlan plan = new BesidePlan();

    @Test
    void oneThenThreeWhereNothingIsWrong() {
        assertThat(play(Outcome.SERVED, Outcome.SERVED)).containsExactly(1, 3);
        assertThat(plan.proven()).isNull();
    }

    @Test
    void whatHappensTwiceAndNotBetweenIsProven() {
        assertThat(play(Outcome.STALLED, Outcome.SERVED, Outcome.STALLED)).containsExactly(1, 0, 1);
        assertThat(plan.proven().outcome).isEqualTo(Outcome.STALLED);
    }

    @Test
    void alsoBesideThreeAlone() {
        assertThat(play(Outcome.SERVED, Outcome.REFUSED, Outcome.SERVED, Outcome.REFUSED))
                .containsExactly(1, 3, 0, 3);
        assertThat(plan.proven().outcome).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void onceIsNothing() {
        assertThat(play(Outcome.STALLED, Outcome.SERVED, Outcome.SERVED, Outcome.SERVED))
                .containsExactly(1, 0, 1, 3);
        assertThat(plan.proven()).isNull();
    }

    @Test
    void twoThatDifferProveNothing() {
        assertThat(play(Outcome.STALLED, Outcome.SERVED, Outcome.REFUSED, Outcome.SERVED))
                .containsExactly(1, 0, 1, 3);
        assertThat(plan.proven()).isNull();
    }

    /** Then it is the server's own trouble, or this machine's. */
    @Test
    void whatHappensBesideNothingTooCanNotBeTold() {
        assertThat(play(Outcome.SLOWED, Outcome.SLOWED)).containsExactly(1, 0);
        assertThat(plan.isUndecided()).isTrue();
        assertThat(plan.proven()).isNull();
    }

    @Test
    void neitherWhatIsRefusedBesideNothing() {
        plan.add(new Beside(0, Outcome.REFUSED, 5, "connect: Connection refused"));
        assertThat(plan.isUndecided()).isTrue();
        assertThat(plan.next()).isNegative();
    }

    @Test
    void aLittleSlowBesideNothingIsNoStall() {
        plan.add(new Beside(1, Outcome.STALLED, 1_000, ""));
        plan.add(new Beside(0, Outcome.SLOWED, 400, ""));
        assertThat(plan.isUndecided()).isFalse();
        plan.add(new Beside(1, Outcome.STALLED, 1_000, ""));
        assertThat(plan.proven()).isNotNull();
    }

    @Test
    void thoseThatEndByThemselvesAreNoHarm() {
        assertThat(play(Outcome.ALONE, Outcome.ALONE)).containsExactly(1, 3);
        assertThat(plan.proven()).isNull();
    }

    @Test
    void onlyTheSecondLookIsTimedDifferently() {
        assertThat(plan.isSecondLook()).isFalse();
        plan.add(new Beside(1, Outcome.ENDED_OTHERS, 5, ""));
        plan.add(new Beside(0, Outcome.SERVED, 5, ""));
        assertThat(plan.isSecondLook()).isTrue();
        plan.add(new Beside(1, Outcome.ALONE, 5, ""));
        assertThat(plan.isSecondLook()).isFalse();
        assertThat(plan.proven()).isNull();
    }

    @Test
    void neverAsksForMoreThanIsAnnounced() {
        int connections = 0;
        int requests = 0;
        for (Outcome each = Outcome.STALLED; plan.next() >= 0; ) {
            int silent = plan.next();
            assertThat(silent + 1).isLessThanOrEqualTo(BesidePlan.MOST_AT_ONCE);
            connections += silent + 1;
            requests++;
            plan.add(new Beside(silent, silent == 0 ? Outcome.SERVED : each, 5, ""));
            // So that nothing is ever proven.
            each = silent == 0 || each == Outcome.REFUSED ? Outcome.STALLED : each;
            each = silent == 0 ? Outcome.REFUSED : each;
        }
        assertThat(connections).isEqualTo(BesidePlan.MOST_CONNECTIONS);
        assertThat(requests).isEqualTo(BesidePlan.MOST_REQUESTS);
    }

    /** Beside how many was asked, until nothing was left or this was. */
    private List<Integer> play(Outcome... outcomes) {
        List<Integer> asked = new ArrayList<>();
        for (Outcome each : outcomes) {
            asked.add(plan.next());
            plan.add(new Beside(plan.next(), each, 5, ""));
        }
        assertThat(plan.next()).isNegative();
        return asked;
    }
}
