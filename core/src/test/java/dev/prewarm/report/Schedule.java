package dev.prewarm.report;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Runs tasks when its own time has come to them, in the thread of the test. */
final class Schedule implements StatusPublisher.Later {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(task -> task.at));
    private long now;

    int runs;

    long now() {
        return now;
    }

    @Override
    public void schedule(Runnable task, long nanos) {
        tasks.add(new Task(now + nanos, task));
    }

    void run(long millis) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            Task next = tasks.poll();
            now = Math.max(now, next.at);
            runs++;
            next.task.run();
        }
        now = Math.max(now, end);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    private static final class Task {
        private final long at;
        private final Runnable task;

        Task(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }
    }
}
