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
 * from all. Whatever else is wrong with a run fails the test at once, and each run that had too few is told.
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
        StringBuilder had = new StringBuilder();
        for (int i = 1; i <= RUNS; i++) {
            T ended = run.get();
            long count = hits.applyAsLong(ended);
            if (count >= enough) {
                return ended;
            }
            had.append(' ').append(count);
            tell(what + ": run " + i + " of " + RUNS + " at most had " + count + " hits, wanted are " + enough);
        }
        throw new AssertionError(what + ": wanted " + enough + " hits, the runs had" + had);
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
