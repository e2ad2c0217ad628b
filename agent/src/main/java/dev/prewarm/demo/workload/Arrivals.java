package dev.prewarm.demo.workload;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;

/** When requests are to start: a Poisson process, as independent users make it, the same for the same seed. */
final class Arrivals {
    private static final long SEED = 20;

    private Arrivals() {}

    /** Nanoseconds from the start, ascending. */
    static long[] poisson(double perSecond, Duration length) {
        Random random = new Random(SEED);
        double nanosPerRequest = 1e9 / perSecond;
        return LongStream.iterate(
                        gap(random, nanosPerRequest),
                        at -> at < length.toNanos(),
                        at -> at + gap(random, nanosPerRequest))
                .toArray();
    }

    private static long gap(Random random, double mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean);
    }
}
