package dev.prewarm.it.programs;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PrivilegedExceptionAction;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.Subject;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequests;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Every client with trust and key managers of the application's own, on behalf of somebody. Arguments: {@code trust}, a PKCS12
 * file; {@code tcp}, {@code half}, {@code tls}, origins, in this order: each client sends to each until two were hits. Prints
 * {@code NAME CLIENT hits=.. hitsTcp=..}, and after each origin {@code NAME asked=..} (how often the agent's threads had asked a
 * manager by then) {@code as=[..]} (on whose behalf).
 */
@SuppressWarnings("removal")
public final class OwnManagers {
    private static final int MOST = 200;
    private static final int GAP_MILLIS = 50;

    /** What threads that the application makes inherit. */
    private static final ThreadLocal<String> LOCAL = new InheritableThreadLocal<>();

    private final AtomicInteger asked = new AtomicInteger();
    private final Set<String> subjects = new ConcurrentSkipListSet<>();
    private final Options options;

    private OwnManagers(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        LOCAL.set("somebody");
        Principal somebody = () -> "somebody";
        Subject subject = new Subject(true, Set.of(somebody), Set.of(), Set.of());
        Subject.doAs(subject, (PrivilegedExceptionAction<Void>) () -> {
            new OwnManagers(new Options(args)).run();
            return null;
        });
        System.out.println("done");
        System.exit(0);
    }

    private void run() throws Exception {
        Trust trust = new Trust(options.text("trust", ""));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new NoKeys()}, new TrustManager[] {trust}, null);
        SSLContext.setDefault(context);
        List<Caller> callers = new ArrayList<>();
        for (String client : Caller.NAMES) {
            callers.add(caller(client, context, trust));
        }
        for (String name : new String[] {"tcp", "half", "tls"}) {
            for (int i = 0; i < callers.size(); i++) {
                send(name, Caller.NAMES.get(i), callers.get(i));
            }
            System.out.println(name + " asked=" + asked + " as=" + subjects);
        }
    }

    /** One that makes its TLS by a context, which is the JVM's default one. */
    static Caller caller(String client, SSLContext context, X509TrustManager trust) throws Exception {
        switch (client) {
            case "okhttp":
                return new OkHttp(context, trust);
            case "apache":
                return new Apache();
            case "apache-async":
                return new ApacheAsync();
            default:
                return Caller.of(client);
        }
    }

    private void send(String name, String client, Caller caller) throws Exception {
        String origin = options.text(name, "");
        AgentCounters before = AgentCounters.ofOrigin(origin);
        AgentCounters after = before;
        for (int i = 0; i < MOST && after.get("Hits") < before.get("Hits") + 2; i++) {
            caller.get(origin + "/");
            Thread.sleep(GAP_MILLIS);
            after = AgentCounters.ofOrigin(origin);
        }
        System.out.println(name + " " + client + " hits=" + (after.get("Hits") - before.get("Hits")) + " hitsTcp="
                + (after.get("HitsTcp") - before.get("HitsTcp")));
    }

    private void asked() {
        if (Thread.currentThread().getName().startsWith("prewarm-")) {
            asked.incrementAndGet();
            subjects.add(subject());
        }
    }

    /** From JDK 24 on a Subject is bound to code that runs, and no thread inherits it. */
    private static String subject() {
        if (LOCAL.get() != null) {
            return "by thread local: " + LOCAL.get();
        }
        try {
            Subject subject = Subject.getSubject(AccessController.getContext());
            return subject == null ? "nobody" : subject.getPrincipals().toString();
        } catch (UnsupportedOperationException gone) {
            return "nobody";
        }
    }

    private static final class OkHttp implements Caller {
        private final OkHttpClient client;

        OkHttp(SSLContext context, X509TrustManager trust) {
            client = new OkHttpClient.Builder()
                    .sslSocketFactory(context.getSocketFactory(), trust)
                    .build();
        }

        @Override
        public void get(String url) throws Exception {
            Request request = new Request.Builder().url(url).build();
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
                Caller.check(response.code() == 200, response.code());
            }
        }
    }

    /** By the JVM's default context, which is ours. */
    private static final class Apache implements Caller {
        private final CloseableHttpClient client;

        Apache() {
            PoolingHttpClientConnectionManagerBuilder manager = PoolingHttpClientConnectionManagerBuilder.create();
            manager.useSystemProperties();
            client = HttpClients.custom().setConnectionManager(manager.build()).build();
        }

        @Override
        public void get(String url) throws Exception {
            try (CloseableHttpResponse response = client.execute(new HttpGet(url))) {
                EntityUtils.consume(response.getEntity());
                Caller.check(response.getCode() == 200, response.getCode());
            }
        }
    }

    private static final class ApacheAsync implements Caller {
        private final CloseableHttpAsyncClient client;

        ApacheAsync() {
            PoolingAsyncClientConnectionManagerBuilder manager = PoolingAsyncClientConnectionManagerBuilder.create();
            manager.useSystemProperties();
            client = HttpAsyncClients.custom()
                    .setConnectionManager(manager.build())
                    .build();
            client.start();
        }

        @Override
        public void get(String url) throws Exception {
            int status = client.execute(SimpleHttpRequests.get(url), null).get().getCode();
            Caller.check(status == 200, status);
        }
    }

    private final class Trust implements X509TrustManager {
        private final X509TrustManager real;

        Trust(String file) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                store.load(in, "changeit".toCharArray());
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            real = (X509TrustManager) factory.getTrustManagers()[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            asked();
            real.checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return real.getAcceptedIssuers();
        }
    }

    private final class NoKeys extends X509ExtendedKeyManager {
        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            asked();
            return null;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            asked();
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
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
}
