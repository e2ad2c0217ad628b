package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How a client makes its {@link SSLEngine}s: context, peer and parameters. Equal ones make the same handshake: the same
 * trust, the same key material, the same parameters. Immutable; holds the context weakly.
 */
public final class TlsRecipe implements HandshakeRecipe {
    private final ClientTls tls;
    private final String host;
    private final int port;
    private final ParameterValues values;
    private final SSLParameters parameters;

    /** @param parameters as the client sets them on each engine; not changed by anybody afterwards */
    public TlsRecipe(SSLContext context, String host, int port, SSLParameters parameters) {
        this.tls = new ClientTls(context, parameters);
        this.host = host;
        this.port = port;
        this.values = ParameterValues.of(parameters);
        this.parameters = parameters;
    }

    @Override
    public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
        return new EngineHandshake(newEngine(), channel);
    }

    SSLEngine newEngine() throws IOException {
        SSLEngine engine = ((SSLContext) tls.maker()).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        return engine;
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
        if (!(other instanceof TlsRecipe)) {
            return false;
        }
        TlsRecipe that = (TlsRecipe) other;
        return tls.equals(that.tls)
                && port == that.port
                && Objects.equals(host, that.host)
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return tls.hashCode() * 31 + port;
    }
}
