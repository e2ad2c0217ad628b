package dev.prewarm.pool.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CloseDetectorTest {
    private final CloseDetector watch = new CloseDetector();

    /** 'c' closes, 'k' keeps; the answers that change the verdict, in capitals. */
    private String verdicts(String answers) {
        StringBuilder text = new StringBuilder();
        for (char answer : answers.toCharArray()) {
            text.append(watch.answered(answer == 'c') ? Character.toUpperCase(answer) : answer);
        }
        return text.toString();
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(watch.closes()).isFalse();
        assertThat(watch.keepsAlive()).isFalse();
    }

    @Test
    void threeClosesInARowDecide() {
        assertThat(verdicts("ccccc")).isEqualTo("ccCcc");
        assertThat(watch.closes()).isTrue();
        assertThat(watch.keepsAlive()).isFalse();
    }

    @Test
    void threeKeepsInARowDecide() {
        assertThat(verdicts("kkkk")).isEqualTo("kkKk");
        assertThat(watch.keepsAlive()).isTrue();
        assertThat(watch.closes()).isFalse();
    }

    @Test
    void aMixtureDecidesNothing() {
        assertThat(verdicts("cckcckkck")).isEqualTo("cckcckkck");
        assertThat(watch.closes()).isFalse();
        assertThat(watch.keepsAlive()).isFalse();
    }

    @Test
    void threeOfTheOtherKindTurnIt() {
        assertThat(verdicts("ccckk")).isEqualTo("ccCkk");
        assertThat(watch.closes()).isTrue();
        assertThat(verdicts("k")).isEqualTo("K");
        assertThat(watch.closes()).isFalse();
        assertThat(watch.keepsAlive()).isTrue();
        assertThat(verdicts("ccc")).isEqualTo("ccC");
    }
}
