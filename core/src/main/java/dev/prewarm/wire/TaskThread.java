package dev.prewarm.wire;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that does tasks in turn, and goes when idle: for what may take long and must not hold up the keeper. It
 * inherits nothing from whoever asks first. Thread-safe.
 */
public final class TaskThread implements Executor {
    private final ThreadPoolExecutor executor;

    public TaskThread(String name) {
        executor = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, name));
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** A thread that keeps nothing alive and inherits nothing. */
    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
