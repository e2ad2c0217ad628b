package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.CertificatePinner;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/** OkHttp, by what all versions from 3.14 to 5 have. */
public final class OkHttpDriver implements Driver {
    private static final String WRONG_PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Override
    public Map<Ability, String> lacks() {
        Map<Ability, String> lacks = new EnumMap<>(Ability.class);
        lacks.put(Ability.LOCAL_ADDRESS, "only by a socket factory of the application's own");
        lacks.put(Ability.RETRIES_ALIKE, "it asks again where a connection had served before");
        lacks.put(Ability.DISTRUST, "trust is the client's");
        lacks.put(Ability.INTERRUPTED_IN_BODY, "a read of a socket goes on");
        try {
            Class.forName("okhttp3.internal.connection.FastFallbackExchangeFinder");
        } catch (ClassNotFoundException before5) {
            lacks.put(Ability.FAST_FALLBACK, "since 5.0");
        }
        return lacks;
    }

    @Override
    public List<Way> ways() {
        return List.of(Way.BLOCKING, Way.ASYNC);
    }

    @Override
    public Session open(Setup setup) throws Exception {
        Trust trust = Trust.of(setup.trustStore());
        SSLSocketFactory factory = trust.context().getSocketFactory();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(setup.millis(Ability.CONNECT_TIMEOUT), TimeUnit.MILLISECONDS)
                .readTimeout(setup.millis(Ability.RESPONSE_TIMEOUT), TimeUnit.MILLISECONDS)
                .sslSocketFactory(setup.wants(Ability.OWN_TLS) ? new OwnTlsFactory(factory) : factory, trust.manager())
                .eventListenerFactory(call -> new OkHttpListener(call.request().tag(Events.class)))
                .addInterceptor(OkHttpListener::intercept)
                .addNetworkInterceptor(OkHttpListener::interceptNetwork)
                .retryOnConnectionFailure(!setup.wants(Ability.NO_RETRIES));
        if (setup.wants(Ability.PROXY)) {
            builder.proxy(
                    new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", setup.number(Ability.PROXY, 0))));
        }
        if (setup.wants(Ability.HTTP_1_1_ONLY)) {
            builder.protocols(List.of(Protocol.HTTP_1_1));
        }
        if (setup.wants(Ability.SOCKET_FACTORY)) {
            builder.socketFactory(new OwnSocketFactory());
        }
        if (setup.wants(Ability.BASIC_AUTH)) {
            String[] who = setup.value(Ability.BASIC_AUTH).split(":");
            builder.authenticator((route, response) -> response.request().header("Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Authorization", Credentials.basic(who[0], who[1]))
                            .build());
        }
        if (setup.wants(Ability.ADDRESSES)) {
            List<InetAddress> addresses = new ArrayList<>();
            for (String address : setup.value(Ability.ADDRESSES).split(",")) {
                addresses.add(InetAddress.getByName(address));
            }
            builder.dns(host -> addresses);
        }
        if (setup.wants(Ability.LIMIT)) {
            Dispatcher dispatcher = new Dispatcher();
            dispatcher.setMaxRequestsPerHost(setup.number(Ability.LIMIT, 0));
            builder.dispatcher(dispatcher);
        }
        for (Ability ability : List.of(Ability.PINS, Ability.HOSTNAME_VERIFIER)) {
            if (setup.wants(ability)) {
                change(builder, trust, ability, setup.value(ability));
            }
        }
        return new OkHttpSession(builder.build(), trust);
    }

    private static void change(OkHttpClient.Builder builder, Trust trust, Ability ability, String value) {
        if (ability == Ability.HOSTNAME_VERIFIER || ability == Ability.CHANGED_VERIFIER) {
            boolean answer = Boolean.parseBoolean(value);
            builder.hostnameVerifier((host, session) -> answer);
        } else if (ability == Ability.PINS) {
            String right = CertificatePinner.pin(trust.manager().getAcceptedIssuers()[0]);
            builder.certificatePinner(new CertificatePinner.Builder()
                    .add("localhost", value.equals("right") ? right : WRONG_PIN)
                    .build());
        } else if (ability == Ability.RESPONSE_TIMEOUT) {
            builder.readTimeout(Integer.parseInt(value), TimeUnit.MILLISECONDS);
        } else if (ability == Ability.CALL_TIMEOUT) {
            builder.callTimeout(Integer.parseInt(value), TimeUnit.MILLISECONDS);
        } else {
            throw new UnsupportedOperationException(ability + " of a client that is there");
        }
    }

    private static final class OkHttpSession implements Session {
        private final OkHttpClient client;
        private final Trust trust;

        OkHttpSession(OkHttpClient client, Trust trust) {
            this.client = client;
            this.trust = trust;
        }

        @Override
        public Exchange exchange(Ask ask, Way way) {
            Events events = new Events();
            Request.Builder request = new Request.Builder()
                    .url(ask.url())
                    .method(ask.method(), body(ask))
                    .tag(Events.class, events);
            if (ask.expectsContinue()) {
                request.header("Expect", "100-continue");
            }
            return new OkHttpExchange(client.newCall(request.build()), events, ask, way);
        }

        /** OkHttp wants one where a method usually has one. */
        private static AskedBody body(Ask ask) {
            boolean wanted = ask.method().equals("POST") || ask.method().equals("PATCH");
            return ask.kind() == Ask.Body.NONE && !wanted ? null : new AskedBody(ask);
        }

        @Override
        public Session but(Ability ability, String value) {
            OkHttpClient.Builder builder = client.newBuilder();
            change(builder, trust, ability, value);
            return new OkHttpSession(builder.build(), trust);
        }

        @Override
        public List<String> webSocket(String url, String text) throws Exception {
            Events events = new Events();
            OkHttpWebSocket listener = new OkHttpWebSocket(events, text);
            client.newWebSocket(
                    new Request.Builder().url(url).tag(Events.class, events).build(), listener);
            listener.awaitEnd();
            return events.all();
        }

        @Override
        public void close() {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
