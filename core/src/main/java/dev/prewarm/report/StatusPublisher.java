package dev.prewarm.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Publishes the status of this JVM when it has changed, in a thread of its own: first a second after the first change, then
 * at most once a second, and less often where there is much to write. Nothing is woken while nothing changes. Thread-safe.
 */
public final class StatusPublisher {
    private static final long GAP = TimeUnit.SECONDS.toNanos(1);

    /** A thousand origins take up to 30 ms of a processor, and are 640 kB: so they take at most 2 % of it. */
    private static final long REST_PER_BYTE = TimeUnit.MICROSECONDS.toNanos(1);

    private static final long AFTER_FAILURE = TimeUnit.MINUTES.toNanos(1);

    /** Rates are of the last 10 s: without any event they are down by then. */
    private static final long SETTLING = TimeUnit.SECONDS.toNanos(11);

    /** Runs a task in the publisher's thread, the only one that may wait for a disk. */
    @FunctionalInterface
    public interface Later {
        void schedule(Runnable task, long nanos);
    }

    private final Status status;
    private final Path directory;
    private final Later later;
    private final LongSupplier clock;
    private final Logger log;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long notBefore;
    private volatile boolean noThread;
    private volatile boolean closed;

    /** Guards the file. */
    private final ReentrantLock writing = new ReentrantLock();

    private StatusFile file;

    // Of the publisher's thread alone.
    private String published;
    private long publishedAt;
    private boolean settling;
    private boolean failureTold;

    /**
     * @param directory for the file; see {@link StatusFile#directory}
     * @param clock nanoseconds from any zero
     */
    public StatusPublisher(Status status, Path directory, Later later, LongSupplier clock, Logger log) {
        this.status = status;
        this.directory = directory;
        this.later = later;
        this.clock = clock;
        this.log = log;
        this.notBefore = clock.getAsLong() + GAP;
    }

    /**
     * Something may have changed. From any thread, and cheap: all but once a second it is one look at a flag. Never throws,
     * not even where no thread is to be had: the caller is about to connect. Then it is tried again a minute later.
     */
    public void changed() {
        if (asked.get() || closed || noThread && clock.getAsLong() < notBefore || !asked.compareAndSet(false, true)) {
            return;
        }
        try {
            later.schedule(this::publish, Math.max(0, notBefore - clock.getAsLong()));
            noThread = false;
        } catch (RuntimeException | Error e) {
            notBefore = clock.getAsLong() + AFTER_FAILURE;
            noThread = true;
            asked.set(false);
            log.debug("status not written, next try in 1 min: {}", e.toString());
        }
    }

    /**
     * Takes the file away, for good. In the caller's thread, for the publisher's may not get its turn before the JVM ends; but
     * not for longer than a disk may take that does not answer.
     *
     * @throws InterruptedException and the file may be left
     */
    public void close(long patienceMillis) throws InterruptedException {
        closed = true;
        if (!writing.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            if (file != null) {
                file.delete();
            }
        } catch (IOException | RuntimeException e) {
            log.debug("could not delete the status file in {}: {}", directory, e.toString());
        } finally {
            writing.unlock();
        }
    }

    private void publish() {
        if (closed) {
            return;
        }
        long begun = clock.getAsLong();
        if (begun < notBefore) {
            later.schedule(this::publish, notBefore - begun);
            return;
        }
        // A change from here on may be missed by the reading, and asks again.
        notBefore = begun + GAP;
        asked.set(false);
        try {
            String now = status.read();
            notBefore = begun + GAP + REST_PER_BYTE * now.length();
            if (!now.equals(published)) {
                write(now);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            notBefore = clock.getAsLong() + AFTER_FAILURE;
            tell(e);
        }
    }

    private void write(String now) throws IOException {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            if (file == null) {
                file = StatusFile.own(directory);
                file.deleteOld();
            }
            file.write(Status.dated(now, Instant.now()));
        } finally {
            writing.unlock();
        }
        if (closed) {
            // Whoever closed this did not wait for the lock, which may have been given back only now.
            file.delete();
            return;
        }
        published = now;
        publishedAt = clock.getAsLong();
        failureTold = false;
        if (!settling) {
            settling = true;
            later.schedule(this::settle, SETTLING);
        }
    }

    /** Once more when all has been quiet for long enough. */
    private void settle() {
        long left = publishedAt + SETTLING - clock.getAsLong();
        settling = left > 0 && !closed;
        if (settling) {
            later.schedule(this::settle, left);
        } else {
            changed();
        }
    }

    private void tell(Throwable failure) {
        if (!failureTold) {
            failureTold = true;
            log.debug("can't write a status file in {}: {}", directory, failure.toString());
        }
    }
}
