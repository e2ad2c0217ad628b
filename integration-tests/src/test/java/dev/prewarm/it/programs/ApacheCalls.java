package dev.prewarm.it.programs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/** One Apache client, classic or async, by what is the same from 5.0 on. */
interface ApacheCalls extends AutoCloseable {
    /** A request that was sent: its outcome as text, and a way to end it. */
    interface Call {
        String outcome() throws Exception;

        void abort();
    }

    Call begin(String method, String url, byte[] body, int timeoutMillis);

    @Override
    void close() throws IOException;

    /**
     * The same, by a strategy of its own that trusts nobody, where the client lets one be given with a request (classic,
     * 5.0 to 5.3).
     */
    default Call beginDistrusting(String url) {
        return begin("GET", url, null, 20_000);
    }

    default String call(String method, String url, byte[] body) throws Exception {
        return begin(method, url, body, 20_000).outcome();
    }

    /**
     * @param options {@code local}: an address to bind to; {@code proxy}: a port on 127.0.0.1; {@code own-strategy}: TLS by a
     *     subclass of the library's
     */
    static ApacheCalls of(boolean async, Map<String, String> options) {
        return async ? new Async(options) : new Classic(options);
    }

    /** An address to bind to is the route planner's to say in every version. */
    static DefaultRoutePlanner planner(Map<String, String> options) {
        String local = options.get("local");
        String proxy = options.get("proxy");
        return new DefaultRoutePlanner(null) {
            @Override
            protected java.net.InetAddress determineLocalAddress(HttpHost target, HttpContext context)
                    throws HttpException {
                return local == null ? null : new InetSocketAddress(local, 0).getAddress();
            }

            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) throws HttpException {
                return proxy == null ? null : new HttpHost("127.0.0.1", Integer.parseInt(proxy));
            }
        };
    }

    static SSLContext system() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static RequestConfig config(int timeoutMillis) {
        return RequestConfig.custom()
                .setResponseTimeout(Timeout.ofMilliseconds(timeoutMillis))
                .setConnectionRequestTimeout(Timeout.ofSeconds(30))
                .build();
    }

    /** Blocking; each call runs where {@link Call#outcome} is asked for. */
    final class Classic implements ApacheCalls {
        private final CloseableHttpClient client;

        Classic(Map<String, String> options) {
            PoolingHttpClientConnectionManagerBuilder manager = PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(100)
                    .setMaxConnTotal(200);
            if (options.containsKey("own-strategy")) {
                manager.setSSLSocketFactory(new SSLConnectionSocketFactory(system()) {});
            }
            HttpClientBuilder builder =
                    HttpClients.custom().setConnectionManager(manager.build()).setRoutePlanner(planner(options));
            client = builder.build();
        }

        @Override
        public Call begin(String method, String url, byte[] body, int timeoutMillis) {
            return begin(method, url, body, timeoutMillis, null);
        }

        @Override
        public Call beginDistrusting(String url) {
            HttpClientContext context = HttpClientContext.create();
            context.setAttribute(
                    "http.socket-factory-registry",
                    RegistryBuilder.<ConnectionSocketFactory>create()
                            .register("https", new SSLConnectionSocketFactory(distrusting()))
                            .build());
            return begin("GET", url, null, 20_000, context);
        }

        private static SSLContext distrusting() {
            try {
                KeyStore nobody = KeyStore.getInstance("PKCS12");
                nobody.load(null, null);
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(nobody);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private Call begin(String method, String url, byte[] body, int timeoutMillis, HttpClientContext context) {
            HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(url));
            request.setConfig(config(timeoutMillis));
            if (body != null) {
                request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
            }
            return new Call() {
                @Override
                public String outcome() throws Exception {
                    return client.execute(
                            request,
                            context,
                            response -> Outcome.of(
                                    response.getCode(),
                                    String.valueOf(response.getVersion()),
                                    response.getHeaders(),
                                    response.getEntity() == null
                                            ? new byte[0]
                                            : EntityUtils.toByteArray(response.getEntity())));
                }

                @Override
                public void abort() {
                    request.cancel();
                }
            };
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** Non-blocking; each call is sent at once. */
    final class Async implements ApacheCalls {
        private final CloseableHttpAsyncClient client;

        Async(Map<String, String> options) {
            PoolingAsyncClientConnectionManagerBuilder manager = PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(100)
                    .setMaxConnTotal(200);
            if (options.containsKey("own-strategy")) {
                manager.setTlsStrategy(new DefaultClientTlsStrategy(system()) {});
            }
            HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                    .setConnectionManager(manager.build())
                    .setRoutePlanner(planner(options));
            client = builder.build();
            client.start();
        }

        @Override
        public Call begin(String method, String url, byte[] body, int timeoutMillis) {
            SimpleHttpRequest request = new SimpleHttpRequest(method, URI.create(url));
            request.setConfig(config(timeoutMillis));
            if (body != null) {
                request.setBody(body, ContentType.APPLICATION_OCTET_STREAM);
            }
            Future<SimpleHttpResponse> future = client.execute(request, null);
            return new Call() {
                @Override
                public String outcome() throws Exception {
                    try {
                        SimpleHttpResponse response = future.get(60, TimeUnit.SECONDS);
                        byte[] bytes = response.getBodyBytes();
                        return Outcome.of(
                                response.getCode(),
                                String.valueOf(response.getVersion()),
                                response.getHeaders(),
                                bytes == null ? new byte[0] : bytes);
                    } catch (ExecutionException e) {
                        throw (Exception) e.getCause();
                    }
                }

                @Override
                public void abort() {
                    future.cancel(true);
                }
            };
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
