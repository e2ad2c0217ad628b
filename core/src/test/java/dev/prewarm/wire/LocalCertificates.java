package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** One self-signed certificate for 127.0.0.1 and localhost, made by the JDK's keytool once per JVM. */
public final class LocalCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final KeyStore STORE = make();

    /** Kept, because recipes don't. */
    private static final SSLContext BOTH = context(true, true);

    private static final SSLContext TRUSTING = context(false, true);
    private static final SSLContext SUSPICIOUS = context(false, false);

    private LocalCertificates() {}

    /** Presents the certificate when asked, and trusts it. */
    public static SSLContext both() {
        return BOTH;
    }

    /** Trusts the certificate, has none of its own. */
    public static SSLContext trusting() {
        return TRUSTING;
    }

    /** Trusts what the JDK trusts: not the certificate. */
    public static SSLContext suspicious() {
        return SUSPICIOUS;
    }

    /** With its key, and as one that is trusted. */
    static KeyStore store() {
        return STORE;
    }

    static char[] password() {
        return PASSWORD.clone();
    }

    static SSLContext trustingBy(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(boolean keys, boolean trust) {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(STORE, PASSWORD);
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(STORE);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys ? own.getKeyManagers() : null, trust ? trusted.getTrustManagers() : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore make() {
        try {
            Path folder = Files.createTempDirectory("prewarm-test");
            Path file = folder.resolve("keys.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "test",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=ip:127.0.0.1,dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            new String(PASSWORD),
                            "-keystore",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes());
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            store.setCertificateEntry("trusted", store.getCertificate("test"));
            Files.delete(file);
            Files.delete(folder);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
