package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DueQueueTest {
    private final DueQueue<String> agenda = new DueQueue<>();

    @Test
    void whoIsDueInTheOrderOfTheirTimes() {
        agenda.plan("b", 20);
        agenda.plan("a", 10);
        agenda.plan("c", 30);

        assertThat(agenda.next()).isEqualTo(10);
        assertThat(agenda.due(20, 9)).containsExactly("a", "b");
        assertThat(agenda.due(20, 9)).isEmpty();
        assertThat(agenda.next()).isEqualTo(30);
    }

    @Test
    void anotherPlanReplacesTheFirst() {
        agenda.plan("a", 10);
        agenda.plan("a", 30);
        assertThat(agenda.due(20, 9)).isEmpty();
        agenda.plan("a", Long.MAX_VALUE);

        assertThat(agenda.due(40, 9)).isEmpty();
        assertThat(agenda.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoWasTouchedIsDueAtOnceAndOnce() {
        agenda.plan("a", 10);
        agenda.touch("b");
        agenda.touch("a");
        agenda.touch("b");

        assertThat(agenda.due(-5, 9)).containsExactly("b", "a");
        assertThat(agenda.due(100, 9)).isEmpty();
    }

    @Test
    void whoeverIsTooManyStaysDue() {
        agenda.plan("a", 10);
        agenda.touch("b");
        agenda.plan("c", 20);

        assertThat(agenda.due(20, 2)).containsExactly("b", "a");
        assertThat(agenda.next()).isEqualTo(20);
        assertThat(agenda.due(20, 2)).containsExactly("c");
    }

    @Test
    void twoAtTheSameTimeAreBothDue() {
        agenda.plan("a", 10);
        agenda.plan("b", 10);

        assertThat(agenda.due(10, 9)).containsExactly("a", "b");
    }
}
