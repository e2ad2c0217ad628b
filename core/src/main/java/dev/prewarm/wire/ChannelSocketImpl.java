package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;

/** Behind a {@link ChannelSocket}: a channel that is connected already. Thread-safe as far as a socket is. */
final class ChannelSocketImpl extends SocketImpl {
    private static final Map<Integer, SocketOption<?>> BY_NUMBER = Map.of(
            SocketOptions.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
            SocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
            SocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
            SocketOptions.SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT,
            SocketOptions.SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
            SocketOptions.SO_RCVBUF, StandardSocketOptions.SO_RCVBUF,
            SocketOptions.IP_TOS, StandardSocketOptions.IP_TOS,
            SocketOptions.SO_LINGER, StandardSocketOptions.SO_LINGER);

    private final BlockingChannel channel;
    private final InetSocketAddress local;

    ChannelSocketImpl(BlockingChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.channel().getLocalAddress();
    }

    BlockingChannel channel() {
        return channel;
    }

    void name(InetSocketAddress remote) {
        address = remote.getAddress();
        port = remote.getPort();
    }

    @Override
    protected void create(boolean stream) {
        // It is there.
    }

    @Override
    protected void connect(SocketAddress remote, int timeout) {
        name((InetSocketAddress) remote);
        localport = local.getPort();
    }

    @Override
    protected InputStream getInputStream() {
        return new ChannelInput(channel);
    }

    @Override
    protected OutputStream getOutputStream() {
        return new ChannelOutput(channel);
    }

    @Override
    protected int available() throws IOException {
        return channel.available();
    }

    @Override
    protected void close() throws IOException {
        channel.close();
    }

    @Override
    protected void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    protected boolean supportsUrgentData() {
        return true;
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        channel.ensureOpen();
        channel.channel().socket().sendUrgentData(data);
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.ensureOpen();
        channel.channel().setOption(option, value);
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        channel.ensureOpen();
        return channel.channel().getOption(option);
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return RecordedOptions.supported();
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        channel.ensureOpen();
        if (option == SO_TIMEOUT) {
            channel.setTimeout((Integer) value);
            return;
        }
        try {
            if (option == SO_OOBINLINE) {
                channel.channel().socket().setOOBInline((Boolean) value);
            } else {
                set(BY_NUMBER.get(option), value);
            }
        } catch (IOException e) {
            throw BlockingChannel.asSocketException(e);
        }
    }

    /** java.net.Socket says false for no lingering. */
    private <T> void set(SocketOption<T> option, Object value) throws IOException {
        boolean lingersNot = option == StandardSocketOptions.SO_LINGER && value instanceof Boolean;
        channel.channel().setOption(option, option.type().cast(lingersNot ? -1 : value));
    }

    @Override
    public Object getOption(int option) throws SocketException {
        channel.ensureOpen();
        switch (option) {
            case SO_TIMEOUT:
                return channel.timeout();
            case SO_BINDADDR:
                return local.getAddress();
            default:
                return got(option);
        }
    }

    private Object got(int option) throws SocketException {
        try {
            if (option == SO_OOBINLINE) {
                return channel.channel().socket().getOOBInline();
            }
            return channel.channel().getOption(BY_NUMBER.get(option));
        } catch (IOException e) {
            throw BlockingChannel.asSocketException(e);
        }
    }

    @Override
    protected void connect(String host, int toPort) {
        throw isConnectedAlready();
    }

    @Override
    protected void connect(InetAddress remote, int toPort) {
        throw isConnectedAlready();
    }

    @Override
    protected void bind(InetAddress host, int toPort) {
        throw isConnectedAlready();
    }

    @Override
    protected void listen(int backlog) {
        throw isConnectedAlready();
    }

    @Override
    protected void accept(SocketImpl accepted) {
        throw isConnectedAlready();
    }

    private static IllegalStateException isConnectedAlready() {
        return new IllegalStateException("connected");
    }
}
