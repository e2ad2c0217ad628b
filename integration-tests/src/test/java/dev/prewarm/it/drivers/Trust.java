package dev.prewarm.it.drivers;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What a client trusts, and a context that does. */
final class Trust {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final X509TrustManager manager;
    private final SSLContext context;

    private Trust(KeyStore store) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        manager = (X509TrustManager) factory.getTrustManagers()[0];
        context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
    }

    static Trust of(String file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Paths.get(file))) {
            store.load(in, PASSWORD);
        }
        return new Trust(store);
    }

    static Trust nobody() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return new Trust(store);
    }

    X509TrustManager manager() {
        return manager;
    }

    SSLContext context() {
        return context;
    }
}
