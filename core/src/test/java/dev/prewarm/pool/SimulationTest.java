package dev.prewarm.pool;

import org.junit.jupiter.api.Test;

/**
 * One again: {@code mvn -B -pl core test -Dtest=SimulationTest -Dprewarm.sim.seed=123}. More of them: {@code
 * -Dprewarm.sim.count=1000000}.
 */
class SimulationTest {
    private static final long SIMULATIONS = 10_000;

    @Test
    void promisesAreKeptAtEveryCallWhateverHappens() {
        Long one = Long.getLong("prewarm.sim.seed");
        SimulationRuns.all(one == null ? 1 : one, one == null ? Long.getLong("prewarm.sim.count", SIMULATIONS) : 1);
    }
}
