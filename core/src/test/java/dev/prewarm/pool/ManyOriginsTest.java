package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More origins than a step deals with. */
class ManyOriginsTest {
    private final PoolFixture fixture = new PoolFixture("http://*.example.com");

    @Test
    void areLeftToTheNextStepsWhichComeAtOnce() {
        List<Integer> opened = new ArrayList<>();
        for (int i = 0; i < 2 * Pool.MOST_OF_A_STEP + 1; i++) {
            fixture.request(Keys.plain("http://o" + i + ".example.com"));
        }
        long next;
        do {
            Step<String> step = fixture.step();
            opened.add(step.open().size());
            next = step.nextAt();
        } while (next == fixture.now());

        assertThat(next).isGreaterThan(fixture.now());
        assertThat(opened).containsExactly(Pool.MOST_OF_A_STEP, Pool.MOST_OF_A_STEP, 1);
    }
}
