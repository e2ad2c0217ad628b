package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Threads that wait in a socket's read or write. */
final class InSocket {
    private static final int STANDS_STILL_MILLIS = 200;

    private InSocket() {}

    /** Started; whoever has come to its socket stays there until it is served. */
    static Thread start(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        Eventually.until("it is in its socket", () -> isInSocket(thread));
        thread.join(STANDS_STILL_MILLIS);
        assertThat(thread.isAlive()).isTrue();
        return thread;
    }

    private static boolean isInSocket(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("java.net.Socket$Socket"));
    }
}
