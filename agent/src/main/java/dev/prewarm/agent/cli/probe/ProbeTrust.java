package dev.prewarm.agent.cli.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed: those of the JDK's CAs, or those of a file instead. */
public final class ProbeTrust {
    /** What keytool and the JDK's own files use; certificates are no secret. */
    private static final String USUAL_PASSWORD = "changeit";

    private final SSLSocketFactory sockets;

    private ProbeTrust(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    /**
     * @param file PEM certificates, PKCS12 or JKS; null for the JDK's own
     * @throws ProbeFailure if there is nothing in it to trust
     */
    public static ProbeTrust of(Path file) throws ProbeFailure {
        try {
            if (file == null) {
                return new ProbeTrust(SSLContext.getDefault().getSocketFactory());
            }
            KeyStore store = store(file);
            if (!hasCertificate(store)) {
                throw new ProbeFailure("no certificate of a CA in " + file);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new ProbeTrust(context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new ProbeFailure("can't use " + (file == null ? "the JDK's own CAs" : file) + ": " + e.getMessage());
        }
    }

    SSLSocketFactory sockets() {
        return sockets;
    }

    private static KeyStore store(Path file) throws ProbeFailure, GeneralSecurityException {
        byte[] content = read(file);
        if (new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
            return pem(content, file);
        }
        try {
            // Reads JKS as well, by whatever name.
            return loaded(content, USUAL_PASSWORD.toCharArray());
        } catch (IOException otherPasswordOrNone) {
            try {
                KeyStore unprotected = loaded(content, null);
                if (hasCertificate(unprotected)) {
                    return unprotected;
                }
            } catch (IOException neither) {
                // Said below.
            }
        }
        throw new ProbeFailure("can't read " + file + ": --trust takes certificates as PEM, or a PKCS12 or JKS file"
                + " with the password " + USUAL_PASSWORD + " or none (keytool -exportcert -rfc makes PEM of any)");
    }

    private static byte[] read(Path file) throws ProbeFailure {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ProbeFailure("there is no file " + file);
        } catch (IOException e) {
            throw new ProbeFailure("can't read " + file + ": " + e);
        }
    }

    private static KeyStore pem(byte[] content, Path file) throws ProbeFailure, GeneralSecurityException {
        try {
            KeyStore store = loaded(null, null);
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content))) {
                store.setCertificateEntry("ca-" + number++, each);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new ProbeFailure("no readable certificates in " + file + ": " + e.getMessage());
        }
    }

    private static KeyStore loaded(byte[] content, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(content == null ? null : new ByteArrayInputStream(content), password);
        return store;
    }

    /** An entry with a key is no trust in its certificate. */
    private static boolean hasCertificate(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                return true;
            }
        }
        return false;
    }
}
