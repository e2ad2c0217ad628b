package dev.prewarm.it.programs;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/**
 * Apache's classic client, whose application writes to an array that it gave to the TLS strategy: TLS made ahead is not what
 * the client wants any more, which shows only when it is about to use it. Arguments: {@code factory=URL}: by a socket
 * factory, {@code strategy=URL}: by a strategy, which clients before 5.4 don't take. Prints for each how many POSTs failed
 * after that, of how many, and what the agent counted; then {@code done}.
 */
public final class RewrittenArrays {
    private static final int POSTS = 3;
    private static final int LOOKS = 400;
    private static final long LOOK_MILLIS = 50;

    private RewrittenArrays() {}

    public static void main(String[] args) throws Exception {
        for (Map.Entry<String, String> each : new Options(args).all().entrySet()) {
            String[] protocols = {"TLSv1.3", "TLSv1.2"};
            String url = each.getValue();
            String origin = url.substring(0, url.indexOf('/', "https://".length()));
            PoolingHttpClientConnectionManagerBuilder manager = PoolingHttpClientConnectionManagerBuilder.create();
            if (!setTls(manager, each.getKey(), protocols)) {
                System.out.println(each.getKey() + ": none");
                continue;
            }
            CloseableHttpClient client =
                    HttpClients.custom().setConnectionManager(manager.build()).build();
            for (int i = 0; i < 4; i++) {
                send(client, new HttpGet(url));
            }
            for (int i = 0; i < LOOKS && AgentCounters.ofOrigin(origin).get("Warm") < 4; i++) {
                Thread.sleep(LOOK_MILLIS);
            }
            long before = unused(origin);
            protocols[0] = "TLSv1.2";
            int failed = failedPosts(client, url);
            System.out.println(each.getKey() + ": failed=" + failed + " unused=" + (unused(origin) - before) + " stale="
                    + AgentCounters.ofOrigin(origin).get("StaleHits"));
        }
        System.out.println("add up: " + AgentCounters.ofPool().addUp());
        System.out.println("done");
        System.exit(0);
    }

    private static int failedPosts(CloseableHttpClient client, String url) {
        int failed = 0;
        for (int i = 0; i < POSTS; i++) {
            try {
                HttpPost post = new HttpPost(url);
                post.setEntity(new StringEntity("x"));
                send(client, post);
            } catch (Exception e) {
                failed++;
                e.printStackTrace(System.out);
            }
        }
        return failed;
    }

    private static long unused(String origin) {
        return AgentCounters.ofOrigin(origin).get("Unused");
    }

    private static boolean setTls(PoolingHttpClientConnectionManagerBuilder manager, String kind, String[] protocols)
            throws Exception {
        SSLContext context = SSLContext.getDefault();
        if (kind.equals("factory")) {
            manager.setSSLSocketFactory(new SSLConnectionSocketFactory(
                    context, protocols, null, HttpsSupport.getDefaultHostnameVerifier()));
            return true;
        }
        Object strategy = new DefaultClientTlsStrategy(
                context, protocols, null, SSLBufferMode.STATIC, HttpsSupport.getDefaultHostnameVerifier());
        Method setter = Arrays.stream(manager.getClass().getMethods())
                .filter(method -> method.getName().equals("setTlsSocketStrategy"))
                .findFirst()
                .orElse(null);
        if (setter != null) {
            setter.invoke(manager, strategy);
        }
        return setter != null;
    }

    private static void send(CloseableHttpClient client, ClassicHttpRequest request) throws Exception {
        try (CloseableHttpResponse response = client.execute(request)) {
            if (response.getCode() != 200) {
                throw new IllegalStateException("not 200: " + response.getCode());
            }
            EntityUtils.consume(response.getEntity());
        }
    }
}
