package dev.prewarm.agent.apache;

import dev.prewarm.Prewarm;
import dev.prewarm.Target;
import dev.prewarm.config.Origin;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;

/**
 * One connect of a connection operator: what it is for. Two that are equal lead to the same handshake as far as can be seen
 * beforehand; whether it is the very same is checked when it is made. The operator, which knows the TLS strategies, and an
 * attachment that is not known by its values are compared by identity, held weakly.
 */
final class ApacheFrame {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final WeakReference<Object> operator;
    private final boolean tls;
    private final String host;
    private final int port;
    private final ApacheExchange exchange;
    private final WeakReference<Object> attachment;
    private final int hash;
    private String tlsHost;
    private int tlsPort;
    private Object tlsConfig;
    private boolean special;
    private Socket socket;
    private ApacheTrackedConnection tracked;

    /** @param exchange null if it is made for no request that is known */
    ApacheFrame(Object operator, String scheme, String host, int port, Object attachment, ApacheExchange exchange) {
        this.operator = new WeakReference<>(operator);
        this.tls = scheme.equalsIgnoreCase("https");
        this.special = !tls && !scheme.equalsIgnoreCase("http");
        this.host = host;
        this.port = port;
        this.exchange = exchange;
        this.attachment = attachment == null ? null : new WeakReference<>(attachment);
        this.hash = System.identityHashCode(operator) * 31 + host.hashCode();
        this.tlsHost = host;
        this.tlsPort = port;
    }

    /** TLS is to be made for another name than that of the endpoint. */
    void name(String name, int itsPort) {
        tlsHost = name;
        tlsPort = itsPort;
    }

    /** The attachment is known by its values. */
    void config(Object values) {
        tlsConfig = values;
    }

    /** Nothing we know: it stays cold. */
    void special() {
        special = true;
    }

    boolean isTls() {
        return tls;
    }

    /** Before its host is resolved. */
    Target target(Prewarm pool) {
        return pool.target(Origin.of(tls, host, port > 0 ? port : tls ? HTTPS_PORT : HTTP_PORT));
    }

    /** @param endpoint to which it has resolved its host */
    Target target(Prewarm pool, InetSocketAddress endpoint) {
        return pool.target(Origin.of(tls, host, endpoint.getPort()));
    }

    /** Null if there is none. */
    ApacheExchange exchange() {
        return exchange;
    }

    boolean isCold() {
        return special || exchange != null && exchange.isProxied();
    }

    /** No other one can be equal to it any more. */
    boolean isGone() {
        return operator.get() == null;
    }

    /** A blocking client opens its connection while the frame lasts. */
    void opens(Socket its, ApacheTrackedConnection itsTracked) {
        socket = its;
        tracked = itsTracked;
    }

    /** Null if none was opened, like {@link #tracked}. */
    Socket socket() {
        return socket;
    }

    ApacheTrackedConnection tracked() {
        return tracked;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof ApacheFrame)) {
            return false;
        }
        ApacheFrame that = (ApacheFrame) other;
        Object live = operator.get();
        return live != null
                && live == that.operator.get()
                && tls == that.tls
                && port == that.port
                && tlsPort == that.tlsPort
                && host.equals(that.host)
                && Objects.equals(tlsHost, that.tlsHost)
                && sameAttachment(that);
    }

    private boolean sameAttachment(ApacheFrame that) {
        if (tlsConfig != null || that.tlsConfig != null) {
            return Objects.equals(tlsConfig, that.tlsConfig);
        }
        if (attachment == null || that.attachment == null) {
            return attachment == that.attachment;
        }
        Object live = attachment.get();
        return live != null && live == that.attachment.get();
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
