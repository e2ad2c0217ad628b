package dev.prewarm.demo.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelayLineTest {
    private final DelayLine<String> line = new DelayLine<>();

    @Test
    void nothingArrivesEarly() {
        line.send("a", 10);

        assertThat(line.poll(9)).isNull();
        assertThat(line.nanosToNext(9)).isEqualTo(1);
        assertThat(line.poll(10)).isEqualTo("a");
        assertThat(line.nanosToNext(10)).isEqualTo(DelayLine.NOTHING);
    }

    @Test
    void arrivesInOrderOfArrivalWhateverWasSentFirst() {
        line.send("late", 30);
        line.send("early", 20);

        assertThat(line.poll(99)).isEqualTo("early");
        assertThat(line.poll(99)).isEqualTo("late");
        assertThat(line.poll(99)).isNull();
    }

    @Test
    void whatArrivesTogetherKeepsItsOrder() {
        for (int i = 0; i < 100; i++) {
            line.send(Integer.toString(i), 7);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(line.poll(7)).isEqualTo(Integer.toString(i));
        }
    }
}
