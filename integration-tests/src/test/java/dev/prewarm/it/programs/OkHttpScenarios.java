package dev.prewarm.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.CertificatePinner;
import okhttp3.Connection;
import okhttp3.Credentials;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Plays scenarios with OkHttp, {@code name=origin} each (behind a bar the port of a proxy), and prints what came of each
 * request: the answer or the exception with its causes, and the order of its events. Then the agent's counters.
 */
public final class OkHttpScenarios {
    private static final int FIRST_FILLING_MILLIS = 1_500;
    private static final int REFILL_MILLIS = 300;

    /** Until what is parked is what the server calls late. */
    private static final int LATE_MILLIS = 1_300;

    private static final Map<String, Scenario> ALL = new TreeMap<>();

    static {
        Scenario good = stage -> stage.warmUp()
                .play(3, stage.get("/bytes/100"))
                .play(2, OkHttpClients.post(stage.url("/echo"), 7, false))
                .play(1, OkHttpClients.post(stage.url("/echo"), 1_000_000, false))
                .play(1, stage.get("/bytes/1000000"))
                .play(1, stage.get("/chunked/5000"))
                .play(1, stage.get("/bytes/1000").head())
                .play(1, stage.get("/status/204"))
                .play(2, stage.get("/redirect?to=/bytes/7"));
        ALL.put("good", good);
        ALL.put("good-tls", good);
        ALL.put("good-tls12", good);
        ALL.put("good-tls-no-alpn", good);
        ALL.put("keep-alive", good);
        ALL.put("proxy", good);
        ALL.put("proxy-tunnel", good);
        ALL.put("h2-chosen", stage -> stage.play(3, stage.get("/")));
        ALL.put("socket-factory", stage -> {
            stage.builder.socketFactory(new OwnFactory());
            good.play(stage);
        });
        ALL.put("pinned", stage -> {
            // Any pin that is not the server's.
            stage.builder.certificatePinner(new CertificatePinner.Builder()
                    .add("localhost", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                    .build());
            stage.play(4, stage.get("/"));
        });
        ALL.put("pinned-later", stage -> {
            stage.warmUp().play(2, stage.get("/bytes/5"));
            stage.client = stage.client()
                    .newBuilder()
                    .certificatePinner(new CertificatePinner.Builder()
                            .add("localhost", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                            .build())
                    .build();
            stage.play(2, stage.get("/bytes/5"));
        });
        ALL.put("verifier-denies-later", stage -> {
            stage.warmUp().play(2, stage.get("/bytes/5"));
            stage.client = stage.client()
                    .newBuilder()
                    .hostnameVerifier((host, session) -> false)
                    .build();
            stage.play(2, stage.get("/bytes/5"));
        });
        ALL.put("basic-auth", stage -> {
            stage.builder.authenticator((route, response) -> response.request().header("Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Authorization", Credentials.basic("user", "secret"))
                            .build());
            stage.warmUp().play(3, stage.get("/auth"));
        });
        ALL.put("expect-continue", stage -> stage.warmUp()
                .play(2, OkHttpClients.post(stage.url("/echo"), 1000, false).header("Expect", "100-continue")));
        ALL.put(
                "truncated",
                stage -> stage.warmUp().play(2, stage.get("/truncated/100")).play(1, stage.get("/bytes/5")));
        ALL.put("page-408", stage -> stage.warmUp().play(2, stage.get("/fault/page-408")));
        Scenario late = stage -> stage.quietly()
                .warmUp()
                .play(4, stage.get("/bytes/5"))
                .play(2, OkHttpClients.post(stage.url("/echo"), 7, false));
        ALL.put("late-closed", late);
        ALL.put("late-closed-tls", late);
        ALL.put("late-closed-tls12", late);
        ALL.put("late-reset", late);
        ALL.put("late-reset-tls", late);
        Scenario fails = stage -> stage.quietly()
                .warmUp()
                .play(2, stage.get("/fault/close-after-request"))
                .play(1, OkHttpClients.post(stage.url("/fault/close-after-request"), 7, true))
                .play(1, stage.get("/bytes/5"));
        ALL.put("closes-without-a-byte", fails);
        ALL.put("closes-without-a-byte-tls", fails);
        Scenario slow = stage -> {
            stage.builder.readTimeout(2, TimeUnit.SECONDS);
            stage.warmUp().play(2, stage.get("/fault/stall")).play(1, stage.get("/slow-body?ms=20000"));
        };
        ALL.put("read-timeout", slow);
        ALL.put("read-timeout-tls", slow);
        Scenario callTimeout = stage -> {
            stage.builder.callTimeout(3, TimeUnit.SECONDS);
            stage.warmUp().play(2, stage.get("/fault/stall"));
        };
        ALL.put("call-timeout", callTimeout);
        ALL.put("call-timeout-tls", callTimeout);
        Scenario cancelled = stage -> stage.warmUp().cancelled().cancelled().play(1, stage.get("/bytes/5"));
        ALL.put("cancelled", cancelled);
        ALL.put("cancelled-tls", cancelled);
        Scenario interrupted =
                stage -> stage.warmUp().interrupted().interrupted().play(1, stage.get("/bytes/5"));
        ALL.put("interrupted", interrupted);
        ALL.put("interrupted-tls", interrupted);
        Scenario onlyGet = stage -> stage.play(3, stage.get("/"));
        ALL.put("refused", onlyGet);
        ALL.put("untrusted", onlyGet);
        ALL.put("wrong-host", onlyGet);
        ALL.put("reset-at-first-byte", stage -> stage.quietly().play(3, stage.get("/")));
        ALL.put("reset-at-first-byte-tls", onlyGet);
        ALL.put("closes-at-first-byte-tls", onlyGet);
    }

    private OkHttpScenarios() {}

    /** The names there are. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        ExecutorService players = Executors.newFixedThreadPool(12);
        Map<String, Future<List<String>>> playing = new LinkedHashMap<>();
        options.all().forEach((name, target) -> {
            if (!name.equals("trust")) {
                playing.put(name, players.submit(() -> {
                    Stage stage = new Stage(target, options.text("trust", ""));
                    ALL.get(name).play(stage);
                    return stage.transcript;
                }));
            }
        });
        for (Map.Entry<String, Future<List<String>>> each : playing.entrySet()) {
            System.out.println("== " + each.getKey());
            each.getValue().get().forEach(System.out::println);
        }
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private interface Scenario {
        void play(Stage stage) throws Exception;
    }

    /** Where one scenario plays. */
    private static final class Stage {
        final OkHttpClient.Builder builder;
        final List<String> transcript = new ArrayList<>();
        private final String origin;
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private boolean quiet;
        private int pause = REFILL_MILLIS;
        OkHttpClient client;

        Stage(String target, String trust) throws Exception {
            String[] parts = target.split("\\|");
            origin = parts[0];
            builder = OkHttpClients.builder(trust);
            builder.eventListener(new Events(events));
            if (parts.length > 1) {
                builder.proxy(
                        new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", Integer.parseInt(parts[1]))));
            }
        }

        OkHttpClient client() {
            if (client == null) {
                client = builder.build();
            }
            return client;
        }

        /** Without events: a retry has events of its own. */
        Stage quietly() {
            quiet = true;
            return this;
        }

        Stage slowly() {
            pause = LATE_MILLIS;
            return this;
        }

        String url(String path) {
            return origin + path;
        }

        Request.Builder get(String path) {
            return new Request.Builder().url(url(path));
        }

        Stage warmUp() throws InterruptedException {
            for (int i = 0; i < 2; i++) {
                play(1, get("/bytes/10"));
            }
            Thread.sleep(FIRST_FILLING_MILLIS);
            return this;
        }

        Stage play(int times, Request.Builder request) throws InterruptedException {
            for (int i = 0; i < times; i++) {
                play(client().newCall(request.build()));
                Thread.sleep(pause);
            }
            return this;
        }

        Stage cancelled() throws InterruptedException {
            Call call = client().newCall(get("/slow-body?ms=20000").build());
            Thread canceller = later(call::cancel);
            play(call);
            canceller.join();
            Thread.sleep(REFILL_MILLIS);
            return this;
        }

        Stage interrupted() throws InterruptedException {
            Thread sender = Thread.currentThread();
            Thread interrupter = later(sender::interrupt);
            // Without a body: one that comes by itself finds the flag set, or not.
            play(client().newCall(get("/slow?ms=1200").head().build()));
            interrupter.join(0);
            note("flag=" + Thread.interrupted());
            Thread.sleep(REFILL_MILLIS);
            return this;
        }

        private static Thread later(Runnable what) {
            CountDownLatch started = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                started.countDown();
                try {
                    Thread.sleep(400);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                what.run();
            });
            thread.start();
            return thread;
        }

        private void play(Call call) {
            events.clear();
            String outcome;
            try (Response response = call.execute()) {
                StringBuilder text = new StringBuilder("status=" + response.code() + " " + response.protocol());
                new TreeMap<>(response.headers().toMultimap())
                        .forEach((name, values) -> text.append(" " + name + "=" + values));
                text.append(" tls="
                        + (response.handshake() == null
                                ? ""
                                : response.handshake().tlsVersion()));
                try (InputStream body = response.body().byteStream()) {
                    byte[] bytes = body.readAllBytes();
                    text.append(" body=" + bytes.length + ":" + Outcome.sha256(bytes));
                }
                outcome = text.toString();
            } catch (IOException | RuntimeException e) {
                outcome = Outcome.of(e);
            }
            note(outcome);
            if (!quiet) {
                note("  " + String.join(" ", events));
            }
        }

        private void note(String line) {
            transcript.add(line.replaceAll("localhost/127.0.0.1:\\d+|localhost:\\d+", "localhost:<port>"));
        }
    }

    /** A stranger's factory, whose sockets are its own. */
    private static final class OwnFactory extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    /** Writes down what it is told. */
    private static final class Events extends EventListener {
        private final List<String> seen;

        Events(List<String> seen) {
            this.seen = seen;
        }

        @Override
        public void callStart(Call call) {
            seen.add("callStart");
        }

        @Override
        public void dnsStart(Call call, String host) {
            seen.add("dnsStart");
        }

        @Override
        public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
            seen.add("dnsEnd");
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            seen.add("connectStart");
        }

        @Override
        public void secureConnectStart(Call call) {
            seen.add("secureConnectStart");
        }

        @Override
        public void secureConnectEnd(Call call, Handshake handshake) {
            seen.add("secureConnectEnd(" + handshake.tlsVersion() + ")");
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
            seen.add("connectEnd(" + protocol + ")");
        }

        @Override
        public void connectFailed(
                Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException failure) {
            seen.add("connectFailed(" + failure.getClass().getSimpleName() + ")");
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            seen.add("connectionAcquired");
        }

        @Override
        public void connectionReleased(Call call, Connection connection) {
            seen.add("connectionReleased");
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            seen.add("requestHeadersEnd");
        }

        @Override
        public void requestBodyEnd(Call call, long count) {
            seen.add("requestBodyEnd(" + count + ")");
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            seen.add("responseHeadersEnd(" + response.code() + ")");
        }

        @Override
        public void responseBodyEnd(Call call, long count) {
            seen.add("responseBodyEnd(" + count + ")");
        }

        @Override
        public void callEnd(Call call) {
            seen.add("callEnd");
        }

        @Override
        public void callFailed(Call call, IOException failure) {
            seen.add("callFailed(" + failure.getClass().getSimpleName() + ")");
        }
    }
}
