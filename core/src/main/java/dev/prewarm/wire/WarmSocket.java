package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;

/**
 * The socket that a blocking client is given for a new one. When it is told to connect, its {@link Connector} decides: it
 * adopts a warm connection, and shows it as a java.net.Socket would; or it connects itself, and is a java.net.Socket in
 * all it does from then on. What is set on it before is recorded, so that no descriptor is opened that would not be used.
 * Thread-safe as far as a socket is.
 */
public final class WarmSocket extends OptionedSocket {
    private final Connector dial;
    private final RecordedOptions recorded = new RecordedOptions();
    private volatile AdoptedConnection adopted;
    private volatile boolean closedByClient;
    private boolean cold;
    private volatile int connectTimeout;

    /** Unconnected. */
    public WarmSocket(Connector dial) {
        this.dial = dial;
    }

    /** Connected: the ground on which a client's TLS is done ahead. */
    WarmSocket(BlockingChannel channel, InetSocketAddress remote) throws IOException {
        this.dial = endpoint -> null;
        this.adopted = new AdoptedConnection(this, null, channel, remote, false);
    }

    /** What it was made with. */
    public Connector dial() {
        return dial;
    }

    /** Whether it has adopted a warm connection. */
    public boolean isWarm() {
        return adopted != null;
    }

    /** Whether its client has closed it, or interrupted it; TLS above it closes what they share, not this. */
    public boolean isClosedByClient() {
        AdoptedConnection warm = adopted;
        return closedByClient || warm != null && warm.channel.isClosedByInterrupt();
    }

    /** When the end of the warm connection was read, on {@link Clock}; now, if that is not known. */
    public long endedAt() {
        AdoptedConnection warm = adopted;
        return Math.min(Clock.now(), warm == null ? Long.MAX_VALUE : warm.channel.endedAt());
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (adopted != null) {
            throw new SocketException(isClosed() ? "Socket is closed" : "already connected");
        }
        connectTimeout = timeout;
        boolean usual =
                timeout >= 0 && endpoint instanceof InetSocketAddress && !((InetSocketAddress) endpoint).isUnresolved();
        if (!usual || isCold() || !adopt((InetSocketAddress) endpoint)) {
            connectCold(endpoint);
        }
    }

    /**
     * Gives up what it has adopted, which turned out to be of no use to its client, and connects itself, with all options
     * that were set. No effect without.
     *
     * @param why null if nothing failed
     */
    public void reconnectCold(Throwable why) throws IOException {
        AdoptedConnection warm = letGo();
        if (warm != null) {
            dial.givenUp(why);
            connectCold(warm.remote);
        }
    }

    /** The same for one that ended before the server answered anything. */
    void reconnectLost() throws IOException {
        AdoptedConnection warm = letGo();
        if (warm != null) {
            dial.lost();
            connectCold(warm.remote);
        }
    }

    /** Closes what it has adopted; null if there is nothing. */
    private AdoptedConnection letGo() throws SocketException {
        AdoptedConnection warm;
        synchronized (recorded) {
            warm = adopted;
            if (warm == null) {
                return null;
            }
            if (isClosedByClient()) {
                throw new SocketException("Socket closed");
            }
            adopted = null;
        }
        warm.discard();
        return warm;
    }

    private void connectCold(SocketAddress endpoint) throws IOException {
        goCold();
        super.connect(endpoint, connectTimeout);
        dial.connected();
    }

    private boolean adopt(InetSocketAddress endpoint) throws SocketException {
        WarmConnection warm = SocksRule.mightApply(endpoint) ? null : dial.take(endpoint);
        if (warm == null) {
            return false;
        }
        try {
            synchronized (recorded) {
                if (!cold) {
                    adopted = new AdoptedConnection(this, warm, endpoint, dial.isForTls());
                    recorded.replayOn(this);
                    return true;
                }
            }
        } catch (Throwable t) {
            // Reset since the last look, say; or out of memory, or of stack: a connection of its own may still be had.
            synchronized (recorded) {
                adopted = null;
            }
            warm.discard();
            dial.givenUp(t);
            return false;
        }
        warm.discard();
        dial.givenUp(null);
        throw new SocketException("Socket closed");
    }

    private boolean isCold() {
        synchronized (recorded) {
            return cold;
        }
    }

    /** From here on a java.net.Socket, with what was set on it before. */
    private void goCold() throws SocketException {
        synchronized (recorded) {
            if (adopted == null && !cold) {
                cold = true;
                try {
                    recorded.replayOn(this);
                } catch (IOException e) {
                    throw AdoptedConnection.asSocketException(e);
                }
            }
        }
    }

    /** Recorded, or set on what was adopted. */
    @Override
    boolean set(SocketOption<?> option, Object value) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.set(option, value);
        }
        synchronized (recorded) {
            if (!cold) {
                recorded.put(option, value);
            }
            return !cold;
        }
    }

    @Override
    <T> T get(SocketOption<T> option) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            return warm.get(option);
        }
        synchronized (recorded) {
            T value = cold ? null : recorded.get(option);
            if (value == null) {
                goCold();
            }
            return value;
        }
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        if (adopted != null) {
            throw new SocketException(isClosed() ? "Socket is closed" : "Already bound");
        }
        goCold();
        super.bind(local);
    }

    @Override
    public void close() throws IOException {
        AdoptedConnection warm;
        closedByClient = true;
        synchronized (recorded) {
            warm = adopted;
            cold |= warm == null;
        }
        if (warm == null) {
            super.close();
        } else {
            warm.channel.close();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            return super.getInputStream();
        }
        warm.ensureOpen();
        if (warm.channel.isInputShutdown()) {
            throw new SocketException("Socket input is shutdown");
        }
        return warm.input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            return super.getOutputStream();
        }
        warm.ensureOpen();
        if (warm.channel.isOutputShutdown()) {
            throw new SocketException("Socket output is shutdown");
        }
        return warm.output;
    }

    @Override
    public void shutdownInput() throws IOException {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            super.shutdownInput();
            return;
        }
        warm.ensureOpen();
        if (warm.channel.isInputShutdown()) {
            throw new SocketException("Socket input is already shutdown");
        }
        warm.channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            super.shutdownOutput();
            return;
        }
        warm.ensureOpen();
        if (warm.channel.isOutputShutdown()) {
            throw new SocketException("Socket output is already shutdown");
        }
        warm.channel.shutdownOutput();
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            goCold();
            super.sendUrgentData(data);
            return;
        }
        if (warm.channel.isClosed()) {
            throw new SocketException("Socket closed");
        }
        warm.channel.channel().socket().sendUrgentData(data);
    }

    /** As of any socket that was not made by a channel. */
    @Override
    public SocketChannel getChannel() {
        return null;
    }

    @Override
    public boolean isConnected() {
        return adopted != null || super.isConnected();
    }

    @Override
    public boolean isBound() {
        return adopted != null || super.isBound();
    }

    @Override
    public boolean isClosed() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.isClosed() : warm.channel.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.isInputShutdown() : warm.channel.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.isOutputShutdown() : warm.channel.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.getInetAddress() : warm.remote.getAddress();
    }

    @Override
    public int getPort() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.getPort() : warm.remote.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        AdoptedConnection warm = adopted;
        return warm == null
                ? super.getRemoteSocketAddress()
                : new InetSocketAddress(warm.remote.getAddress(), warm.remote.getPort());
    }

    @Override
    public InetAddress getLocalAddress() {
        AdoptedConnection warm = adopted;
        if (warm == null) {
            return super.getLocalAddress();
        }
        return warm.channel.isClosed() ? new InetSocketAddress(0).getAddress() : warm.local.getAddress();
    }

    @Override
    public int getLocalPort() {
        AdoptedConnection warm = adopted;
        return warm == null ? super.getLocalPort() : warm.local.getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return adopted == null
                ? super.getLocalSocketAddress()
                : new InetSocketAddress(getLocalAddress(), getLocalPort());
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.ensureOpen();
        } else if (isCold()) {
            super.setSoTimeout(millis);
            return;
        }
        if (millis < 0) {
            throw new IllegalArgumentException("timeout can't be negative");
        }
        if (warm != null) {
            warm.channel.setTimeout(millis);
        }
        synchronized (recorded) {
            recorded.putTimeout(millis);
        }
    }

    @Override
    public int getSoTimeout() throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.ensureOpen();
            return warm.channel.timeout();
        }
        synchronized (recorded) {
            return cold ? super.getSoTimeout() : recorded.timeout();
        }
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.ensureOpen();
            warm.channel.channel().socket().setOOBInline(on);
        }
        synchronized (recorded) {
            if (!cold) {
                recorded.putOobInline(on);
                return;
            }
        }
        super.setOOBInline(on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.ensureOpen();
            return warm.channel.channel().socket().getOOBInline();
        }
        synchronized (recorded) {
            return cold ? super.getOOBInline() : recorded.oobInline();
        }
    }

    @Override
    public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(option);
        if (adopted == null && !RecordedOptions.isPlain(option, value)) {
            goCold();
        }
        return set(option, value) ? this : super.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        T value = get(Objects.requireNonNull(option));
        return value == null && adopted == null ? super.getOption(option) : value;
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return isCold() ? super.supportedOptions() : RecordedOptions.supported();
    }

    /** Not implemented by any socket of the JDK. */
    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        super.setPerformancePreferences(connectionTime, latency, bandwidth);
    }

    @Override
    public String toString() {
        AdoptedConnection warm = adopted;
        return warm == null
                ? super.toString()
                : "Socket[addr=" + warm.remote.getAddress() + ",port=" + warm.remote.getPort() + ",localport="
                        + warm.local.getPort() + "]";
    }
}
