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
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> Daemons.thread(task, name));
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
