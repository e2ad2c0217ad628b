package dev.prewarm.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits until one channel is ready, as a blocking socket does: an interrupt does not end the wait of a platform thread, and
 * ends that of a virtual one, which leaves its carrier while it waits. It costs no descriptor: the {@link ReadinessLoop}
 * watches for all. One reader and one writer wait at a time; any thread may close.
 */
final class Readiness {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Whatever becomes of the loop, whoever waits looks for himself that often. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    private final SocketChannel channel;
    private final Supplier<ReadinessLoop> loops;

    /** Null once it has been told. */
    private final AtomicReference<Thread> reader = new AtomicReference<>();

    private final AtomicReference<Thread> writer = new AtomicReference<>();

    private volatile ReadinessLoop watching;

    Readiness(SocketChannel channel) {
        this(channel, ReadinessLoop::shared);
    }

    /** @param loops answers null where there is none to be had: then whoever waits looks each millisecond */
    Readiness(SocketChannel channel, Supplier<ReadinessLoop> loops) {
        this.channel = channel;
        this.loops = loops;
    }

    /**
     * Returns when the channel may be ready, and when it is closed; now and then before that.
     *
     * @param operation {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_WRITE}
     * @param deadline on {@link Clock}; {@link Long#MAX_VALUE}: none
     * @throws SocketTimeoutException when the deadline has passed
     * @throws InterruptedIOException if this is a virtual thread, and interrupted; its flag stays set
     */
    void await(int operation, long deadline) throws IOException {
        Thread me = Thread.currentThread();
        // Set, the flag would end each wait at once.
        boolean interrupted = Thread.interrupted();
        AtomicReference<Thread> waiting = operation == SelectionKey.OP_READ ? reader : writer;
        try {
            if (!(interrupted && VirtualThreads.isCurrentOne())) {
                long longest = Math.min(left(deadline), LONGEST_WAIT);
                waiting.set(me);
                ReadinessLoop loop = loops.get();
                if (loop != null) {
                    watching = loop;
                    loop.watch(this);
                } else {
                    longest = Math.min(longest, NANOS_PER_MILLI);
                }
                if (waiting.get() == me && channel.isOpen()) {
                    LockSupport.parkNanos(this, longest);
                }
            }
        } finally {
            waiting.set(null);
            if (interrupted) {
                me.interrupt();
            }
        }
        if (me.isInterrupted() && VirtualThreads.isCurrentOne()) {
            throw new InterruptedIOException();
        }
    }

    private static long left(long deadline) throws SocketTimeoutException {
        long left = deadline - Clock.now();
        if (left <= 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        return left;
    }

    /** Registers the channel for what is waited for, if anything is. The loop's thread only. */
    void registerWith(Selector selector) {
        int operations =
                (reader.get() == null ? 0 : SelectionKey.OP_READ) | (writer.get() == null ? 0 : SelectionKey.OP_WRITE);
        try {
            if (operations != 0) {
                channel.register(selector, operations, this);
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            // Closed, or the selector has not yet forgotten it: whoever waits looks, and asks again if there is reason
            // to.
            wakeUp();
        }
    }

    /** Whoever waits looks again. */
    void wakeUp() {
        LockSupport.unpark(reader.getAndSet(null));
        LockSupport.unpark(writer.getAndSet(null));
    }

    /** Closes the channel; whoever waits is told, and not waited for. Again: no effect. */
    void close() throws IOException {
        channel.close();
        wakeUp();
        if (watching != null && channel.isRegistered()) {
            // Its descriptor is free once the last selector has forgotten it.
            watching.wakeUp();
        }
    }
}
