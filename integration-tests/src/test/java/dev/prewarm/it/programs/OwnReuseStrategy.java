package dev.prewarm.it.programs;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Apache's clients with a strategy of the application's own that keeps no connection and asks no other (WireMock's is such a one).
 * Arguments: {@code classic}, {@code async}: origins, parted by commas. Each client sends to each of its own until two requests
 * were hits. Prints {@code ORIGIN hits=.. hitsTcp=..}.
 */
public final class OwnReuseStrategy {
    private static final int MOST = 200;
    private static final int GAP_MILLIS = 50;
    private static final ConnectionReuseStrategy NEVER = (request, response, context) -> false;

    private OwnReuseStrategy() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        try (Caller classic = new Classic();
                Caller async = new Async()) {
            send(options.text("classic", ""), classic);
            send(options.text("async", ""), async);
        }
        System.out.println("done");
        System.exit(0);
    }

    private static void send(String origins, Caller caller) throws Exception {
        for (String origin : origins.split(",")) {
            AgentCounters read = AgentCounters.ofOrigin(origin);
            for (int i = 0; i < MOST && read.get("Hits") < 2; i++) {
                caller.get(origin + "/");
                Thread.sleep(GAP_MILLIS);
                read = AgentCounters.ofOrigin(origin);
            }
            System.out.println(origin + " hits=" + read.get("Hits") + " hitsTcp=" + read.get("HitsTcp"));
        }
    }

    private static final class Classic implements Caller {
        private final CloseableHttpClient client = HttpClients.custom()
                .useSystemProperties()
                .setConnectionReuseStrategy(NEVER)
                .build();

        @Override
        public void get(String url) throws Exception {
            try (CloseableHttpResponse response = client.execute(new HttpGet(url))) {
                EntityUtils.consume(response.getEntity());
                Caller.check(response.getCode() == 200, response.getCode());
            }
        }
    }

    private static final class Async implements Caller {
        private final CloseableHttpAsyncClient client = HttpAsyncClients.custom()
                .useSystemProperties()
                .setConnectionReuseStrategy(NEVER)
                .build();

        Async() {
            client.start();
        }

        @Override
        public void get(String url) throws Exception {
            int status = client.execute(new SimpleHttpRequest("GET", url), null)
                    .get()
                    .getCode();
            Caller.check(status == 200, status);
        }
    }
}
