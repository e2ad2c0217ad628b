package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/** Apache HttpClient 5, classic; its trust is the JVM's own. */
public final class ApacheDriver implements Driver {
    private static final int ENOUGH = 100;

    @Override
    public Map<Ability, String> lacks() {
        Map<Ability, String> lacks = new EnumMap<>(Ability.class);
        lacks.put(Ability.HANDSHAKE_TIMEOUT, "only by the connection manager's configuration");
        lacks.put(Ability.CALL_TIMEOUT, "there is none");
        lacks.put(Ability.INTERRUPTED_IN_BODY, "a read of a socket goes on");
        lacks.put(Ability.H2, "it speaks HTTP/1.1 alone");
        lacks.put(Ability.HTTP_1_1_ONLY, "it speaks nothing else");
        lacks.put(Ability.WEB_SOCKET, "there are none");
        lacks.put(Ability.PINS, "there are none");
        lacks.put(Ability.CHANGED_VERIFIER, "it is the connection manager's");
        lacks.put(Ability.FAST_FALLBACK, "it asks for one address after the other");
        try {
            Class.forName("org.apache.hc.client5.http.ssl.TlsSocketStrategy");
            lacks.put(Ability.DISTRUST, "since 5.4 a request's context has no say in it");
        } catch (ClassNotFoundException before54) {
            // By a registry of socket factories.
        }
        return lacks;
    }

    @Override
    public List<Way> ways() {
        return List.of(Way.BLOCKING);
    }

    @Override
    public Session open(Setup setup) throws Exception {
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(manager(setup))
                .setRoutePlanner(ApacheShared.planner(setup))
                .addRequestInterceptorLast(ApacheShared.REQUESTS)
                .addResponseInterceptorFirst(ApacheShared.RESPONSES)
                .setDefaultCredentialsProvider(ApacheShared.credentials(setup));
        if (setup.wants(Ability.NO_RETRIES)) {
            builder.disableAutomaticRetries();
        }
        for (String link : ApacheShared.LINKS) {
            builder.addExecInterceptorBefore(link, "before-" + link, noting(link));
        }
        return new ApacheSession(builder.build(), setup, null);
    }

    private static PoolingHttpClientConnectionManager manager(Setup setup) throws Exception {
        if (setup.wants(Ability.SOCKET_FACTORY)) {
            return OwnSockets.manager();
        }
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(setup.number(Ability.LIMIT, ENOUGH))
                .setMaxConnTotal(setup.number(Ability.LIMIT, ENOUGH))
                .setDnsResolver(ApacheShared.resolver(setup));
        if (setup.wants(Ability.OWN_TLS)) {
            builder.setSSLSocketFactory(new SSLConnectionSocketFactory(SSLContext.getDefault()) {});
        }
        if (setup.wants(Ability.HOSTNAME_VERIFIER)) {
            boolean answer = Boolean.parseBoolean(setup.value(Ability.HOSTNAME_VERIFIER));
            HostnameVerifier verifier = (host, session) -> answer;
            builder.setSSLSocketFactory(new SSLConnectionSocketFactory(SSLContext.getDefault(), verifier));
        }
        return builder.build();
    }

    private static ExecChainHandler noting(String link) {
        return (request, scope, chain) -> {
            Events events = ApacheShared.events(scope.clientContext);
            events.add(link + "{");
            try {
                ClassicHttpResponse response = chain.proceed(request, scope);
                events.add("}" + response.getCode());
                return response;
            } catch (IOException e) {
                events.add("}" + e.getClass().getSimpleName());
                throw e;
            }
        };
    }

    private static final class ApacheSession implements Session {
        private final CloseableHttpClient client;
        private final Setup setup;
        private final SSLConnectionSocketFactory tls;

        /** {@code tls}: by which the requests' contexts replace the client's, where the version has that; null: none. */
        ApacheSession(CloseableHttpClient client, Setup setup, SSLConnectionSocketFactory tls) {
            this.client = client;
            this.setup = setup;
            this.tls = tls;
        }

        @Override
        public Exchange exchange(Ask ask, Way way) {
            HttpUriRequestBase request = new HttpUriRequestBase(ask.method(), URI.create(ask.url()));
            request.setConfig(ApacheShared.config(setup, ask));
            if (ask.kind() == Ask.Body.BYTES) {
                request.setEntity(new ByteArrayEntity(ask.bytes(), ContentType.APPLICATION_OCTET_STREAM));
            } else if (ask.kind() == Ask.Body.STREAMED) {
                request.setEntity(new ByteArrayEntity(ask.bytes(), ContentType.APPLICATION_OCTET_STREAM, true));
            } else if (ask.kind() == Ask.Body.ONE_SHOT) {
                request.setEntity(new InputStreamEntity(
                        new ByteArrayInputStream(ask.bytes()), -1, ContentType.APPLICATION_OCTET_STREAM));
            }
            HttpClientContext context = ApacheShared.context(new Events());
            if (tls != null) {
                context.setAttribute(
                        "http.socket-factory-registry",
                        RegistryBuilder.<ConnectionSocketFactory>create()
                                .register("https", tls)
                                .build());
            }
            return new ApacheExchange(client, request, context, ask);
        }

        @Override
        public Session but(Ability ability, String value) throws Exception {
            if (ability != Ability.DISTRUST) {
                return new ApacheSession(client, setup.with(ability, value), tls);
            }
            return new ApacheSession(
                    client, setup, new SSLConnectionSocketFactory(Trust.nobody().context()));
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static final class ApacheExchange implements Exchange {
        private final CloseableHttpClient client;
        private final HttpUriRequestBase request;
        private final HttpClientContext context;
        private final Ask ask;

        ApacheExchange(CloseableHttpClient client, HttpUriRequestBase request, HttpClientContext context, Ask ask) {
            this.client = client;
            this.request = request;
            this.context = context;
            this.ask = ask;
        }

        @Override
        public String play() throws Exception {
            return client.execute(request, context, response -> {
                ask.headCame();
                HttpEntity entity = response.getEntity();
                byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
                boolean trailers = entity != null && entity.getTrailers() != null;
                return ApacheShared.outcome(
                        response, body, context, trailers ? entity.getTrailers().get() : null);
            });
        }

        @Override
        public void cancel() {
            request.cancel();
        }

        @Override
        public List<String> events() {
            return ApacheShared.events(context).all();
        }
    }
}
