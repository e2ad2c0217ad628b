package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda<String> agenda = new Agenda<>();

    @Test
    void whoIsDueInTheOrderOfTheirTimes() {
        agenda.plan("b", 20);
        agenda.plan("a", 10);
        agenda.plan("c", 30);

        assertThat(agenda.next()).isEqualTo(10);
        assertThat(agenda.due(20)).containsExactly("a", "b");
        assertThat(agenda.due(20)).isEmpty();
        assertThat(agenda.next()).isEqualTo(30);
    }

    @Test
    void anotherPlanReplacesTheFirst() {
        agenda.plan("a", 10);
        agenda.plan("a", 30);
        assertThat(agenda.due(20)).isEmpty();
        agenda.plan("a", Long.MAX_VALUE);

        assertThat(agenda.due(40)).isEmpty();
        assertThat(agenda.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoWasTouchedIsDueAtOnceAndOnce() {
        agenda.plan("a", 10);
        agenda.touch("b");
        agenda.touch("a");
        agenda.touch("b");

        assertThat(agenda.due(-5)).containsExactly("b", "a");
        assertThat(agenda.due(100)).isEmpty();
    }

    @Test
    void twoAtTheSameTimeAreBothDue() {
        agenda.plan("a", 10);
        agenda.plan("b", 10);

        assertThat(agenda.due(10)).containsExactly("a", "b");
    }
}
