package dev.prewarm.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** OkHttp as applications make it, by what all versions from 3.14 to 5 have. */
final class OkHttpClients {
    private OkHttpClients() {}

    static OkHttpClient.Builder builder(String trustStore) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Paths.get(trustStore))) {
            store.load(in, "changeit".toCharArray());
        }
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        TrustManager first = trust.getTrustManagers()[0];
        return new OkHttpClient.Builder()
                .connectTimeout(10, TimeUnit.SECONDS)
                .readTimeout(20, TimeUnit.SECONDS)
                .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) first);
    }

    static Request.Builder post(String url, int bytes, boolean oneShot) {
        return new Request.Builder().url(url).method("POST", new Zeros(bytes, oneShot));
    }

    /** A body of so many zeros. */
    private static final class Zeros extends RequestBody {
        private final int count;
        private final boolean oneShot;

        Zeros(int count, boolean oneShot) {
            this.count = count;
            this.oneShot = oneShot;
        }

        @Override
        public MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return count;
        }

        @Override
        public boolean isOneShot() {
            return oneShot;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(new byte[count]);
        }
    }
}
