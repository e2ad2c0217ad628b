package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;

/** In the place of TLS, for all connections: says nothing to the server, and does at each step what a test plans. */
class PlannedTls implements HandshakeRecipe, Handshake, TlsSession {
    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
        return this;
    }

    @Override
    public Wants advance() throws IOException {
        return Wants.NOTHING_MORE;
    }

    @Override
    public void abandon() {}

    /** What depends on it is planned. */
    @Override
    public ClientTls tls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean asksTheApplication() {
        return true;
    }

    @Override
    public ClassLoader contextLoader() {
        return null;
    }

    @Override
    public TlsSession finished() {
        return this;
    }

    @Override
    public SSLSession session() {
        return (SSLSession) Proxy.newProxyInstance(
                PlannedTls.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (p, m, a) -> null);
    }

    @Override
    public String applicationProtocol() {
        return null;
    }

    /** As of a connection without TLS. */
    @Override
    public Liveness look(SocketChannel channel, LookBuffers scratch) {
        try {
            int read = channel.read(scratch.net(1).limit(1));
            return read == 0 ? Liveness.LIVE : read < 0 ? Liveness.CLOSED : Liveness.DATA;
        } catch (IOException e) {
            return Liveness.CLOSED;
        }
    }

    @Override
    public void closeNotify(SocketChannel channel) throws IOException {}

    @Override
    public String obstacle(OriginSettings settings) {
        return null;
    }
}
