package dev.prewarm.it.programs;

import java.util.BitSet;

/**
 * What a copy of the agent with points calls, at each of them: throws at the one that is armed, once. Lies in the agent's jar, so
 * that its code finds it. The agent's own threads pass.
 */
public final class Injector {
    /** What can happen anywhere. */
    public enum Fault {
        EXCEPTION,
        OUT_OF_MEMORY,
        STACK_OVERFLOW
    }

    private static final BitSet REACHED = new BitSet();

    private static volatile boolean recording;
    private static volatile int passed;
    private static volatile int armed = -1;
    private static volatile Fault fault;

    private Injector() {}

    /** Before each call in the agent's code. */
    public static void reached(int point) {
        if (Thread.currentThread().getName().startsWith("prewarm-")) {
            return;
        }
        // Not exact: whether it has changed is all that is asked.
        passed++;
        if (recording || point == armed) {
            noted(point);
        }
    }

    private static void noted(int point) {
        boolean fires;
        synchronized (REACHED) {
            if (recording) {
                REACHED.set(point);
            }
            fires = point == armed;
            if (fires) {
                armed = -1;
            }
        }
        if (fires) {
            switch (fault) {
                case EXCEPTION:
                    throw new IllegalStateException("injected");
                case OUT_OF_MEMORY:
                    throw new OutOfMemoryError("injected");
                default:
                    throw new StackOverflowError("injected");
            }
        }
    }

    public static void record(boolean on) {
        recording = on;
    }

    /** Whether any point is reached meanwhile, by whatever thread of the application's. */
    public static boolean isReachedBy(Runnable request) {
        int before = passed;
        request.run();
        return passed != before;
    }

    public static int[] recorded() {
        synchronized (REACHED) {
            return REACHED.stream().toArray();
        }
    }

    public static void arm(int point, Fault what) {
        fault = what;
        armed = point;
    }

    /** Whether it has not thrown; it will not any more. */
    public static boolean disarm() {
        synchronized (REACHED) {
            boolean waited = armed >= 0;
            armed = -1;
            return waited;
        }
    }
}
