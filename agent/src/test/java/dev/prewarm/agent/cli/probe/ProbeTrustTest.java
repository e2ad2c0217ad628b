package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTrustTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"PKCS12, changeit", "JKS, changeit", "JKS, other"})
    void keyStoresAreRead(String type, String password) throws Exception {
        // JKS shows its certificates without the password.
        assertThat(ProbeTrust.of(store(type, password)).sockets()).isNotNull();
    }

    @Test
    void pemIsRead() throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(someCa().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(directory.resolve("ca.pem"), "a line of text\n" + pem + pem);
        assertThat(ProbeTrust.of(file).sockets()).isNotNull();
    }

    @Test
    void theJdksOwnIsTheDefault() throws Exception {
        assertThat(ProbeTrust.of(null).sockets()).isNotNull();
    }

    @Test
    void whatCanNotBeReadIsSaid() throws Exception {
        assertFails(directory.resolve("none"), "there is no file");
        assertFails(directory, "can't read");
        assertFails(Files.writeString(directory.resolve("text"), "hello"), "can't read");
        assertFails(Files.writeString(directory.resolve("empty"), ""), "can't read");
        assertFails(store("PKCS12", "other"), "the password changeit or none");
        assertFails(
                Files.writeString(
                        directory.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                "no readable certificates");
    }

    private static void assertFails(Path file, String words) {
        assertThatThrownBy(() -> ProbeTrust.of(file))
                .isInstanceOf(ProbeFailure.class)
                .hasMessageContaining(words)
                .hasMessageContaining(file.toString());
    }

    private Path store(String type, String password) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", someCa());
        Path file = directory.resolve(type + password);
        try (OutputStream to = Files.newOutputStream(file)) {
            store.store(to, password.toCharArray());
        }
        return file;
    }

    /** One of the JDK's own. */
    private static X509Certificate someCa() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }
}
