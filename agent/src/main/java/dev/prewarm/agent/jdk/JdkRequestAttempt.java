package dev.prewarm.agent.jdk;

import dev.prewarm.Repetition;
import dev.prewarm.Target;
import dev.prewarm.wire.TlsRecipe;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;

/**
 * One attempt of the client at one request, as far as its thread has come: the client makes the parts of a connection one
 * right after the other, in the thread in which the attempt began.
 */
final class JdkRequestAttempt {
    final boolean isRetry;
    final Repetition repetition;
    private final WeakReference<Object> exchange;
    private Secure secure;
    private boolean tunnel;

    /** @param exchange the client's, that of all attempts at the request */
    JdkRequestAttempt(Object exchange, boolean isRetry, Repetition repetition) {
        this.exchange = new WeakReference<>(exchange);
        this.isRetry = isRetry;
        this.repetition = repetition;
    }

    /** Null if it is garbage. */
    Object exchange() {
        return exchange.get();
    }

    /** A TLS connection is being made; its TCP connection comes next. */
    void begins(Secure connection) {
        secure = connection;
    }

    /** The TLS connection whose TCP connection is made now; null for plain HTTP. */
    Secure takeSecure(InetSocketAddress address) {
        Secure taken = secure != null && secure.address == address ? secure : null;
        secure = null;
        return taken;
    }

    /** A tunnel through a proxy is being made; the TCP connection that comes next leads to the proxy. */
    void beginsTunnel() {
        tunnel = true;
    }

    boolean takeTunnel() {
        boolean taken = tunnel;
        tunnel = false;
        return taken;
    }

    /** What a TLS connection is made of. */
    static final class Secure {
        final InetSocketAddress address;
        final Target target;
        final SSLEngine engine;
        final TlsRecipe recipe;

        /** @param recipe null if its TLS is not to be done ahead; if it can be, the engine is a {@link JdkEngine} */
        Secure(InetSocketAddress address, Target target, SSLEngine engine, TlsRecipe recipe) {
            this.address = address;
            this.target = target;
            this.engine = engine;
            this.recipe = recipe;
        }
    }
}
