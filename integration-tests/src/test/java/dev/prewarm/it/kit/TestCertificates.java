package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HeldCertificate;

/**
 * Certificates made for this run. Children trust {@link #trustStore()}; a server shows {@link #GOOD} (localhost and
 * 127.0.0.1), {@link #WRONG_HOST} (trusted, for another name) or {@link #UNTRUSTED} (right name, unknown root). {@link
 * #CLIENT} is what a client presents. Files (PKCS12 and, for nginx, PEM) lie in a directory deleted at exit.
 */
public final class TestCertificates {
    /** Of every PKCS12 file here. */
    public static final String PASSWORD = "changeit";

    private static final HeldCertificate ROOT = new HeldCertificate.Builder()
            .commonName("Prewarm test root")
            .certificateAuthority(0)
            .build();
    private static final HeldCertificate STRANGER_ROOT = new HeldCertificate.Builder()
            .commonName("Unknown root")
            .certificateAuthority(0)
            .build();

    public static final TestCertificates GOOD = local("good", ROOT);
    public static final TestCertificates UNTRUSTED = local("untrusted", STRANGER_ROOT);
    public static final TestCertificates WRONG_HOST = new TestCertificates(
            "wrong-host",
            ROOT,
            new HeldCertificate.Builder()
                    .commonName("other.example")
                    .addSubjectAlternativeName("other.example")
                    .signedBy(ROOT)
                    .build());
    public static final TestCertificates CLIENT = new TestCertificates(
            "client",
            ROOT,
            new HeldCertificate.Builder().commonName("a client").signedBy(ROOT).build());

    private final String name;
    private final HeldCertificate root;
    private final HeldCertificate leaf;

    private TestCertificates(String name, HeldCertificate root, HeldCertificate leaf) {
        this.name = name;
        this.root = root;
        this.leaf = leaf;
    }

    private static TestCertificates local(String name, HeldCertificate root) {
        HeldCertificate leaf = new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(root)
                .build();
        return new TestCertificates(name, root, leaf);
    }

    /** PKCS12 with the one root that tests trust. */
    public static Path trustStore() {
        return written("trust.p12", trusted());
    }

    /** PKCS12 with this certificate, its chain and its key. */
    public Path keyStore() {
        return written(name + ".p12", keys());
    }

    /** PEM: the chain, leaf first. */
    public Path pemChain() {
        return written(name + ".pem", leaf.certificatePem() + root.certificatePem());
    }

    /** PEM: the private key, PKCS#8. */
    public Path pemKey() {
        return written(name + ".key", leaf.privateKeyPkcs8Pem());
    }

    /** Shows this certificate and trusts the test root (for client authentication). */
    public SSLContext context() {
        try {
            KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            mine.init(keys(), PASSWORD.toCharArray());
            TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            theirs.init(trusted());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(mine.getKeyManagers(), theirs.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore keys() {
        return store(store ->
                store.setKeyEntry(name, leaf.keyPair().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
                    leaf.certificate(), root.certificate()
                }));
    }

    private static KeyStore trusted() {
        return store(store -> store.setCertificateEntry("root", ROOT.certificate()));
    }

    private static KeyStore store(Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path written(String file, KeyStore store) {
        Path path = Scratch.shared().resolve(file);
        if (!Files.exists(path)) {
            try (OutputStream to = Files.newOutputStream(path)) {
                store.store(to, PASSWORD.toCharArray());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return path;
    }

    private static synchronized Path written(String file, String text) {
        Path path = Scratch.shared().resolve(file);
        try {
            return Files.exists(path) ? path : Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }
}
