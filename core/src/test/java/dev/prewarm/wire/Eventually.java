package dev.prewarm.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with an end. */
public final class Eventually {
    /** Where a bug is planted, what never happens is not waited for as long. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(Integer.getInteger("prewarm.test.patience", 20));

    private Eventually() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never happened: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
