package dev.prewarm.pool;

import org.junit.jupiter.api.Test;

/** To replay one seed: {@code mvn -pl core test -Dtest=PoolSimulationTest -Dprewarm.test.seed=42} */
class PoolSimulationTest {
    private static final int SIMULATIONS = 200;

    @Test
    void keepsItsPromisesAtEveryCallWhateverHappens() {
        Long one = Long.getLong("prewarm.test.seed");
        if (one != null) {
            new Simulation(one).run();
            return;
        }
        for (long seed = 1; seed <= SIMULATIONS; seed++) {
            try {
                new Simulation(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", replay with -Dprewarm.test.seed=" + seed, e);
            }
        }
    }
}
