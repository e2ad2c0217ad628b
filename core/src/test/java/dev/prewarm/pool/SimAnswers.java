package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Random;

/** How long a server that is in good health takes for its answers. */
final class SimAnswers extends SimConduct {
    enum Kind {
        AFTER_1_MS("1 ms"),
        AFTER_50_MS("50 ms"),
        AFTER_500_MS("500 ms"),
        AFTER_2500_MS("2.5 s"),
        AFTER_4_S("4 s"),
        AFTER_15_S("15 s"),
        AFTER_60_S("60 s"),
        /** One in five is slow. */
        MIXED("20 ms, one in five 3 s"),
        HEAVY_TAILED("median 50 ms, p99 3 s"),
        /** Within a minute, up and down. */
        DRIFTING("20 ms to 2 s in a minute"),
        /** For ten minutes in twenty, to a constant. */
        SLOWING("10 ms, then 200 to 500 ms"),
        ON_TIMERS("at whole seconds");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final long[] CONSTANT = {1, 50, 500, 2_500, 4_000, 15_000, 60_000};
    private static final double SLOW_SHARE = 0.2;
    /** Of the logarithm: its 99th percentile is 2.326 of them above the median. */
    private static final double SIGMA = StrictMath.log(3_000.0 / 50) / 2.326;

    private static final long LONGEST = SECONDS.toNanos(60);
    private static final double DRIFT = 100;

    private final VirtualTime time;
    private final Random random;
    private final Kind kind;
    private final long slowed;

    SimAnswers(VirtualTime time, Random random, Kind kind) {
        this.time = time;
        this.random = random;
        this.kind = kind;
        this.slowed = MILLISECONDS.toNanos(200 + random.nextInt(301));
    }

    @Override
    long takes(SimSocket socket, long usual) {
        switch (kind) {
            case MIXED:
                return MILLISECONDS.toNanos(random.nextDouble() < SLOW_SHARE ? 3_000 : 20);
            case HEAVY_TAILED:
                double times = StrictMath.exp(SIGMA * random.nextGaussian());
                return Math.min(LONGEST, (long) (times * MILLISECONDS.toNanos(50)));
            case DRIFTING:
                double minutes = (double) (time.now() % MINUTES.toNanos(2)) / MINUTES.toNanos(1);
                double height = minutes < 1 ? minutes : 2 - minutes;
                return (long) (StrictMath.pow(DRIFT, height) * MILLISECONDS.toNanos(20));
            case SLOWING:
                return time.now() / MINUTES.toNanos(10) % 2 == 1 ? slowed : MILLISECONDS.toNanos(10);
            case ON_TIMERS:
                return SECONDS.toNanos(1) - time.now() % SECONDS.toNanos(1);
            default:
                return MILLISECONDS.toNanos(CONSTANT[kind.ordinal()]);
        }
    }
}
