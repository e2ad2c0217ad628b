package dev.prewarm.demo.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The upstream's self-signed certificate for {@code localhost}, in a PKCS12 file: made, served and trusted. */
public final class Certificate {
    /** Guards nothing: the key lives as long as the demo, in a directory only its user can read. */
    private static final String PASSWORD = "demo-only";

    private Certificate() {}

    /** The arguments of {@code keytool} that make the file. */
    public static List<String> keytoolArguments(Path file) {
        return List.of(
                "-genkeypair",
                "-alias",
                "upstream",
                "-keyalg",
                "EC",
                "-keysize",
                "256",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
    }

    /** A context that presents the certificate. */
    public static SSLContext serverContext(Path file) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(file), PASSWORD.toCharArray());
        return context(keys.getKeyManagers(), null);
    }

    /** A context that trusts this certificate and no other. */
    public static SSLContext clientContext(Path file) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(file));
        return context(null, trust.getTrustManagers());
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
