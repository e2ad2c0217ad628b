package dev.prewarm.it.kit;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * For what counts how often something was ready in time: on a busy machine one try may be spoilt, a defect spoils all.
 */
public final class BusyMachine {
    private static final int TRIES = 3;

    private BusyMachine() {}

    /** Passes as soon as one try does; else fails as the last one did. */
    public static void oneOfThree(Runnable test) {
        AssertionError last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                test.run();
                return;
            } catch (AssertionError spoilt) {
                last = spoilt;
            }
        }
        throw last;
    }

    /** The first try that is good enough; else the last one. What a try throws is not tried again. */
    public static <T> T bestOfThree(Supplier<T> tries, Predicate<T> goodEnough) {
        T last = tries.get();
        for (int i = 1; i < TRIES && !goodEnough.test(last); i++) {
            last = tries.get();
        }
        return last;
    }
}
