package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** {@code java.net.http.HttpClient} with its defaults. */
final class JdkClient implements WorkloadClient {
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public int get(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        return client.send(request, BodyHandlers.ofByteArray()).statusCode();
    }
}
