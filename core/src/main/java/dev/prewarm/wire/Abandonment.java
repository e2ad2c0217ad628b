package dev.prewarm.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;

/**
 * What its client never closes is closed when the collector finds it, as a java.net.Socket is; a channel alone would stay
 * open for ever.
 */
final class Abandonment {
    private static Cleaner cleaner;

    private Abandonment() {}

    /** @param behind must not lead to the owner */
    static Cleaner.Cleanable of(Object owner, Readiness behind) {
        return cleaner().register(owner, () -> close(behind));
    }

    /** An error if there is no thread to be had: then the next one tries again. */
    private static synchronized Cleaner cleaner() {
        if (cleaner == null) {
            cleaner = Cleaner.create(task -> DaemonThreads.thread(task, "prewarm-cleaner"));
        }
        return cleaner;
    }

    private static void close(Readiness behind) {
        try {
            behind.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
