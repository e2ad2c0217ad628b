package dev.prewarm.pool;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/** Runs simulations, and says how to run one of them again. */
final class SimulationRuns {
    /** One in so many is about the budgets, one about a server with a worker per connection, one about what is dropped: they are longer. */
    private static final long SPECIAL = 50;

    private SimulationRuns() {}

    /**
     * On all processors.
     *
     * @return a digest of what each of them decided
     * @throws AssertionError of the first seed that breaks a promise
     */
    static byte[][] all(long first, int count) {
        byte[][] digests = new byte[count][];
        Optional<String> broken = LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> {
                    SimEvents events = SimEvents.kept();
                    String failure = failure(seed, events);
                    digests[(int) (seed - first)] = events.digest();
                    return failure;
                })
                .filter(Objects::nonNull)
                .findFirst();
        if (broken.isPresent()) {
            throw new AssertionError(broken.get());
        }
        return digests;
    }

    /** What the simulation of this seed breaks, and how to run it again; null if nothing. */
    static String failure(long seed) {
        return failure(seed, SimEvents.none());
    }

    private static String failure(long seed, SimEvents events) {
        try {
            run(seed, events);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return "seed " + seed + ": " + e + " at " + e.getStackTrace()[1]
                    + "; again: mvn -B -pl core test -Dtest=SimulationTest -Dprewarm.sim.seed=" + seed;
        }
    }

    private static void run(long seed, SimEvents events) {
        if (seed % SPECIAL == 0) {
            SteadyTraffic.random(seed, events).checkBudgets();
        } else if (seed % SPECIAL == SPECIAL / 2) {
            SilenceTies.random(seed, events).run().check();
        } else if (seed % SPECIAL == SPECIAL / 5) {
            Dropped.random(seed, events).run().check();
        } else {
            new Simulation(seed, events).run();
        }
    }

    /** What the simulation of this seed decides, as far as it comes. */
    static String events(long seed) {
        SimEvents events = SimEvents.kept();
        failure(seed, events);
        return events.toString();
    }

    /** All that fail, of so many seeds from the first on. */
    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
            String broken = failure(seed);
            if (broken != null) {
                System.out.println(broken);
            }
        }
    }
}
