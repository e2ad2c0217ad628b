package dev.prewarm.it.kit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Waits for a condition, bounded. The only place of the test kit that sleeps: a test says what it waits for, and a
 * failure says what was seen last.
 */
public final class Await {
    /** Bounds what hangs, and nothing else: on a busy machine all that comes comes late. */
    public static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final long POLL_MILLIS = 10;

    private Await() {}

    /** Until the condition holds. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, condition, () -> "");
    }

    /** Until the value equals {@code expected}; a failure names the value seen last. */
    public static <T> void untilEqual(String what, T expected, Callable<T> actual) {
        Object[] last = {null};
        until(
                what,
                () -> {
                    last[0] = actual.call();
                    return expected.equals(last[0]);
                },
                () -> "expected " + expected + ", last seen " + last[0]);
    }

    /** Until the condition holds; {@code seen} tells more when it never does. */
    public static void until(String what, Callable<Boolean> condition, Supplier<String> seen) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Exception thrown = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                thrown = null;
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting until " + what, e);
            } catch (Exception e) {
                thrown = e;
            }
        } while (System.nanoTime() < end);
        throw new AssertionError("not within " + PATIENCE + ": " + what + ". " + seen.get(), thrown);
    }
}
