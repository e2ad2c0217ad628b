package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.programs.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** java.net.http.HttpClient. */
public final class JdkDriver implements Driver {
    private static final int KNOWS_LOCAL_ADDRESS = 19;

    @Override
    public Map<Ability, String> lacks() {
        Map<Ability, String> lacks = new EnumMap<>(Ability.class);
        lacks.put(Ability.CANCEL_BLOCKING, "send() can only be interrupted");
        lacks.put(Ability.NO_RETRIES, "it repeats GET and HEAD");
        lacks.put(Ability.BODY_TIMEOUT, "the timeout of a request ends with the head of its answer");
        lacks.put(Ability.SOCKS_PROPERTY, "channels don't go through it");
        lacks.put(Ability.CALL_TIMEOUT, "there is none");
        lacks.put(Ability.TRAILERS, "they are read away");
        lacks.put(Ability.PINS, "there are none");
        lacks.put(Ability.HOSTNAME_VERIFIER, "the trust manager verifies the name");
        lacks.put(Ability.CHANGED_VERIFIER, "the trust manager verifies the name");
        lacks.put(Ability.DISTRUST, "trust is the client's");
        lacks.put(Ability.SOCKET_FACTORY, "it opens channels itself");
        lacks.put(Ability.OWN_TLS, "it makes engines itself, of the SSLContext");
        lacks.put(Ability.ADDRESSES, "it resolves names itself");
        lacks.put(Ability.FAST_FALLBACK, "it asks for one address");
        lacks.put(Ability.LIMIT, "there is none");
        if (Runtime.version().feature() < KNOWS_LOCAL_ADDRESS) {
            lacks.put(Ability.LOCAL_ADDRESS, "since JDK " + KNOWS_LOCAL_ADDRESS);
        }
        return lacks;
    }

    @Override
    public List<Way> ways() {
        return List.of(Way.BLOCKING, Way.ASYNC);
    }

    @Override
    public Session open(Setup setup) throws Exception {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .sslContext(Trust.of(setup.trustStore()).context())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofMillis(setup.millis(Ability.CONNECT_TIMEOUT)));
        if (setup.wants(Ability.HTTP_1_1_ONLY)) {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        if (setup.wants(Ability.PROXY)) {
            builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", setup.number(Ability.PROXY, 0))));
        }
        if (setup.wants(Ability.BASIC_AUTH)) {
            String[] who = setup.value(Ability.BASIC_AUTH).split(":");
            builder.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(who[0], who[1].toCharArray());
                }
            });
        }
        if (setup.wants(Ability.LOCAL_ADDRESS)) {
            HttpClient.Builder.class
                    .getMethod("localAddress", InetAddress.class)
                    .invoke(builder, InetAddress.getByName(setup.value(Ability.LOCAL_ADDRESS)));
        }
        return new JdkSession(builder.build(), setup.millis(Ability.RESPONSE_TIMEOUT));
    }

    private static final class JdkSession implements Session {
        private final HttpClient client;
        private final int timeoutMillis;

        JdkSession(HttpClient client, int timeoutMillis) {
            this.client = client;
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        public Exchange exchange(Ask ask, Way way) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ask.url()))
                    .method(ask.method(), body(ask))
                    .expectContinue(ask.expectsContinue())
                    .timeout(Duration.ofMillis(timeoutMillis));
            return new JdkExchange(client, request.build(), ask, way);
        }

        private static BodyPublisher body(Ask ask) {
            byte[] bytes = ask.bytes();
            switch (ask.kind()) {
                case NONE:
                    return BodyPublishers.noBody();
                case BYTES:
                    return BodyPublishers.ofByteArray(bytes);
                case ONE_SHOT:
                    InputStream once = new ByteArrayInputStream(bytes);
                    return BodyPublishers.ofInputStream(() -> once);
                default:
                    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
            }
        }

        @Override
        public Session but(Ability ability, String value) {
            return new JdkSession(client, Integer.parseInt(value));
        }

        @Override
        public List<String> webSocket(String url, String text) throws Exception {
            Events events = new Events();
            CompletableFuture<Void> closed = new CompletableFuture<>();
            WebSocket.Listener listener = new WebSocket.Listener() {
                @Override
                public void onOpen(WebSocket socket) {
                    events.add("onOpen(" + socket.getSubprotocol() + ")");
                    socket.request(Long.MAX_VALUE);
                }

                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                    events.add("onText(" + data + ")");
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye");
                    return null;
                }

                @Override
                public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                    events.add("onClose(" + status + " " + reason + ")");
                    closed.complete(null);
                    return null;
                }

                @Override
                public void onError(WebSocket socket, Throwable error) {
                    events.add("onError(" + Outcome.of(error) + ")");
                    closed.complete(null);
                }
            };
            URI uri = URI.create(url.replaceFirst("^http", "ws"));
            client.newWebSocketBuilder()
                    .buildAsync(uri, listener)
                    .get(120, TimeUnit.SECONDS)
                    .sendText(text, true);
            closed.get(120, TimeUnit.SECONDS);
            return events.all();
        }

        @Override
        public void close() {
            // Before JDK 21 it ends when nobody refers to it.
        }
    }

    private static final class JdkExchange implements Exchange {
        private final HttpClient client;
        private final HttpRequest request;
        private final Ask ask;
        private final Way way;
        private final Events events = new Events();
        private boolean cancelled;
        private CompletableFuture<HttpResponse<byte[]>> future;

        JdkExchange(HttpClient client, HttpRequest request, Ask ask, Way way) {
            this.client = client;
            this.request = request;
            this.ask = ask;
            this.way = way;
        }

        @Override
        public String play() throws Exception {
            HttpResponse.BodyHandler<byte[]> handler = info -> {
                events.add("head(" + info.statusCode() + ")");
                ask.headCame();
                return new JdkSubscriber(BodyHandlers.ofByteArray().apply(info), events);
            };
            return text(
                    way == Way.BLOCKING
                            ? client.send(request, handler)
                            : sent(handler).get());
        }

        private synchronized CompletableFuture<HttpResponse<byte[]>> sent(HttpResponse.BodyHandler<byte[]> handler) {
            future = client.sendAsync(request, handler);
            if (cancelled) {
                future.cancel(true);
            }
            return future;
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
            return events.all();
        }

        private static String text(HttpResponse<byte[]> response) {
            return Outcome.of(
                    response.statusCode(),
                    response.version(),
                    response.headers().map().entrySet(),
                    response.body(),
                    response.previousResponse()
                                    .map(previous -> "previous=" + previous.statusCode() + " ")
                                    .orElse("")
                            + TlsText.of(response.sslSession().orElse(null)));
        }
    }
}
