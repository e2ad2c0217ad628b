package dev.prewarm.wire;

import dev.prewarm.pool.status.Wording;
import java.io.IOException;

/**
 * In the place of a failure whose words would be the application's code: an exception class may do anything where it is asked for
 * its message. It is asked once, in the thread where the application's code may take its time, and never by the keeper.
 */
final class ToldFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** Of causes. */
    private static final int DEEPEST = 32;

    private ToldFailure(String words) {
        super(words);
    }

    /** The failure itself, if it and its causes are all of the JDK's classes or of ours. */
    static Throwable of(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null; depth++) {
            if (depth == DEEPEST || !isKnown(each.getClass().getClassLoader())) {
                return new ToldFailure(Wording.of(failure));
            }
            each = each.getCause();
        }
        return failure;
    }

    private static boolean isKnown(ClassLoader loader) {
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || loader == ToldFailure.class.getClassLoader();
    }

    /** What it was says so itself. */
    @Override
    public String toString() {
        return getMessage();
    }
}
