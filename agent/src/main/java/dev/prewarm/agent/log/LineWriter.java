package dev.prewarm.agent.log;

import dev.prewarm.wire.DaemonThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines in a thread of its own, in their order: whoever logs never waits for a stream that takes nothing, such as a
 * pipe that nobody reads. What finds no room is dropped, and counted in a line of its own as soon as there is room again. The
 * thread starts with the first line and goes when idle. Thread-safe.
 */
final class LineWriter {
    /** Characters that wait to be written: half a megabyte at most. */
    private static final int ROOM = 1 << 18;

    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final OutputStream out;
    private final String prefix;
    private final Queue<String> lines = new ArrayDeque<>();
    private int waiting;
    private long dropped;
    private boolean isWriting;
    private long begunAt;
    private volatile boolean hasThread;

    /** @param prefix of the line that says how many were dropped */
    LineWriter(OutputStream out, String prefix) {
        this.out = out;
        this.prefix = prefix;
    }

    /** Never throws, and waits for nothing. */
    void write(String line) {
        boolean lacksThread = false;
        try {
            lacksThread = add(line);
            if (lacksThread) {
                startThread();
                lacksThread = false;
            }
        } catch (Throwable t) {
            // No thread, no memory or no stack left: it waits for the next line.
        } finally {
            if (lacksThread) {
                hasThread = false;
            }
        }
    }

    /** True if a thread is to be started. */
    private synchronized boolean add(String line) {
        if (waiting + line.length() > ROOM) {
            dropped++;
        } else {
            lines.add(line);
            waiting += line.length();
        }
        notifyAll();
        boolean lacksThread = !hasThread;
        hasThread = true;
        return lacksThread;
    }

    private void startThread() {
        Thread thread = DaemonThreads.thread(this::run, "prewarm-log");
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        thread.start();
    }

    private void run() {
        try {
            for (String text = next(); text != null; text = next()) {
                writeOut(text);
            }
        } catch (Error e) {
            // No memory: the next line starts another thread.
            hasThread = false;
        }
    }

    /** All that waits, once something does; null after a while without. */
    private synchronized String next() {
        isWriting = false;
        notifyAll();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        while (lines.isEmpty() && dropped == 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                hasThread = false;
                return null;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                // An application that interrupts all threads it finds.
            }
        }
        isWriting = true;
        begunAt = System.nanoTime();
        return takeAll();
    }

    private String takeAll() {
        StringBuilder all = new StringBuilder(waiting + 100);
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            all.append(line);
        }
        if (dropped > 0) {
            all.append(prefix).append(dropped).append(" lines lost here: standard error was blocked\n");
        }
        waiting = 0;
        dropped = 0;
        return all.toString();
    }

    private void writeOut(String text) {
        try {
            out.write(text.getBytes(Charset.defaultCharset()));
            out.flush();
        } catch (IOException e) {
            // Closed: nobody is to hear it.
        }
    }

    /** Waits until all is written, or the stream has taken nothing for so long. */
    synchronized void flush(long patienceMillis) throws InterruptedException {
        long patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long since = System.nanoTime();
        while (hasThread && (isWriting || !lines.isEmpty())) {
            since = isWriting ? begunAt : since;
            long left = TimeUnit.NANOSECONDS.toMillis(since + patience - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
