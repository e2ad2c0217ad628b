package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.util.VersionInfo;

/** Apache HttpClient 5, async; its trust is the JVM's own. */
public final class ApacheAsyncDriver implements Driver {
    private static final int ENOUGH = 100;

    @Override
    public Map<Ability, String> lacks() {
        Map<Ability, String> lacks = new EnumMap<>(Ability.class);
        lacks.put(Ability.BLOCKING, "no call blocks");
        lacks.put(Ability.CANCEL_BLOCKING, "no call blocks");
        lacks.put(Ability.INTERRUPTED_IN_BODY, "no call blocks");
        lacks.put(Ability.HEALS_CLOSED, "the end of a stream is final to it");
        lacks.put(Ability.HANDSHAKE_TIMEOUT, "only by the connection manager's configuration");
        VersionInfo version =
                VersionInfo.loadVersionInfo("org.apache.hc.client5", ApacheAsyncDriver.class.getClassLoader());
        if (version.getRelease().startsWith("5.0")) {
            lacks.put(Ability.H2, "5.0 and the server of these tests wait for one another");
        }
        lacks.put(Ability.SOCKS_PROPERTY, "channels don't go through it");
        lacks.put(Ability.CALL_TIMEOUT, "there is none");
        lacks.put(Ability.WEB_SOCKET, "there are none");
        lacks.put(Ability.PINS, "there are none");
        lacks.put(Ability.DISTRUST, "trust is the client's");
        lacks.put(Ability.SOCKET_FACTORY, "its reactor opens channels itself");
        lacks.put(Ability.CHANGED_VERIFIER, "it is the connection manager's");
        lacks.put(Ability.FAST_FALLBACK, "it asks for one address after the other");
        return lacks;
    }

    @Override
    public List<Way> ways() {
        return List.of(Way.ASYNC);
    }

    @Override
    public Session open(Setup setup) throws Exception {
        PoolingAsyncClientConnectionManagerBuilder manager = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(setup.number(Ability.LIMIT, ENOUGH))
                .setMaxConnTotal(setup.number(Ability.LIMIT, ENOUGH))
                .setDnsResolver(ApacheShared.resolver(setup));
        if (setup.wants(Ability.OWN_TLS)) {
            manager.setTlsStrategy(new DefaultClientTlsStrategy(SSLContext.getDefault()) {});
        }
        if (setup.wants(Ability.HOSTNAME_VERIFIER)) {
            boolean answer = Boolean.parseBoolean(setup.value(Ability.HOSTNAME_VERIFIER));
            manager.setTlsStrategy(new DefaultClientTlsStrategy(SSLContext.getDefault(), (host, session) -> answer));
        }
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setConnectionManager(manager.build())
                .setRoutePlanner(ApacheShared.planner(setup))
                .addRequestInterceptorLast(ApacheShared.REQUESTS)
                .addResponseInterceptorFirst(ApacheShared.RESPONSES)
                .setDefaultCredentialsProvider(ApacheShared.credentials(setup));
        if (setup.wants(Ability.NO_RETRIES)) {
            builder.disableAutomaticRetries();
        }
        if (setup.wants(Ability.HTTP_1_1_ONLY)) {
            builder.setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1);
        }
        for (String link : ApacheShared.LINKS) {
            builder.addExecInterceptorBefore(
                    link,
                    "before-" + link,
                    (request, body, scope, chain, callback) -> chain.proceed(
                            request,
                            body,
                            scope,
                            new NotingCallback(link, ApacheShared.events(scope.clientContext), callback)));
        }
        CloseableHttpAsyncClient client = builder.build();
        client.start();
        return new ApacheAsyncSession(client, setup);
    }

    private static final class ApacheAsyncSession implements Session {
        private final CloseableHttpAsyncClient client;
        private final Setup setup;

        ApacheAsyncSession(CloseableHttpAsyncClient client, Setup setup) {
            this.client = client;
            this.setup = setup;
        }

        @Override
        public Exchange exchange(Ask ask, Way way) {
            Events events = new Events();
            HttpClientContext context = ApacheShared.context(events);
            context.setRequestConfig(ApacheShared.config(setup, ask));
            return new ApacheAsyncExchange(client, context, ask);
        }

        @Override
        public Session but(Ability ability, String value) {
            return new ApacheAsyncSession(client, setup.with(ability, value));
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static final class ApacheAsyncExchange implements Exchange {
        private final CloseableHttpAsyncClient client;
        private final HttpClientContext context;
        private final Ask ask;
        private final NotingConsumer consumer;
        private Future<String> future;
        private boolean cancelled;

        ApacheAsyncExchange(CloseableHttpAsyncClient client, HttpClientContext context, Ask ask) {
            this.client = client;
            this.context = context;
            this.ask = ask;
            this.consumer = new NotingConsumer(ask, context);
        }

        @Override
        public String play() throws Exception {
            try {
                return sent().get(120, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            } finally {
                consumer.awaitRelease();
            }
        }

        private synchronized Future<String> sent() {
            BasicHttpRequest request = new BasicHttpRequest(ask.method(), URI.create(ask.url()));
            future = client.execute(new BasicRequestProducer(request, body()), consumer, context, null);
            if (cancelled) {
                future.cancel(true);
            }
            return future;
        }

        private AsyncEntityProducer body() {
            switch (ask.kind()) {
                case NONE:
                    return null;
                case BYTES:
                    return new BasicAsyncEntityProducer(ask.bytes(), ContentType.APPLICATION_OCTET_STREAM);
                case STREAMED:
                    return new BasicAsyncEntityProducer(ask.bytes(), ContentType.APPLICATION_OCTET_STREAM, true);
                default:
                    return new BasicAsyncEntityProducer(ask.bytes(), ContentType.APPLICATION_OCTET_STREAM, true) {
                        @Override
                        public boolean isRepeatable() {
                            return false;
                        }
                    };
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (future != null) {
                future.cancel(true);
            }
        }

        @Override
        public List<String> events() {
            return ApacheShared.events(context).all();
        }
    }
}
