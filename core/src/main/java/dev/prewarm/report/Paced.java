package dev.prewarm.report;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Runs a task soon after it is asked for, but once a second at most, however often that is. Thread-safe. */
public final class Paced {
    private static final long GAP = TimeUnit.SECONDS.toNanos(1);

    private final Runnable task;
    private final StatusPublisher.Later later;
    private final LongSupplier clock;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long notBefore;

    /**
     * @param later in whose thread it is run
     * @param clock nanoseconds from any zero
     */
    public Paced(Runnable task, StatusPublisher.Later later, LongSupplier clock) {
        this.task = task;
        this.later = later;
        this.clock = clock;
        this.notBefore = clock.getAsLong();
    }

    /** @throws Error if there is no thread to be had; it may be asked for again then */
    public void ask() {
        if (asked.get() || !asked.compareAndSet(false, true)) {
            return;
        }
        try {
            later.schedule(this::run, Math.max(0, notBefore - clock.getAsLong()));
        } catch (RuntimeException | Error e) {
            asked.set(false);
            throw e;
        }
    }

    private void run() {
        notBefore = clock.getAsLong() + GAP;
        asked.set(false);
        task.run();
    }
}
