package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
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
    private final WeakReference<SSLContext> context;
    private final int contextHash;
    private final String host;
    private final int port;
    private final ParameterValues values;
    private final SSLParameters parameters;

    /** @param parameters as the client sets them on each engine; not changed by anybody afterwards */
    public TlsRecipe(SSLContext context, String host, int port, SSLParameters parameters) {
        this.context = new WeakReference<>(context);
        this.contextHash = System.identityHashCode(context);
        this.host = host;
        this.port = port;
        this.values = ParameterValues.of(parameters);
        this.parameters = parameters;
    }

    @Override
    public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
        SSLEngine engine = newEngine();
        if (engine == null) {
            throw new IOException("the client's SSLContext is gone");
        }
        return new EngineHandshake(engine, channel);
    }

    /** Null if the context is gone. */
    SSLEngine newEngine() {
        SSLContext live = context.get();
        if (live == null) {
            return null;
        }
        SSLEngine engine = live.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public boolean isGone() {
        return context.get() == null;
    }

    @Override
    public String obstacle(OriginSettings settings) {
        Object live = context.get();
        return live == null ? null : TlsManagers.of(live).obstacle(settings);
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
        SSLContext live = context.get();
        return live != null
                && live == that.context.get()
                && port == that.port
                && Objects.equals(host, that.host)
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return contextHash * 31 + port;
    }
}
