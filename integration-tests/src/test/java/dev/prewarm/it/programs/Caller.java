package dev.prewarm.it.programs;

import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A client library as an application uses it that knows nothing better: its defaults, trust by the JVM's system properties.
 * Each is a class of its own, so that those that are not asked for are not looked for on the class path.
 */
interface Caller extends AutoCloseable {
    List<String> NAMES = List.of("jdk", "okhttp", "apache", "apache-async");

    /** GET, read to its end; throws unless the status is 200. */
    void get(String url) throws Exception;

    /** Lets go of it as far as an application usually does. */
    @Override
    default void close() throws IOException {}

    /** A new client; {@code name}: one of {@link #NAMES}. */
    static Caller of(String name) throws Exception {
        switch (name) {
            case "jdk":
                return new Jdk();
            case "okhttp":
                return new OkHttp();
            case "apache":
                return new Apache(new ApacheDriver());
            case "apache-async":
                return new Apache(new ApacheAsyncDriver());
            default:
                throw new IllegalArgumentException("no client " + name + ", but " + NAMES);
        }
    }

    static void check(boolean ok, Object answer) throws IOException {
        if (!ok) {
            throw new IOException("not 200: " + answer);
        }
    }

    /** java.net.http.HttpClient. */
    final class Jdk implements Caller {
        private final HttpClient client = HttpClient.newHttpClient();

        @Override
        public void get(String url) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
            check(status == 200, status);
        }
    }

    /** OkHttp. */
    final class OkHttp implements Caller {
        private final OkHttpClient client = new OkHttpClient();

        @Override
        public void get(String url) throws Exception {
            Request request = new Request.Builder().url(url).build();
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
                check(response.code() == 200, response.code());
            }
        }
    }

    /** Apache HttpClient 5. */
    final class Apache implements Caller {
        private final Driver driver;
        private final Driver.Session client;

        Apache(Driver driver) throws Exception {
            this.driver = driver;
            client = driver.open(Setup.plain(""));
        }

        @Override
        public void get(String url) throws Exception {
            String answer =
                    client.exchange(new Ask("GET", url), driver.ways().get(0)).play();
            check(answer.startsWith("status=200 "), answer);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
