package dev.prewarm.it.programs;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Builders of clients as applications make them. */
final class ProgramClients {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private ProgramClients() {}

    /** {@code version}: "1.1", or anything else for the default, HTTP_2. No trust store: the JVM's default context. */
    static HttpClient.Builder builder(String version, String trustStore, String keyStore) throws Exception {
        HttpClient.Builder builder = HttpClient.newBuilder();
        if (version.equals("1.1")) {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        if (!trustStore.isEmpty()) {
            builder.sslContext(context(trustStore, keyStore));
        }
        return builder;
    }

    /** No key store: it shows no certificate. */
    static SSLContext context(String trustStore, String keyStore) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trustStore));
        KeyManager[] keys = null;
        if (!keyStore.isEmpty()) {
            KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            mine.init(load(keyStore), PASSWORD);
            keys = mine.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(String file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Paths.get(file))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
