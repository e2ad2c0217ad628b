package dev.prewarm.demo.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

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
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** The arguments of {@code java} by which a JVM trusts this certificate and no other. */
    public static List<String> trustArguments(Path file) {
        return List.of("-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
