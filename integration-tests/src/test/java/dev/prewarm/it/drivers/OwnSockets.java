package dev.prewarm.it.drivers;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * Apache's classic client with sockets made by the application: up to 5.3 by a {@code ConnectionSocketFactory}, which later
 * versions don't ask for plain sockets any more; from 5.4 on by a {@code DetachedSocketFactory}.
 */
final class OwnSockets {
    private OwnSockets() {}

    static PoolingHttpClientConnectionManager manager() throws Exception {
        Class<?> detached;
        try {
            detached = Class.forName("org.apache.hc.client5.http.io.DetachedSocketFactory");
        } catch (ClassNotFoundException before54) {
            return new PoolingHttpClientConnectionManager(RegistryBuilder.<ConnectionSocketFactory>create()
                    .register("http", new Plain())
                    .register("https", new SSLConnectionSocketFactory(SSLContext.getDefault()) {
                        @Override
                        public Socket createSocket(HttpContext context) {
                            return new Socket();
                        }
                    })
                    .build());
        }
        Object factory = Proxy.newProxyInstance(
                detached.getClassLoader(), new Class<?>[] {detached}, (proxy, method, arguments) -> new Socket());
        Object strategies = RegistryBuilder.<Object>create()
                .register("https", DefaultClientTlsStrategy.getSystemDefault())
                .build();
        Object operator = DefaultHttpClientConnectionOperator.class
                .getConstructor(detached, SchemePortResolver.class, DnsResolver.class, Lookup.class)
                .newInstance(factory, null, null, strategies);
        return PoolingHttpClientConnectionManager.class
                .getConstructor(
                        HttpClientConnectionOperator.class,
                        PoolConcurrencyPolicy.class,
                        PoolReusePolicy.class,
                        TimeValue.class,
                        HttpConnectionFactory.class)
                .newInstance(operator, null, null, null, null);
    }

    private static final class Plain implements ConnectionSocketFactory {
        @Override
        public Socket createSocket(HttpContext context) {
            return new Socket();
        }

        @Override
        public Socket connectSocket(
                TimeValue timeout,
                Socket socket,
                HttpHost host,
                InetSocketAddress remote,
                InetSocketAddress local,
                HttpContext context)
                throws IOException {
            socket.connect(remote);
            return socket;
        }
    }
}
