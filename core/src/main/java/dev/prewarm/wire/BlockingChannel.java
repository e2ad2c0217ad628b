package dev.prewarm.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.Cleaner;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connected non-blocking channel, read and written as what is behind a {@link java.net.Socket} is (sun.nio.ch's
 * NioSocketImpl): the same timeouts, the same exceptions, the same answer to interrupts and to a close by another thread. (A
 * channel in blocking mode would be closed by an interrupt.) While parked it never blocks: reads get what is fed to them,
 * writes are refused. Thread-safe, as far as a socket is.
 */
final class BlockingChannel {
    /** More in one call would only cost a larger buffer of the thread's; what java.net.Socket does, too. */
    private static final int MOST_AT_ONCE = 128 * 1024;

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
    private final Readiness readiness;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final PushBack pushBack = new PushBack();
    private volatile Mode mode = Mode.BLOCKS;
    private volatile int timeoutMillis;
    private volatile boolean inputShutdown;
    private volatile boolean closedByInterrupt;
    private volatile boolean endSeen;
    private volatile long endedAt = Long.MAX_VALUE;
    private volatile long askedAt = Long.MAX_VALUE;
    private volatile int received;
    private volatile int unread;
    private boolean unasked;
    private volatile boolean outputShutdown;
    private volatile boolean closing;
    private IOException met;
    private volatile Cleaner.Cleanable abandonment;

    BlockingChannel(SocketChannel channel) {
        this.channel = channel;
        this.readiness = new Readiness(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    PushBack pushBack() {
        return pushBack;
    }

    /** For a client, who may block, and may forget to close it. */
    void handOver() {
        mode = Mode.BLOCKS;
        abandonment = Abandonment.of(this, readiness);
    }

    /** From now on reads get what is fed to them, and time out at its end. */
    void becomeFed() {
        mode = Mode.FED;
    }

    /** Nothing has been sent yet: what comes before the first write is no answer, but the end (a 408, a 400). */
    void expectNothing() {
        unasked = true;
    }

    void park() {
        mode = Mode.PARKED;
        timeoutMillis = 0;
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
                int before = received;
                received = before + Math.min(Math.max(0, read), Integer.MAX_VALUE - before);
                return read;
            }
            await(SelectionKey.OP_READ, deadline);
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
            throw asSocketException(e);
        }
    }

    private void ended() {
        if (endedAt == Long.MAX_VALUE) {
            endedAt = Clock.now();
        }
    }

    /**
     * Nanoseconds from when a client had its first byte sent until the peer's end was read, or now, if it was not; 0: none has
     * been sent.
     */
    long askedFor() {
        return Math.max(0, Math.min(endedAt, Clock.now()) - askedAt);
    }

    /** How many bytes the peer has sent to the client: those that were read, or were there when a write failed. */
    int received() {
        return Math.max(received, unread);
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
                    await(SelectionKey.OP_WRITE, Long.MAX_VALUE);
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
        if (outputShutdown) {
            // The system's own word; the channel would say that it is closed.
            throw new SocketException("Broken pipe");
        }
        if (askedAt == Long.MAX_VALUE && mode == Mode.BLOCKS) {
            askedAt = Clock.now();
        }
        try {
            return channel.write(from);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            ended();
            unread = unread();
            throw closing ? closed() : asSocketException(e);
        }
    }

    private int unread() {
        try {
            return channel.socket().getInputStream().available();
        } catch (IOException e) {
            return 0;
        }
    }

    /** @throws InterruptedIOException in a virtual thread, for which java.net.Socket then closes itself */
    private void await(int operation, long deadline) throws IOException {
        try {
            readiness.await(operation, deadline);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (InterruptedIOException e) {
            closedByInterrupt = true;
            throw e;
        }
    }

    /** How many bytes can be read without waiting, whoever reads. */
    int available() throws IOException {
        ensureOpen();
        if (endSeen || inputShutdown || mode != Mode.BLOCKS) {
            return 0;
        }
        try {
            return pushBack.size() + channel.socket().getInputStream().available();
        } catch (IOException e) {
            ensureOpen();
            throw asSocketException(e);
        }
    }

    void shutdownInput() throws IOException {
        inputShutdown = true;
        try {
            channel.shutdownInput();
        } catch (ClosedChannelException e) {
            throw closed();
        }
        readiness.wakeUp();
    }

    void shutdownOutput() throws IOException {
        outputShutdown = true;
        try {
            channel.shutdownOutput();
        } catch (ClosedChannelException e) {
            throw closed();
        }
        readiness.wakeUp();
    }

    boolean isClosed() {
        return closing || !channel.isOpen();
    }

    /** Whether the interrupt of a virtual thread has closed it. */
    boolean isClosedByInterrupt() {
        return closedByInterrupt;
    }

    void close() throws IOException {
        closing = true;
        sayGoodbye();
        readiness.close();
        Cleaner.Cleanable expected = abandonment;
        if (expected != null) {
            try {
                expected.clean();
            } catch (RuntimeException | Error e) {
                // It is closed already.
            }
        }
    }

    /** As java.net.Socket does: where something is unread, the close alone would be a reset. */
    private void sayGoodbye() {
        try {
            if (channel.isOpen() && channel.getOption(StandardSocketOptions.SO_LINGER) != 0) {
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            // It is gone.
        }
    }

    void ensureOpen() throws SocketException {
        if (isClosed()) {
            throw closed();
        }
    }

    private static SocketException closed() {
        return new SocketException("Socket closed");
    }

    static SocketException asSocketException(IOException e) {
        return e instanceof SocketException ? (SocketException) e : new SocketException(e.getMessage());
    }
}
