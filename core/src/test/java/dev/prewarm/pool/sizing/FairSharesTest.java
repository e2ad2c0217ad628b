package dev.prewarm.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairSharesTest {
    private static int[] wants(int... wants) {
        return wants;
    }

    @Test
    void whatIsWantedWhereThereIsEnough() {
        assertThat(FairShares.of(wants(3, 0, 7), 10)).containsExactly(3, 0, 7);
    }

    @Test
    void whoWantsLittleGetsItAndTheOthersShareAlike() {
        assertThat(FairShares.of(wants(20, 2, 20), 12)).containsExactly(5, 2, 5);
    }

    @Test
    void whatIsLeftOverGoesToTheFirst() {
        assertThat(FairShares.of(wants(4, 4, 4), 5)).containsExactly(2, 2, 1);
        assertThat(FairShares.of(wants(1, 1, 1, 1), 2)).containsExactly(1, 1, 0, 0);
    }

    @Test
    void nothingOfNothing() {
        assertThat(FairShares.of(wants(), 5)).isEmpty();
        assertThat(FairShares.of(wants(1, 2), 0)).containsExactly(0, 0);
    }
}
