package dev.prewarm.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * One again, or some: {@code mvn -B -pl core test -Dtest=SimulationTest -Dprewarm.sim.seed=123}, or {@code 101-200}; what they
 * decide is in {@code target/simulations}. More of them: {@code -Dprewarm.sim.count=1000000}.
 */
class SimulationTest {
    private static final int SIMULATIONS = 2_000;
    private static final Path EVENTS = Path.of("target/simulations");

    /** And everything is decided as it is in {@link GoldenEvents}. */
    @Test
    void promisesAreKeptAtEveryCallWhateverHappens() throws IOException {
        String some = System.getProperty("prewarm.sim.seed");
        long first = some == null ? 1 : Long.parseLong(some.split("-")[0]);
        long last = some == null
                ? Integer.getInteger("prewarm.sim.count", SIMULATIONS)
                : Long.parseLong(some.substring(some.indexOf('-') + 1));
        if (some != null) {
            write(first, last);
        }
        GoldenEvents.compare(first, SimulationRuns.all(first, (int) (last - first + 1)));
    }

    private static void write(long first, long last) throws IOException {
        Files.createDirectories(EVENTS);
        for (long seed = first; seed <= last; seed++) {
            Files.writeString(EVENTS.resolve(seed + ".txt"), SimulationRuns.events(seed));
        }
        System.out.println("what is decided: " + EVENTS.toAbsolutePath());
    }
}
