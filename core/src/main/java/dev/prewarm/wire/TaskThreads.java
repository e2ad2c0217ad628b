package dev.prewarm.wire;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what must not hold up the keeper: the application's own code that a handshake calls (trust and key managers), and
 * the handshakes of blocking clients, which wait for their peers. Threads are made as needed and go when idle.
 */
final class TaskThreads implements Executor {
    /** Of handshakes that wait: what is refilled within one lead time, at the most common rates. */
    private static final int MOST = 32;

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new OnlyForTheIdle(),
            task -> DaemonThreads.thread(task, "prewarm-tls"),
            (task, full) -> full.getQueue().add(task));

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /**
     * Refuses a task that is offered unless a thread waits for one: then the executor makes a thread. Accepts all that is
     * added.
     */
    private static final class OnlyForTheIdle extends LinkedBlockingQueue<Runnable> {
        private int waiting;

        @Override
        public boolean offer(Runnable task) {
            synchronized (this) {
                if (waiting <= size()) {
                    return false;
                }
            }
            return super.offer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }

        @Override
        public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            waits(1);
            try {
                return super.poll(timeout, unit);
            } finally {
                waits(-1);
            }
        }

        @Override
        public Runnable take() throws InterruptedException {
            waits(1);
            try {
                return super.take();
            } finally {
                waits(-1);
            }
        }

        private synchronized void waits(int change) {
            waiting += change;
        }
    }
}
