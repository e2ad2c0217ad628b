package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacedTest {
    private final Schedule schedule = new Schedule();
    private int runs;
    private final Paced paced = new Paced(() -> runs++, schedule, schedule::now);

    @Test
    void isRunAtOnceAndThenOnceASecond() {
        paced.ask();
        schedule.run(0);
        assertThat(runs).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            paced.ask();
            schedule.run(50);
        }
        assertThat(runs).isEqualTo(1 + 5);
        schedule.run(1_000);
        assertThat(runs).as("for the last time it was asked for").isEqualTo(1 + 5);
        assertThat(schedule.isEmpty()).isTrue();
    }

    @Test
    void isRunForWhatIsAskedMeanwhile() {
        Paced[] self = new Paced[1];
        self[0] = new Paced(
                () -> {
                    if (runs++ == 0) {
                        self[0].ask();
                    }
                },
                schedule,
                schedule::now);
        self[0].ask();
        schedule.run(1_000);
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void canBeAskedForAgainWhereThereIsNoThread() {
        boolean[] threads = {false};
        Paced sometimes = new Paced(
                () -> runs++,
                (task, nanos) -> {
                    if (!threads[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    task.run();
                },
                schedule::now);
        assertThatThrownBy(sometimes::ask).isInstanceOf(OutOfMemoryError.class);
        threads[0] = true;
        sometimes.ask();
        assertThat(runs).isEqualTo(1);
    }
}
