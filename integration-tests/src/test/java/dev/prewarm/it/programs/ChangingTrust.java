package dev.prewarm.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Every client with each kind of trust that may change its mind. Arguments: {@code trust} and {@code keys}, PKCS12 files; {@code plain}
 * and {@code warm}, origins. Each sends to either until two were hits; then, at {@code plain}, the server is trusted no more, and one
 * request more is sent. Prints {@code ORIGIN KIND CLIENT hits=.. hitsTcp=.. asked=..} (by the agent's threads) {@code then=..} (200, or
 * what was thrown).
 */
public final class ChangingTrust {
    private static final int MOST = 200;
    private static final int GAP_MILLIS = 50;

    private final Options options;
    private final KeyStore trusted;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean refuses;

    private ChangingTrust(Options options) throws Exception {
        this.options = options;
        this.trusted = store(options.text("trust", ""));
    }

    public static void main(String[] args) throws Exception {
        ChangingTrust program = new ChangingTrust(new Options(args));
        for (String origin : new String[] {"plain", "warm"}) {
            for (Kind kind : Kind.values()) {
                for (String client : Caller.NAMES) {
                    program.run(origin, kind, client);
                }
            }
        }
        System.out.println("done");
        System.exit(0);
    }

    enum Kind {
        /** A class of the application's, from some moment on. */
        TIME,
        /** A class of the application's, whose store is read again. */
        RELOAD,
        /** The JDK's class, with the application's own check of each path. */
        PATH,
        /** The JDK's class, but the context is initialised again. */
        INIT,
        /** The JDK's class; keys are looked up whenever one is asked for. */
        KEYS
    }

    private void run(String origin, Kind kind, String client) throws Exception {
        refuses = false;
        Reloading reloading = new Reloading();
        TrustManager trust =
                kind == Kind.TIME || kind == Kind.RELOAD ? reloading : kind == Kind.PATH ? byPath() : of(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(kind == Kind.KEYS ? lookedUp() : null, new TrustManager[] {trust}, null);
        SSLContext.setDefault(context);
        Caller caller = OwnManagers.caller(client, context, (X509TrustManager) trust);
        String url = options.text(origin, "");
        AgentCounters before = AgentCounters.ofOrigin(url);
        AgentCounters after = before;
        asked.set(0);
        for (int i = 0; i < MOST && after.get("Hits") < before.get("Hits") + 2; i++) {
            caller.get(url + "/");
            Thread.sleep(GAP_MILLIS);
            after = AgentCounters.ofOrigin(url);
        }
        String then = "";
        if (origin.equals("plain") && kind != Kind.KEYS) {
            refuses = kind != Kind.RELOAD && kind != Kind.INIT;
            if (kind == Kind.RELOAD) {
                reloading.now = of(null);
            } else if (kind == Kind.INIT) {
                context.init(null, new TrustManager[] {of(null)}, null);
            }
            then = then(caller, url, context.getClientSessionContext());
        }
        System.out.println(origin + " " + kind + " " + client + " hits=" + (after.get("Hits") - before.get("Hits"))
                + " hitsTcp=" + (after.get("HitsTcp") - before.get("HitsTcp")) + " asked=" + asked + " then=" + then);
        caller.close();
    }

    /** Sessions that can be resumed are verified by nobody, with or without the agent. */
    private static String then(Caller caller, String url, SSLSessionContext sessions) {
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
        try {
            caller.get(url + "/");
            return "200";
        } catch (Exception e) {
            return "refused";
        }
    }

    private void asked() {
        if (Thread.currentThread().getName().startsWith("prewarm-")) {
            asked.incrementAndGet();
        }
    }

    private static KeyStore store(String file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, "changeit".toCharArray());
        }
        return store;
    }

    /** @param store null: what the JVM trusts, which is not the server */
    private static X509TrustManager of(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private TrustManager byPath() throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.addCertPathChecker(new Checker());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory.getTrustManagers()[0];
    }

    private KeyManager[] lookedUp() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
        factory.init(store(options.text("keys", "")), "changeit".toCharArray());
        return factory.getKeyManagers();
    }

    private final class Checker extends PKIXCertPathChecker {
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
        public void check(Certificate certificate, Collection<String> unresolved) throws CertPathValidatorException {
            asked();
            if (refuses) {
                throw new CertPathValidatorException("not any more");
            }
        }
    }

    private final class Reloading implements X509TrustManager {
        private volatile X509TrustManager now = of(trusted);

        Reloading() throws GeneralSecurityException {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            asked();
            if (refuses) {
                throw new CertificateException("not any more");
            }
            now.checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return now.getAcceptedIssuers();
        }
    }
}
