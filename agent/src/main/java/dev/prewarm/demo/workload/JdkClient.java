package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** {@code java.net.http.HttpClient} with its defaults. */
final class JdkClient implements WorkloadClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;

    JdkClient(SSLContext trust) {
        client = HttpClient.newBuilder().sslContext(trust).build();
    }

    @Override
    public int get(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        return client.send(request, BodyHandlers.ofByteArray()).statusCode();
    }
}
