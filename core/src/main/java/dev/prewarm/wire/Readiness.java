package dev.prewarm.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a channel is ready for one kind of operation, as a blocking socket does: an interrupt does not end the wait
 * of a platform thread, and ends that of a virtual one. Where no selector is to be had (a blocking socket needs no further
 * descriptor to wait), it looks each millisecond. One thread waits at a time; any may close.
 */
final class Readiness {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final SocketChannel channel;
    private final int operation;
    private final Selectors selectors;
    private Selector selector;
    private boolean awaited;
    private boolean closed;

    /** Where selectors come from. */
    interface Selectors {
        Selector open() throws IOException;
    }

    /** @param operation of {@link SelectionKey} */
    Readiness(SocketChannel channel, int operation) {
        this(channel, operation, Selector::open);
    }

    Readiness(SocketChannel channel, int operation, Selectors selectors) {
        this.channel = channel;
        this.operation = operation;
        this.selectors = selectors;
    }

    private void open() throws IOException {
        Selector fresh = selectors.open();
        try {
            channel.register(fresh, operation);
            selector = fresh;
        } finally {
            if (selector == null) {
                fresh.close();
            }
        }
    }

    /**
     * Returns when the channel may be ready, and when it is closed; now and then before that.
     *
     * @param deadline on {@link Clock}; {@link Long#MAX_VALUE}: none
     * @throws SocketTimeoutException when the deadline has passed
     * @throws InterruptedIOException if this is a virtual thread, and interrupted; its flag stays set
     */
    void await(long deadline) throws IOException {
        Selector waiting = begin();
        boolean interrupted = false;
        try {
            while (channel.isOpen()) {
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (VirtualThreads.isCurrentOne()) {
                        throw new InterruptedIOException();
                    }
                }
                if (waiting == null) {
                    pause(deadline);
                    return;
                }
                select(waiting, deadline);
                boolean ready = !waiting.selectedKeys().isEmpty();
                waiting.selectedKeys().clear();
                // Woken by an interrupt, select answers nothing and leaves the flag set.
                if (ready || !Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        } catch (ClosedSelectorException e) {
            throw new ClosedChannelException();
        } finally {
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Null if there is no selector to be had. */
    private synchronized Selector begin() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (selector == null) {
            try {
                open();
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                // Out of descriptors: no reason to fail a request that has none to ask for.
                return null;
            }
        }
        awaited = true;
        return selector;
    }

    private static void pause(long deadline) throws SocketTimeoutException {
        LockSupport.parkNanos(Math.min(NANOS_PER_MILLI, left(deadline)));
    }

    private static long left(long deadline) throws SocketTimeoutException {
        long left = deadline - Clock.now();
        if (left <= 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        return left;
    }

    private synchronized void end() throws IOException {
        awaited = false;
        if (closed) {
            release();
        }
    }

    private static void select(Selector waiting, long deadline) throws IOException {
        if (deadline == Long.MAX_VALUE) {
            waiting.select();
            return;
        }
        waiting.select((left(deadline) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    /** Whoever waits looks again. */
    synchronized void wakeUp() {
        if (selector != null) {
            selector.wakeup();
        }
    }

    /** Gives back what waiting needed; it can be opened again. Nobody waits. */
    synchronized void release() throws IOException {
        if (selector != null) {
            selector.close();
            selector = null;
        }
    }

    /**
     * For good; wakes whoever waits, and does not wait for that, as the close of a socket does not. The channel is closed
     * already: the last selector that lets go of it frees it.
     */
    synchronized void close() throws IOException {
        closed = true;
        if (awaited) {
            selector.wakeup();
        } else {
            release();
        }
    }
}
