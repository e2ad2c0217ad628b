package dev.prewarm.wire;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that does tasks in turn, and goes when idle: for what may take long and must not hold up the keeper. It
 * inherits nothing from whoever asks first. Thread-safe.
 */
public final class TaskThread implements Executor {
    private final ScheduledThreadPoolExecutor executor;

    public TaskThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.thread(task, name));
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** After {@code nanos}, or as soon as the tasks before it are done. */
    public void schedule(Runnable task, long nanos) {
        executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
}
