package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStartTest {
    @Test
    void isTheSameWhoeverAsks() {
        assertThat(ProcessStart.own()).matches("\\d+").isEqualTo(ProcessStart.of(ProcessHandle.current()));
    }

    @Test
    void isNotFooledByTheNameOfTheProgram() {
        assertThat(ProcessStart.inStat("42 (a) S 9 (b c) R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21\n"))
                .isEqualTo("4711");
    }
}
