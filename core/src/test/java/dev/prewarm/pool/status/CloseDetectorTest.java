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

    /** An answer that promises to keep its connection, and its end a moment later. */
    private boolean promiseAndBreak(long now) {
        verdicts("k");
        return watch.broke(now, now - 1);
    }

    @Test
    void threeBrokenPromisesInARowDecide() {
        assertThat(promiseAndBreak(10)).isFalse();
        assertThat(promiseAndBreak(20)).isFalse();
        assertThat(promiseAndBreak(30)).isTrue();
        assertThat(watch.closes()).isTrue();
        assertThat(watch.keepsAlive()).isFalse();
        assertThat(watch.closed()).isEqualTo(3);
    }

    @Test
    void theyTurnAnOriginThatSeemedToKeepItsConnections() {
        verdicts("kkkkk");
        promiseAndBreak(10);
        promiseAndBreak(20);
        assertThat(watch.keepsAlive()).isTrue();
        assertThat(promiseAndBreak(30)).isTrue();
        assertThat(watch.keepsAlive()).isFalse();
    }

    @Test
    void thenAPromiseIsNothingUntilAConnectionIsUsedAgain() {
        promiseAndBreak(10);
        promiseAndBreak(20);
        promiseAndBreak(30);
        assertThat(verdicts("kkkk")).isEqualTo("kkkk");
        assertThat(watch.closes()).isTrue();
        watch.usedAgain();
        assertThat(verdicts("kkk")).isEqualTo("kkK");
        assertThat(watch.keepsAlive()).isTrue();
    }

    @Test
    void oneThatIsKeptEndsTheRow() {
        promiseAndBreak(10);
        promiseAndBreak(20);
        watch.usedAgain();
        assertThat(promiseAndBreak(30)).isFalse();
        assertThat(watch.closes()).isFalse();
    }

    /** A server that restarts ends all it has at once. */
    @Test
    void whatEndsTogetherCountsOnce() {
        for (int i = 0; i < 20; i++) {
            assertThat(watch.broke(100 + i, 90 + i % 10)).isFalse();
        }
        assertThat(watch.closes()).isFalse();
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
