package dev.prewarm.it.kit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What an https {@link Upstream} speaks: certificate, protocol version, ALPN, client authentication. */
public final class Tls {
    /** What the server chooses when the client offers ALPN. */
    public enum Alpn {
        /** http/1.1 if offered. */
        HTTP_1_1,
        /** h2 if offered: each request is then answered with 200 and nothing else. */
        H2,
        /** Ignores ALPN. */
        NONE
    }

    /** Whether the server asks for a client certificate. */
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    private final SSLContext context;
    private String[] protocols = {"TLSv1.3", "TLSv1.2"};
    private Alpn alpn = Alpn.HTTP_1_1;
    private ClientAuth clientAuth = ClientAuth.NONE;

    public Tls(TestCertificates certificate) {
        context = certificate.context();
    }

    /** Only these: {@code TLSv1.2}, {@code TLSv1.3}. */
    public Tls protocols(String... names) {
        protocols = names;
        return this;
    }

    public Tls alpn(Alpn choice) {
        alpn = choice;
        return this;
    }

    public Tls clientAuth(ClientAuth wish) {
        clientAuth = wish;
        return this;
    }

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setWantClientAuth(clientAuth == ClientAuth.WANT);
        if (clientAuth == ClientAuth.NEED) {
            parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        String chosen = alpn == Alpn.H2 ? "h2" : "http/1.1";
        engine.setHandshakeApplicationProtocolSelector(
                (e, offered) -> alpn != Alpn.NONE && offered.contains(chosen) ? chosen : "");
        return engine;
    }
}
