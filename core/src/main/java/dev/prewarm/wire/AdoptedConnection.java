package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;

/** The warm connection behind the face of a {@link WarmSocket}. */
final class AdoptedConnection {
    private final WarmConnection warm;

    final BlockingChannel channel;
    final InetSocketAddress remote;
    final InetSocketAddress local;

    private final InputStream input;
    private final OutputStream output;

    /**
     * From now on it is the client's.
     *
     * @param tlsFollows the client begins with its own handshake
     */
    AdoptedConnection(WarmSocket face, WarmConnection warm, InetSocketAddress remote, boolean tlsFollows)
            throws IOException {
        this(face, warm, warm.blocking(), remote, tlsFollows && warm.sslSocket() == null);
        channel.becomeBlocking();
        if (warm.sslSocket() == null) {
            channel.expectNothing();
        }
    }

    /** @param warm null if it was never the pool's, and is never discarded */
    AdoptedConnection(
            WarmSocket face, WarmConnection warm, BlockingChannel channel, InetSocketAddress remote, boolean tlsFollows)
            throws IOException {
        this.warm = warm;
        this.channel = channel;
        this.remote = remote;
        this.local = (InetSocketAddress) channel.channel().getLocalAddress();
        InputStream in = new ChannelInput(face, channel);
        OutputStream out = new ChannelOutput(face, channel);
        ReplayableHandshake first = tlsFollows ? new ReplayableHandshake(face, in, out) : null;
        this.input = first == null ? in : first.input();
        this.output = first == null ? out : first.output();
    }

    /** Closes it, unused. Never throws. */
    void discard() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        warm.discard();
    }

    void ensureOpen() throws SocketException {
        if (channel.isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    InputStream input() throws SocketException {
        ensureOpen();
        if (channel.isInputShutdown()) {
            throw new SocketException("Socket input is shutdown");
        }
        return input;
    }

    OutputStream output() throws SocketException {
        ensureOpen();
        if (channel.isOutputShutdown()) {
            throw new SocketException("Socket output is shutdown");
        }
        return output;
    }

    void shutdownInput() throws IOException {
        ensureOpen();
        if (channel.isInputShutdown()) {
            throw new SocketException("Socket input is already shutdown");
        }
        channel.shutdownInput();
    }

    void shutdownOutput() throws IOException {
        ensureOpen();
        if (channel.isOutputShutdown()) {
            throw new SocketException("Socket output is already shutdown");
        }
        channel.shutdownOutput();
    }

    <T> void set(SocketOption<T> option, Object value) throws SocketException {
        ensureOpen();
        try {
            channel.channel().setOption(option, option.type().cast(value));
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    <T> T get(SocketOption<T> option) throws SocketException {
        ensureOpen();
        try {
            return channel.channel().getOption(option);
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    static SocketException asSocketException(IOException e) {
        return e instanceof SocketException ? (SocketException) e : new SocketException(e.getMessage());
    }
}
