package dev.prewarm.it.kit;

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
}
