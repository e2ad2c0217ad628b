package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * How a client makes its {@link SSLSocket}s: the factory, or the context that makes one, the peer and the parameters. Equal
 * ones make the same handshake: the same trust, the same key material, the same parameters. Immutable; holds the factory
 * weakly.
 */
public final class SocketRecipe implements HandshakeRecipe {
    /** Of no other provider is it known that its sockets survive a read that times out. */
    private static final String OF_THE_JDK = "sun.security.ssl.SSLSocketImpl";

    private final ClientTls tls;
    private final String host;
    private final int port;
    private final boolean autoClose;
    private final ParameterValues values;
    private final SSLParameters parameters;

    private SocketRecipe(Object source, String host, int port, boolean autoClose, SSLParameters parameters) {
        this.tls = new ClientTls(source, parameters);
        this.host = host;
        this.port = port;
        this.autoClose = autoClose;
        this.values = ParameterValues.of(parameters);
        this.parameters = parameters;
    }

    /**
     * The recipe of a socket which its client is about to hand-shake with.
     *
     * @param source the SSLSocketFactory that made it, or an SSLContext that makes a new factory each time
     * @param host as the factory was told, like the port and whether the socket closes what it is layered over
     * @return null if it can't be followed ahead
     */
    public static SocketRecipe of(SSLSocket own, Object source, String host, int port, boolean autoClose) {
        boolean usual = own.getClass().getName().equals(OF_THE_JDK)
                && own.getUseClientMode()
                && own.getEnableSessionCreation()
                && own.getHandshakeApplicationProtocolSelector() == null;
        return usual ? new SocketRecipe(source, host, port, autoClose, own.getSSLParameters()) : null;
    }

    @Override
    public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
        ChannelSocket ground = new ChannelSocket(new BlockingChannel(channel), remote);
        SSLSocket socket = (SSLSocket) tls.factory().createSocket(ground, host, port, autoClose);
        socket.setSSLParameters(parameters);
        return new SocketHandshake(socket, ground);
    }

    @Override
    public ClientTls tls() {
        return tls;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof SocketRecipe)) {
            return false;
        }
        SocketRecipe that = (SocketRecipe) other;
        return tls.equals(that.tls)
                && port == that.port
                && autoClose == that.autoClose
                && Objects.equals(host, that.host)
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return tls.hashCode() * 31 + port;
    }
}
