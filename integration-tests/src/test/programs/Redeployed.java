import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;

/**
 * A web application as a server loads it: a client with a trust manager and threads of the application's own, which is closed
 * when the application is stopped.
 */
public class Redeployed {
    private static final int REQUESTS = 12;
    private static final long GAP_MILLIS = 60;

    /** @param urls each is asked in turn */
    public static void run(String client, String trustStore, String password, String... urls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Application application = application(client, new Trust(trustStore, password), threads)) {
            for (int i = 0; i < REQUESTS; i++) {
                for (String url : urls) {
                    Callable<Integer> get = () -> application.get(url);
                    if (threads.submit(get).get() != 200) {
                        throw new IllegalStateException(url);
                    }
                }
                Thread.sleep(GAP_MILLIS);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Application application(String client, Trust trust, ExecutorService threads) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        switch (client) {
            case "okhttp":
                return new OnOkHttp(context, trust);
            case "apache":
                return new OnApache(context);
            case "apache-async":
                return new OnAsync(context);
            default:
                return new OnJdk(context, threads);
        }
    }

    private interface Application extends AutoCloseable {
        int get(String url) throws Exception;
    }

    private static class OnOkHttp implements Application {
        private final OkHttpClient client;

        OnOkHttp(SSLContext context, Trust trust) {
            client = new OkHttpClient.Builder()
                    .sslSocketFactory(context.getSocketFactory(), trust)
                    .build();
        }

        @Override
        public int get(String url) throws Exception {
            try (Response response =
                    client.newCall(new Request.Builder().url(url).build()).execute()) {
                response.body().bytes();
                return response.code();
            }
        }

        @Override
        public void close() {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static class OnApache implements Application {
        private final CloseableHttpClient client;

        OnApache(SSLContext context) {
            client = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setTlsSocketStrategy(new DefaultClientTlsStrategy(context))
                            .build())
                    .build();
        }

        @Override
        public int get(String url) throws Exception {
            return client.execute(new HttpGet(url), response -> response.getCode());
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    private static class OnAsync implements Application {
        private final CloseableHttpAsyncClient client;

        OnAsync(SSLContext context) {
            client = HttpAsyncClients.custom()
                    .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                            .setTlsStrategy(new DefaultClientTlsStrategy(context))
                            .build())
                    .build();
            client.start();
        }

        @Override
        public int get(String url) throws Exception {
            SimpleHttpRequest request = SimpleRequestBuilder.get(url).build();
            return client.execute(request, null).get().getCode();
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    private static class OnJdk implements Application {
        private final HttpClient client;

        OnJdk(SSLContext context, ExecutorService threads) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .executor(threads)
                    .build();
        }

        @Override
        public int get(String url) throws Exception {
            return client.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                    .thenApply(response -> response.statusCode())
                    .get();
        }

        /** There is nothing to close before JDK 21: it ends when it is dropped. */
        @Override
        public void close() {}
    }

    /** As the JDK's, but of a class of the application's. */
    private static class Trust implements X509TrustManager {
        private final X509TrustManager jdks;

        Trust(String file, String password) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream from = new FileInputStream(file)) {
                store.load(from, password.toCharArray());
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            jdks = (X509TrustManager) factory.getTrustManagers()[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            jdks.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            jdks.checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return jdks.getAcceptedIssuers();
        }
    }
}
