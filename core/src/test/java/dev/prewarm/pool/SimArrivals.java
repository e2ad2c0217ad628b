package dev.prewarm.pool;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** When requests come. */
final class SimArrivals {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final VirtualTime time;
    private final Random random;

    SimArrivals(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    void poisson(double perSecond, long end, Runnable request) {
        long gap = (long) (-StrictMath.log(1 - random.nextDouble()) / perSecond * SECOND);
        if (time.now() + gap < end) {
            time.after(gap, () -> {
                request.run();
                poisson(perSecond, end, request);
            });
        }
    }

    /** All within {@code spread}, beginning now. */
    void bursts(int size, long every, long spread, long end, Runnable request) {
        for (int i = 0; i < size; i++) {
            time.after((long) (random.nextDouble() * spread), request);
        }
        if (time.now() + every < end) {
            time.after(every, () -> bursts(size, every, spread, end, request));
        }
    }

    void onOff(double perSecond, long on, long off, long end, Runnable request) {
        poisson(perSecond, Math.min(end, time.now() + on), request);
        if (time.now() + on + off < end) {
            time.after(on + off, () -> onOff(perSecond, on, off, end, request));
        }
    }

    /** A day and a night, and so on: from next to nothing up to {@code perSecond} and back. */
    void daily(double perSecond, long day, long end, Runnable request) {
        poisson(perSecond, end, () -> {
            double height = (1 - StrictMath.cos(2 * Math.PI * (time.now() % day) / day)) / 2;
            if (random.nextDouble() < height) {
                request.run();
            }
        });
    }
}
