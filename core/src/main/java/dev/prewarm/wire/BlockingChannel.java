package dev.prewarm.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connected non-blocking channel, read and written as a blocking {@link java.net.Socket} is: the same timeouts, the same
 * exceptions, the same answer to interrupts and to a close by another thread. (A channel in blocking mode would be closed
 * by an interrupt.) While parked it never blocks: reads get what is fed to them, writes are refused. Thread-safe, as far
 * as a socket is.
 */
final class BlockingChannel {
    /** More in one call would only cost a larger buffer of the thread's; what java.net.Socket does, too. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private static final int MOST_AVAILABLE = 8192;

    private enum Mode {
        /** A client's. */
        BLOCKS,
        /** A handshake's that is made ahead: its reads do not block. */
        FED,
        /** Nobody's: it must write nothing. What wants to has met something that is not for us to answer. */
        PARKED,
        /** Saying goodbye: writes go as far as they go at once. */
        LEAVES
    }

    private final SocketChannel channel;
    private final Readiness readable;
    private final Readiness writable;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final PushBack pushBack = new PushBack();
    private volatile Mode mode = Mode.BLOCKS;
    private volatile int timeoutMillis;
    private volatile boolean inputShutdown;
    private volatile boolean closedByInterrupt;
    private boolean endSeen;
    private volatile long endedAt = Long.MAX_VALUE;
    private boolean unasked;
    private volatile boolean outputShutdown;
    private IOException met;

    BlockingChannel(SocketChannel channel) {
        this.channel = channel;
        this.readable = new Readiness(channel, SelectionKey.OP_READ);
        this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
    }

    SocketChannel channel() {
        return channel;
    }

    PushBack pushBack() {
        return pushBack;
    }

    /** For its next owner, who may block. What waiting needs is made when it waits. */
    void becomeBlocking() {
        mode = Mode.BLOCKS;
    }

    /** From now on reads get what is fed to them, and time out at its end. */
    void becomeFed() {
        mode = Mode.FED;
    }

    /** Nothing has been sent yet: what comes before the first write is no answer, but the end (a 408, a 400). */
    void expectNothing() {
        unasked = true;
    }

    /** Costs no more than its channel from now on. */
    void park() throws IOException {
        mode = Mode.PARKED;
        timeoutMillis = 0;
        readable.release();
        writable.release();
    }

    void leave() {
        mode = Mode.LEAVES;
    }

    void setTimeout(int millis) {
        timeoutMillis = millis;
    }

    int timeout() {
        return timeoutMillis;
    }

    int read(byte[] to, int offset, int length) throws IOException {
        reading.lock();
        try {
            if (endSeen) {
                // As of a socket of the JDK, which says so even when it is closed.
                return -1;
            }
            ensureOpen();
            if (inputShutdown) {
                return -1;
            }
            if (mode != Mode.BLOCKS) {
                return readFed(to, offset, length);
            }
            if (!pushBack.isEmpty()) {
                return pushBack.take(to, offset, length);
            }
            if (met != null) {
                throw met;
            }
            return readBlocking(ByteBuffer.wrap(to, offset, Math.min(length, MOST_AT_ONCE)));
        } catch (ClosedChannelException e) {
            throw closed();
        } finally {
            reading.unlock();
        }
    }

    private int readFed(byte[] to, int offset, int length) throws IOException {
        int read = pushBack.takeFed(to, offset, length);
        if (read == 0) {
            throw new SocketTimeoutException("Nothing but what is there");
        }
        return read;
    }

    private int readBlocking(ByteBuffer to) throws IOException {
        long deadline =
                timeoutMillis == 0 ? Long.MAX_VALUE : Clock.now() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            int read = readNow(to);
            if (read != 0) {
                endSeen = read < 0;
                return read;
            }
            await(readable, deadline);
        }
    }

    private int readNow(ByteBuffer to) throws IOException {
        try {
            int read = channel.read(to);
            if (read < 0) {
                ended();
            }
            return read;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            ended();
            throw asSocketException(e, true);
        }
    }

    private void ended() {
        if (endedAt == Long.MAX_VALUE) {
            endedAt = Clock.now();
        }
    }

    /** When the peer's end was read, on {@link Clock}; {@link Long#MAX_VALUE}: it was not. */
    long endedAt() {
        return endedAt;
    }

    void write(byte[] from, int offset, int length) throws IOException {
        writing.lock();
        try {
            ensureOpen();
            if (mode == Mode.PARKED) {
                throw new SocketException("A parked connection writes nothing");
            }
            if (unasked) {
                unasked = false;
                endIfSpokenTo();
            }
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, MOST_AT_ONCE);
                int written = writeNow(ByteBuffer.wrap(from, offset + done, part));
                if (written == 0) {
                    if (mode == Mode.LEAVES) {
                        return;
                    }
                    await(writable, Long.MAX_VALUE);
                }
                done += written;
            }
        } catch (ClosedChannelException e) {
            throw closed();
        } finally {
            writing.unlock();
        }
    }

    /** For the client that is as if the server had closed it without a word, which its rule for reused ones heals. */
    private void endIfSpokenTo() throws IOException {
        if (!reading.tryLock()) {
            return;
        }
        try {
            endSeen |= !pushBack.isEmpty() || readNow(ByteBuffer.allocate(1)) != 0;
        } catch (SocketException e) {
            met = e;
        } finally {
            reading.unlock();
        }
    }

    private int writeNow(ByteBuffer from) throws IOException {
        try {
            return channel.write(from);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            ended();
            throw asSocketException(e, false);
        }
    }

    private void await(Readiness ready, long deadline) throws IOException {
        try {
            ready.await(deadline);
        } catch (SocketTimeoutException | ClosedChannelException e) {
            throw e;
        } catch (InterruptedIOException e) {
            closedByInterrupt = true;
            close();
            throw new SocketException("Closed by interrupt");
        }
        ensureOpen();
    }

    /** How many bytes can be read without waiting; if another thread is reading, they are its own. */
    int available() throws IOException {
        if (!reading.tryLock()) {
            return 0;
        }
        try {
            ensureOpen();
            if (endSeen || inputShutdown || mode != Mode.BLOCKS) {
                return 0;
            }
            if (pushBack.isEmpty() && met == null) {
                ByteBuffer some = ByteBuffer.allocate(MOST_AVAILABLE);
                if (readNow(some) > 0) {
                    pushBack.add(some.flip());
                }
            }
            return pushBack.size();
        } catch (ClosedChannelException e) {
            throw closed();
        } catch (SocketException e) {
            // Only a read may tell of it.
            met = e;
            return 0;
        } finally {
            reading.unlock();
        }
    }

    void shutdownInput() throws IOException {
        inputShutdown = true;
        channel.shutdownInput();
        readable.wakeUp();
    }

    void shutdownOutput() throws IOException {
        outputShutdown = true;
        channel.shutdownOutput();
        writable.wakeUp();
    }

    boolean isInputShutdown() {
        return inputShutdown;
    }

    boolean isOutputShutdown() {
        return outputShutdown;
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    /** Whether the interrupt of a virtual thread has closed it. */
    boolean isClosedByInterrupt() {
        return closedByInterrupt;
    }

    void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }

    private void ensureOpen() throws SocketException {
        if (isClosed()) {
            throw closed();
        }
    }

    private static SocketException closed() {
        return new SocketException("Socket closed");
    }

    private static SocketException asSocketException(IOException e, boolean reading) {
        if (e instanceof SocketException) {
            return (SocketException) e;
        }
        // As java.net.Socket words it; a write says what the system says.
        boolean reset = reading && "Connection reset by peer".equals(e.getMessage());
        return new SocketException(reset ? "Connection reset" : e.getMessage());
    }
}
