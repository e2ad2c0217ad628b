package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * For what counts how many requests found a connection ready: on a busy machine one run may have fewer, a defect takes them
 * from all. Whatever else is wrong with a run fails the test at once, and each run that is repeated is told.
 */
public final class BusyMachine {
    /** A line for each run that had too few; {@code .ci/run} shows it. */
    private static final Path TOLD = Path.of("target", "runs-with-too-few-hits.txt");

    private static final int RUNS = 3;

    private BusyMachine() {}

    /**
     * The first run that has enough hits, of three at most.
     *
     * @param run fails by itself for all else that must hold
     * @throws AssertionError if none has enough
     */
    public static <T> T enoughHits(String what, long enough, Supplier<T> run, ToLongFunction<T> hits) {
        return enough(what, "hits", enough, run, hits);
    }

    /** The same of something else that a run has {@code counted}. */
    public static <T> T enough(String what, String counted, long enough, Supplier<T> run, ToLongFunction<T> count) {
        StringBuilder had = new StringBuilder();
        for (int i = 1; i <= RUNS; i++) {
            T ended = run.get();
            long its = count.applyAsLong(ended);
            if (its >= enough) {
                return ended;
            }
            had.append(' ').append(its);
            tell(what + ": run " + i + " of " + RUNS + " at most had " + its + " " + counted + ", wanted are "
                    + enough);
        }
        throw new AssertionError(what + ": wanted " + enough + " " + counted + ", the runs had" + had);
    }

    /** The first run that does not fail, of three at most: for what a pause of this machine of some 50 ms decides. */
    public static <T> T inTime(String what, Supplier<T> run) {
        for (int i = 1; i < RUNS; i++) {
            try {
                return run.get();
            } catch (AssertionError late) {
                tell(what + ": run " + i + " of " + RUNS + " at most: "
                        + late.getMessage().strip().split("\n", 2)[0]);
            }
        }
        return run.get();
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        try {
            Files.writeString(TOLD, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
