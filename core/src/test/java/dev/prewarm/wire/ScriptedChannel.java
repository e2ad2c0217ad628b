package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.Callable;

/** A connected channel whose peer says what the test wants, piece by piece, and without end if so wanted. */
final class ScriptedChannel extends SocketChannel {
    private final Callable<byte[]> peer;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private int read;
    private boolean outputShutdown;

    /** @param peer what comes next, one piece for each read; an empty one: nothing is there now */
    ScriptedChannel(Callable<byte[]> peer) {
        super(SelectorProvider.provider());
        this.peer = peer;
    }

    /** How many bytes were read from it. */
    int bytesRead() {
        return read;
    }

    boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!to.hasRemaining()) {
            return 0;
        }
        if (!piece.hasRemaining()) {
            piece = ByteBuffer.wrap(next());
        }
        int count = Math.min(to.remaining(), piece.remaining());
        for (int i = 0; i < count; i++) {
            to.put(piece.get());
        }
        read += count;
        return count;
    }

    private byte[] next() throws IOException {
        try {
            return peer.call();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public int write(ByteBuffer from) {
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        outputShutdown = true;
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() {
        // There is nothing behind it.
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // It never blocks.
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        return this;
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(1);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
