package dev.prewarm.it.programs;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/**
 * {@link RewrittenArrays} with Apache's async client. Arguments: {@code GET=URL}, {@code POST=URL}: the method of what is sent
 * after the array was written to. Prints for each how many of three failed, and by what; then {@code done}.
 */
public final class RewrittenAsyncArrays {
    private static final int REQUESTS = 3;
    private static final int LOOKS = 400;
    private static final long LOOK_MILLIS = 50;

    private RewrittenAsyncArrays() {}

    public static void main(String[] args) throws Exception {
        for (Map.Entry<String, String> each : new Options(args).all().entrySet()) {
            String[] protocols = {"TLSv1.3", "TLSv1.2"};
            String url = each.getValue();
            String origin = url.substring(0, url.indexOf('/', "https://".length()));
            try (CloseableHttpAsyncClient client = client(protocols)) {
                client.start();
                for (int i = 0; i < 4; i++) {
                    send(client, "GET", url);
                }
                for (int i = 0; i < LOOKS && AgentCounters.ofOrigin(origin).get("Warm") < 4; i++) {
                    Thread.sleep(LOOK_MILLIS);
                }
                long before = AgentCounters.ofOrigin(origin).get("Unused");
                protocols[0] = "TLSv1.2";
                String failures = "";
                for (int i = 0; i < REQUESTS; i++) {
                    try {
                        send(client, each.getKey(), url);
                    } catch (ExecutionException e) {
                        failures += " " + e.getCause();
                    }
                }
                AgentCounters counters = AgentCounters.ofOrigin(origin);
                System.out.println(each.getKey() + ": unused=" + (counters.get("Unused") - before) + " stale="
                        + counters.get("StaleHits") + " failures:" + failures);
            }
        }
        System.out.println("add up: " + AgentCounters.ofPool().addUp());
        System.out.println("done");
        System.exit(0);
    }

    private static CloseableHttpAsyncClient client(String[] protocols) throws Exception {
        return HttpAsyncClients.custom()
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(new DefaultClientTlsStrategy(
                                SSLContext.getDefault(),
                                protocols,
                                null,
                                SSLBufferMode.STATIC,
                                HttpsSupport.getDefaultHostnameVerifier()))
                        .build())
                .build();
    }

    private static void send(CloseableHttpAsyncClient client, String method, String url) throws Exception {
        SimpleHttpRequest request = new SimpleHttpRequest(method, URI.create(url));
        int status = client.execute(request, null).get().getCode();
        if (status != 200) {
            throw new IllegalStateException("not 200: " + status);
        }
    }
}
