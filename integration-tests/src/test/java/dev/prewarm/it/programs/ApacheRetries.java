package dev.prewarm.it.programs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Apache clients that differ in what they repeat. Arguments: {@code NAME=ORIGIN} for those of {@link #clients}. They are
 * made and have been used when it prints {@code made} and waits for a line; then it sends by each, all at the same time, and
 * prints {@code NAME failed=N hits=N stale=N last=WHAT}.
 */
public final class ApacheRetries {
    /** Each of their requests meets a collection between its connect and its answer. */
    public static final String COLLECTED = "collected";

    private static final TimeValue SECOND = TimeValue.ofSeconds(1);
    private static final int MORE = 4;
    private static final byte[] BODY = new byte[10];

    private ApacheRetries() {}

    private interface Sending {
        int send(String url) throws Exception;
    }

    private interface Request {
        ClassicHttpRequest to(String url);
    }

    private static Map<String, Sending> clients() {
        Map<String, Sending> all = new LinkedHashMap<>();
        all.put("stock", classic(HttpClients.custom(), HttpGet::new));
        all.put("stock-async", async(null));
        all.put("inherits", classic(by(new DefaultHttpRequestRetryStrategy(1, SECOND) {}), HttpGet::new));
        all.put("only-503", classic(by(new Only503()), HttpGet::new));
        all.put("only-503-async", async(new Only503()));
        all.put("overrides", classic(by(new Overrides()), HttpGet::new));
        all.put("no-resets", classic(by(new NoResets()), HttpGet::new));
        all.put("none", classic(by(new DefaultHttpRequestRetryStrategy(0, SECOND)), HttpGet::new));
        all.put("disabled", classic(HttpClients.custom().disableAutomaticRetries(), HttpGet::new));
        all.put(
                "one-shot",
                classic(
                        HttpClients.custom(),
                        url -> put(
                                url,
                                new InputStreamEntity(
                                        new ByteArrayInputStream(BODY),
                                        BODY.length,
                                        ContentType.APPLICATION_OCTET_STREAM))));
        all.put(COLLECTED, classic(HttpClients.custom(), url -> put(url, new Collecting())));
        return all;
    }

    private static HttpClientBuilder by(HttpRequestRetryStrategy strategy) {
        return HttpClients.custom().setRetryStrategy(strategy);
    }

    private static ClassicHttpRequest put(String url, HttpEntity body) {
        HttpPut put = new HttpPut(url);
        put.setEntity(body);
        return put;
    }

    private static Sending classic(HttpClientBuilder builder, Request request) {
        CloseableHttpClient client = builder.build();
        return url -> client.execute(request.to(url), answer -> {
            EntityUtils.consume(answer.getEntity());
            return answer.getCode();
        });
    }

    private static Sending async(HttpRequestRetryStrategy strategy) {
        CloseableHttpAsyncClient client =
                HttpAsyncClients.custom().setRetryStrategy(strategy).build();
        client.start();
        return url -> client.execute(new SimpleHttpRequest("GET", URI.create(url)), null)
                .get()
                .getCode();
    }

    /** Of the application's own. */
    private static final class Only503 implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            return false;
        }

        @Override
        public boolean retryRequest(HttpResponse answer, int count, HttpContext context) {
            return answer.getCode() == 503;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse answer, int count, HttpContext context) {
            return SECOND;
        }
    }

    private static final class Overrides extends DefaultHttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            return false;
        }
    }

    private static final class NoResets extends DefaultHttpRequestRetryStrategy {
        NoResets() {
            super(1, SECOND, List.of(SocketException.class), List.of(503));
        }
    }

    private static final class Collecting extends HttpEntityWrapper {
        Collecting() {
            super(new ByteArrayEntity(BODY, ContentType.APPLICATION_OCTET_STREAM));
        }

        @Override
        public void writeTo(OutputStream to) throws IOException {
            System.gc();
            super.writeTo(to);
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> origins = new Options(args).all();
        Map<String, Sending> clients = clients();
        for (String name : origins.keySet()) {
            clients.get(name).send(origins.get(name) + "/");
        }
        System.out.println("made");
        System.in.read();
        List<Thread> threads = new ArrayList<>();
        for (String name : origins.keySet()) {
            boolean collected = name.equals(COLLECTED);
            Thread thread = new Thread(
                    () -> send(name, clients.get(name), origins.get(name), collected ? 8 : 15, collected ? 400 : 60));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.exit(0);
    }

    private static long hits(String origin) {
        return AgentCounters.ofOrigin(origin).get("Hits");
    }

    private static void send(String name, Sending client, String origin, int times, long gapMillis) {
        int failed = 0;
        String last = "";
        // A JVM that is kept from running for seconds opens nothing meanwhile: some more are sent where none was a hit.
        for (int i = 0; i < times || i < MORE * times && hits(origin) == 0; i++) {
            try {
                Thread.sleep(gapMillis);
                int status = client.send(origin + "/");
                if (status != 200) {
                    failed++;
                    last = "status " + status;
                }
            } catch (Exception e) {
                failed++;
                last = e.toString();
            }
        }
        AgentCounters counters = AgentCounters.ofOrigin(origin);
        System.out.println(name + " failed=" + failed + " hits=" + counters.get("Hits") + " stale="
                + counters.get("StaleHits") + " last=" + last);
    }
}
