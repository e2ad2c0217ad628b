package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;

/**
 * The socket that a blocking client is given for a new one. When it is told to connect, its {@link Connector} decides: it
 * adopts a warm connection, and shows it as a java.net.Socket would; or it connects itself, and is a java.net.Socket in
 * all it does from then on. Thread-safe as far as a socket is.
 */
public final class WarmSocket extends DeferredSocket {
    private final Connector connector;
    private volatile boolean closedByClient;
    private volatile int connectTimeout;

    /** Unconnected. */
    public WarmSocket(Connector connector) {
        this.connector = connector;
    }

    public Connector connector() {
        return connector;
    }

    /** Whether it has adopted a warm connection. */
    public boolean isWarm() {
        return adopted() != null;
    }

    /** Whether its client has closed it, or interrupted it; TLS above it closes what they share, not this. */
    @Override
    public boolean isClosedByClient() {
        AdoptedConnection warm = adopted();
        return closedByClient || warm != null && warm.isClosedByClient();
    }

    /**
     * Nanoseconds from when its client had its first byte sent on the warm connection until the end of that was read, or now, if it was
     * not; 0: none has been sent.
     */
    public long askedFor() {
        AdoptedConnection warm = adopted();
        return warm == null ? 0 : warm.channel().askedFor();
    }

    /** Whether the peer has said something on the warm connection, if only before a write failed, and nobody has read it. */
    public boolean isSpokenOn() {
        AdoptedConnection warm = adopted();
        return warm != null && warm.isSpokenOn();
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        AdoptedConnection warm = adopted();
        if (warm != null) {
            warm.socket.connect(endpoint, timeout);
            return;
        }
        connectTimeout = timeout;
        boolean usual =
                timeout >= 0 && endpoint instanceof InetSocketAddress && !((InetSocketAddress) endpoint).isUnresolved();
        if (!usual || isCold() || !takesWarm((InetSocketAddress) endpoint)) {
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
            connector.givenUp(why);
            connectCold(warm.remote);
        }
    }

    /** The same for one that ended before the server answered anything. */
    void reconnectLost() throws IOException {
        AdoptedConnection warm = letGo();
        if (warm != null) {
            connector.lost();
            connectCold(warm.remote);
        }
    }

    private void connectCold(SocketAddress endpoint) throws IOException {
        goCold();
        try {
            super.connect(endpoint, connectTimeout);
        } catch (Throwable t) {
            connector.connectFailed(t);
            throw t;
        }
        connector.connected();
    }

    private boolean takesWarm(InetSocketAddress endpoint) throws SocketException {
        WarmConnection warm = null;
        try {
            warm = connector.take(endpoint);
            if (warm == null) {
                return false;
            }
            if (adopt(warm, endpoint)) {
                return true;
            }
        } catch (Throwable t) {
            // Reset since the last look, say; or out of memory, or of stack: a connection of its own may still be had.
            if (warm != null) {
                warm.discard();
            }
            connector.givenUp(t);
            return false;
        }
        warm.discard();
        connector.givenUp(null);
        throw new SocketException("Socket closed");
    }

    @Override
    AdoptedConnection behindThis(WarmConnection warm, InetSocketAddress endpoint) throws IOException {
        return new AdoptedConnection(this, warm, endpoint, connector.isForTls());
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        AdoptedConnection warm = adopted();
        if (warm != null) {
            warm.socket.bind(local);
            return;
        }
        goCold();
        super.bind(local);
    }

    @Override
    public void close() throws IOException {
        closedByClient = true;
        AdoptedConnection warm = adoptsNoMore();
        if (warm == null) {
            super.close();
        } else {
            warm.socket.close();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getInputStream() : warm.input();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getOutputStream() : warm.output();
    }

    @Override
    public void shutdownInput() throws IOException {
        AdoptedConnection warm = adopted();
        if (warm == null) {
            super.shutdownInput();
        } else {
            warm.socket.shutdownInput();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        AdoptedConnection warm = adopted();
        if (warm == null) {
            super.shutdownOutput();
        } else {
            warm.socket.shutdownOutput();
        }
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        AdoptedConnection warm = adopted();
        if (warm == null) {
            goCold();
            super.sendUrgentData(data);
            return;
        }
        warm.socket.sendUrgentData(data);
    }

    /** As of any socket that was not made by a channel. */
    @Override
    public SocketChannel getChannel() {
        return null;
    }

    @Override
    public boolean isConnected() {
        return adopted() != null || super.isConnected();
    }

    @Override
    public boolean isBound() {
        return adopted() != null || super.isBound();
    }

    @Override
    public boolean isClosed() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.isClosed() : warm.socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.isInputShutdown() : warm.socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.isOutputShutdown() : warm.socket.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getInetAddress() : warm.socket.getInetAddress();
    }

    @Override
    public int getPort() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getPort() : warm.socket.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getRemoteSocketAddress() : warm.socket.getRemoteSocketAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getLocalAddress() : warm.socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getLocalPort() : warm.socket.getLocalPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.getLocalSocketAddress() : warm.socket.getLocalSocketAddress();
    }

    /** Not implemented by any socket of the JDK. */
    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        super.setPerformancePreferences(connectionTime, latency, bandwidth);
    }

    @Override
    public String toString() {
        AdoptedConnection warm = adopted();
        return warm == null ? super.toString() : warm.socket.toString();
    }
}
