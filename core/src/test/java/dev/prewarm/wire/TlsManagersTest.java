package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Settings;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsManagersTest {
    private static final KeyStore STORE = LocalCertificates.store();
    private static final char[] PASSWORD = LocalCertificates.password();
    private static final TrustManager[] JDK_TRUST = trust("PKIX", STORE);

    private static final OriginSettings NEITHER = settings("");
    private static final OriginSettings KEYS_WARM = settings(";client-cert=warm");
    private static final OriginSettings TRUST_WARM = settings(";custom-trust=warm");
    private static final OriginSettings BOTH_WARM = settings(";client-cert=warm;custom-trust=warm");

    private static OriginSettings settings(String options) {
        return Settings.read(null, Map.of("prewarm.origins", "https://a" + options), Map.of())
                .forOrigin(Origin.parse("https://a"));
    }

    static Stream<Arguments> managersOfTheJdk() throws Exception {
        return Stream.of(
                Arguments.of("none given", null, null),
                Arguments.of("none at all", new KeyManager[0], new TrustManager[0]),
                Arguments.of("PKIX", null, JDK_TRUST),
                Arguments.of("PKIX, the JVM's own store", null, trust("PKIX", null)),
                Arguments.of("SunX509", keys("SunX509"), trust("SunX509", STORE)),
                Arguments.of(
                        "the first of each kind counts",
                        new KeyManager[] {keys("SunX509")[0], new OwnKeys()},
                        new TrustManager[] {JDK_TRUST[0], new OwnTrust()}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void managersOfTheJdk(String name, KeyManager[] keys, TrustManager[] trust) throws Exception {
        for (String protocol : new String[] {"TLS", "TLSv1.2", "TLSv1.3"}) {
            assertThat(obstacle(context(protocol, keys, trust), NEITHER)).isNull();
        }
    }

    static Stream<Arguments> othersTrust() throws Exception {
        PKIXBuilderParameters plain = pathParameters();
        plain.setRevocationEnabled(false);
        PKIXBuilderParameters checked = pathParameters();
        checked.addCertPathChecker(new Checker());
        PKIXBuilderParameters stored = pathParameters();
        stored.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters()));
        X509TrustManager forwarding = new OwnTrust();
        return Stream.of(
                Arguments.of("a class", new OwnTrust(), OwnTrust.class.getName()),
                Arguments.of("an anonymous class", new OwnTrust() {}, "TlsManagersTest$1"),
                Arguments.of("a class with the extended checks", new OwnExtendedTrust(), "OwnExtendedTrust"),
                Arguments.of("a proxy", proxy(forwarding), "Proxy"),
                Arguments.of("path parameters", byPath(plain), "PKIX parameters"),
                Arguments.of("path parameters with revocation", byPath(pathParameters()), "PKIX parameters"),
                Arguments.of("path parameters with a checker", byPath(checked), "PKIX parameters"),
                Arguments.of("path parameters with a store", byPath(stored), "PKIX parameters"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("othersTrust")
    void othersTrustIsTheClientsOwnBusiness(String name, TrustManager trust, String named) throws Exception {
        SSLContext context = context("TLS", keys("SunX509"), new TrustManager[] {trust});
        for (OriginSettings settings : new OriginSettings[] {NEITHER, KEYS_WARM}) {
            assertThat(obstacle(context, settings))
                    .startsWith("TCP only for a client whose SSLContext has a trust manager of the application's own (")
                    .contains(named)
                    .endsWith("; custom-trust=warm warms TLS, too");
        }
        assertThat(obstacle(context, TRUST_WARM)).isNull();
        assertThat(obstacle(context, BOTH_WARM)).isNull();
    }

    static Stream<Arguments> othersKeys() throws Exception {
        return Stream.of(
                Arguments.of("a class", new OwnKeys(), "OwnKeys"),
                Arguments.of("without the extended methods", proxyOfKeys(), "Proxy"),
                Arguments.of("NewSunX509, a store", keys("NewSunX509")[0], "key stores"),
                Arguments.of("NewSunX509, builders", byBuilder(), "key stores"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("othersKeys")
    void othersKeysAreTheClientsOwnBusiness(String name, KeyManager keys, String named) throws Exception {
        SSLContext context = context("TLS", new KeyManager[] {keys}, JDK_TRUST);
        for (OriginSettings settings : new OriginSettings[] {NEITHER, TRUST_WARM}) {
            assertThat(obstacle(context, settings))
                    .startsWith("TCP only for a client whose SSLContext has a key manager of the application's own (")
                    .contains(named)
                    .endsWith("; client-cert=warm warms TLS, too");
        }
        assertThat(obstacle(context, KEYS_WARM)).isNull();
        assertThat(obstacle(context, BOTH_WARM)).isNull();
    }

    @Test
    void bothTakeBothOptions() throws Exception {
        SSLContext context = context("TLS", new KeyManager[] {new OwnKeys()}, new TrustManager[] {new OwnTrust()});
        assertThat(obstacle(context, NEITHER)).endsWith("; custom-trust=warm;client-cert=warm warms TLS, too");
        assertThat(obstacle(context, KEYS_WARM)).endsWith("; custom-trust=warm warms TLS, too");
        assertThat(obstacle(context, TRUST_WARM)).endsWith("; client-cert=warm warms TLS, too");
        assertThat(obstacle(context, BOTH_WARM)).isNull();
    }

    @Test
    void theJvmsDefaultContextIsOfTheJdk() throws Exception {
        assertThat(obstacle(SSLContext.getDefault(), NEITHER)).isNull();
        assertThat(obstacle(SSLContext.getInstance("Default"), NEITHER)).isNull();
        assertThat(obstacle(SSLSocketFactory.getDefault(), NEITHER)).isNull();
    }

    @Test
    void aFactoryIsAsItsContextIs() throws Exception {
        assertThat(obstacle(LocalCertificates.trusting().getSocketFactory(), NEITHER))
                .isNull();
        SSLContext own = context("TLS", null, new TrustManager[] {new OwnTrust()});
        assertThat(obstacle(own.getSocketFactory(), NEITHER)).contains("OwnTrust");
    }

    @Test
    void itIsAsTheContextIsNow() throws Exception {
        SSLContext context = context("TLS", null, JDK_TRUST);
        SSLSocketFactory kept = context.getSocketFactory();
        context.init(null, new TrustManager[] {new OwnTrust()}, null);
        assertThat(obstacle(kept, NEITHER)).contains("OwnTrust");
        assertThat(obstacle(context, NEITHER)).contains("OwnTrust");
        context.init(null, JDK_TRUST, null);
        assertThat(obstacle(kept, NEITHER)).isNull();
    }

    @Test
    void aSubclassIsNotTheJdks() throws Exception {
        SSLContext context = new SSLContext(null, SSLContext.getDefault().getProvider(), "TLS") {};
        assertThat(obstacle(context, BOTH_WARM))
                .isEqualTo("TCP only for a client whose SSLContext is not the JDK's ("
                        + getClass().getName() + "$"
                        + context.getClass().getName().replaceAll(".*\\$", "") + ")");
    }

    @Test
    void aFactoryOfTheApplicationsIsNotTheJdks() {
        assertThat(obstacle(new OwnFactory(), BOTH_WARM))
                .isEqualTo("TCP only for a client whose SSLSocketFactory is not the JDK's ("
                        + OwnFactory.class.getName() + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS", "DTLS"})
    void whatCantBeToldIsNotTheJdks(String protocol) throws Exception {
        SSLContext uninitialised = SSLContext.getInstance(protocol);
        assertThat(obstacle(uninitialised, NEITHER)).contains("that can't be looked at");
        assertThat(obstacle(uninitialised, KEYS_WARM)).isNotNull();
        assertThat(obstacle(uninitialised, TRUST_WARM)).isNotNull();
    }

    @Test
    void nothingAtAllIsNotTheJdks() {
        assertThat(obstacle(null, NEITHER)).isNotNull();
    }

    private static String obstacle(Object source, OriginSettings settings) {
        return TlsManagers.of(source).obstacle(settings);
    }

    private static SSLContext context(String protocol, KeyManager[] keys, TrustManager[] trust) throws Exception {
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys, trust, null);
        return context;
    }

    private static TrustManager[] trust(String algorithm, KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(algorithm);
            factory.init(store);
            return factory.getTrustManagers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(String algorithm) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
        factory.init(STORE, PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyManager byBuilder() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
        factory.init(new KeyStoreBuilderParameters(
                KeyStore.Builder.newInstance(STORE, new KeyStore.PasswordProtection(PASSWORD))));
        return factory.getKeyManagers()[0];
    }

    private static PKIXBuilderParameters pathParameters() throws Exception {
        return new PKIXBuilderParameters(STORE, new X509CertSelector());
    }

    private static TrustManager byPath(PKIXBuilderParameters parameters) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory.getTrustManagers()[0];
    }

    private static TrustManager proxy(X509TrustManager real) {
        return (TrustManager) Proxy.newProxyInstance(
                TlsManagersTest.class.getClassLoader(),
                new Class<?>[] {X509TrustManager.class},
                (p, method, arguments) -> method.invoke(real, arguments));
    }

    private static KeyManager proxyOfKeys() {
        return (KeyManager) Proxy.newProxyInstance(
                TlsManagersTest.class.getClassLoader(),
                new Class<?>[] {X509KeyManager.class},
                (p, method, arguments) -> null);
    }

    private static final class OwnExtendedTrust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class OwnKeys extends X509ExtendedKeyManager {
        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    private static final class OwnFactory extends SSLSocketFactory {
        @Override
        public String[] getDefaultCipherSuites() {
            return new String[0];
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return new String[0];
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
            return null;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return null;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return null;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return null;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return null;
        }
    }

    private static final class Checker extends PKIXCertPathChecker {
        @Override
        public void init(boolean forward) {}

        @Override
        public boolean isForwardCheckingSupported() {
            return true;
        }

        @Override
        public Set<String> getSupportedExtensions() {
            return null;
        }

        @Override
        public void check(Certificate certificate, Collection<String> unresolved) {}
    }
}
