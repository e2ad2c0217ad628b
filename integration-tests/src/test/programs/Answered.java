import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/**
 * Some GETs by each client to each origin, in whatever class loader. Not in a package of Prewarm's: options that show those
 * to a loader would show this, too. Arguments: clients, comma separated; origins, likewise; what to call all this. Prints
 * {@code NAME CLIENT ORIGIN answered=.. hits=..}, and {@code failure ..} for each that failed.
 */
public class Answered {
    private static final int REQUESTS = 8;
    private static final long GAP_MILLIS = 40;

    public static void main(String[] args) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String client : args[0].split(",")) {
            for (String origin : args[1].split(",")) {
                long before = hits(origin);
                int answered = send(get(client, origin + "/"));
                lines.add(args[2] + " " + client + " " + origin + " answered=" + answered + " hits="
                        + (hits(origin) - before));
            }
        }
        lines.forEach(System.out::println);
    }

    private static int send(Callable<Integer> get) throws InterruptedException {
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            try {
                answered += get.call() == 200 ? 1 : 0;
            } catch (Throwable t) {
                System.out.println("failure " + t);
            }
            Thread.sleep(GAP_MILLIS);
        }
        return answered;
    }

    private static long hits(String origin) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.prewarm:type=Origin,name=" + ObjectName.quote(origin));
        return server.isRegistered(name) ? (Long) server.getAttribute(name, "Hits") : 0;
    }

    private static Callable<Integer> get(String client, String url) {
        switch (client) {
            case "okhttp":
                return OkHttp.get(url);
            case "apache":
                return Apache.get(url);
            case "apache-async":
                return Async.get(url);
            default:
                return Jdk.get(url);
        }
    }

    private static class OkHttp {
        static Callable<Integer> get(String url) {
            OkHttpClient client = new OkHttpClient();
            Request request = new Request.Builder().url(url).build();
            return () -> {
                try (Response response = client.newCall(request).execute()) {
                    response.body().bytes();
                    return response.code();
                }
            };
        }
    }

    private static class Apache {
        static Callable<Integer> get(String url) {
            CloseableHttpClient client = HttpClients.createDefault();
            return () -> client.execute(new HttpGet(url), response -> response.getCode());
        }
    }

    private static class Async {
        static Callable<Integer> get(String url) {
            CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();
            client.start();
            SimpleHttpRequest request = SimpleRequestBuilder.get(url).build();
            return () -> client.execute(request, null).get().getCode();
        }
    }

    private static class Jdk {
        static Callable<Integer> get(String url) {
            java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            return () -> client.send(request, BodyHandlers.ofByteArray()).statusCode();
        }
    }
}
