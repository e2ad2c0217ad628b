package dev.prewarm.wire;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that watches the channels which blocking clients wait for: one selector for all, held from the first wait
 * to the JVM's end. A channel is registered while somebody waits, and forgotten before he is told, so that its close takes
 * effect at once; only where a wait has timed out it stays. Keys are touched by this thread alone.
 */
final class ReadinessLoop {
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private static volatile ReadinessLoop shared;

    private final Selector selector;
    private final Queue<Readiness> asked = new ConcurrentLinkedQueue<>();
    private List<Readiness> ready = new ArrayList<>();

    private ReadinessLoop(Selector selector) {
        this.selector = selector;
    }

    /** Null if there is no descriptor or no thread for it now. */
    static ReadinessLoop shared() {
        ReadinessLoop running = shared;
        return running == null ? start() : running;
    }

    private static synchronized ReadinessLoop start() {
        if (shared == null) {
            try {
                Selector selector = Selector.open();
                ReadinessLoop loop = new ReadinessLoop(selector);
                try {
                    DaemonThreads.thread(loop::run, "prewarm-readiness").start();
                    shared = loop;
                } finally {
                    if (shared == null) {
                        selector.close();
                    }
                }
            } catch (IOException | OutOfMemoryError e) {
                // No reason to fail a request, which can wait without.
                return null;
            }
        }
        return shared;
    }

    /** Tells it when its channel is ready for what it waits for now. Any thread. */
    void watch(Readiness waiting) {
        asked.add(waiting);
        selector.wakeup();
    }

    /** Lets go of what is closed. Any thread. */
    void wakeUp() {
        selector.wakeup();
    }

    private void run() {
        while (true) {
            try {
                turn();
            } catch (IOException | RuntimeException | Error e) {
                // Out of memory, say. Whoever waits looks for himself in the meantime.
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
            }
            // An application that interrupts all threads it finds must not make this one spin.
            Thread.interrupted();
        }
    }

    private void turn() throws IOException {
        List<Readiness> forgotten = ready;
        ready = new ArrayList<>();
        if (forgotten.isEmpty()) {
            selector.select(this::seen);
        } else {
            selector.selectNow(this::seen);
        }
        forgotten.forEach(Readiness::wakeUp);
        for (Readiness each = asked.poll(); each != null; each = asked.poll()) {
            each.registerWith(selector);
        }
    }

    /** Forgotten with the next selection. */
    private void seen(SelectionKey key) {
        key.cancel();
        ready.add((Readiness) key.attachment());
    }
}
