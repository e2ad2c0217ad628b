package dev.prewarm.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A connected channel, one of whose calls fails: the n-th from the moment on when it is armed. Not thread-safe. */
final class FaultyChannel extends SocketChannel {
    private final SocketChannel real;
    private Throwable fault;
    private int callsLeft;

    FaultyChannel(SocketChannel real) throws IOException {
        super(real.provider());
        this.real = real;
    }

    /** @param n how many calls succeed before */
    void arm(int n, Throwable with) {
        callsLeft = n;
        fault = with;
    }

    /** Whether the fault has struck. */
    boolean hasFailed() {
        return fault == null;
    }

    private SocketChannel real() throws IOException {
        return FaultyChannel.<IOException>step(this).real;
    }

    /** Whatever the fault is, as far as the compiler is concerned it is one that may be thrown there. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> FaultyChannel step(FaultyChannel channel) throws T {
        if (channel.fault != null && channel.callsLeft-- == 0) {
            Throwable now = channel.fault;
            channel.fault = null;
            throw (T) now;
        }
        return channel;
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        return real().bind(local);
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        real().setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return real().getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return FaultyChannel.<RuntimeException>step(this).real.supportedOptions();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        real().shutdownInput();
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        real().shutdownOutput();
        return this;
    }

    @Override
    public Socket socket() {
        return FaultyChannel.<RuntimeException>step(this).real.socket();
    }

    @Override
    public boolean isConnected() {
        return real.isConnected();
    }

    @Override
    public boolean isConnectionPending() {
        return real.isConnectionPending();
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        return real().connect(remote);
    }

    @Override
    public boolean finishConnect() throws IOException {
        return real().finishConnect();
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        return real().getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return real().getLocalAddress();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return real().read(to);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        return real().read(to, offset, length);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return real().write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        return real().write(from, offset, length);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        real.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        real().configureBlocking(block);
    }
}
