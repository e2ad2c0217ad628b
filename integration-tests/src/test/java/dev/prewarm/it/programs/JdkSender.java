package dev.prewarm.it.programs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** java.net.http.HttpClient, by the options that {@link Requests} names. */
final class JdkSender implements Sender {
    private final Options options;
    private final HttpClient client;

    JdkSender(Options options) throws Exception {
        this.options = options;
        HttpClient.Builder builder = ProgramClients.builder(
                options.text("version", "2"), options.text("trust", ""), options.text("key", ""));
        if (options.number("connect-timeout", 0) > 0) {
            builder.connectTimeout(Duration.ofMillis(options.number("connect-timeout", 0)));
        }
        client = builder.build();
    }

    @Override
    public String send(String method, String url, byte[] body) throws Throwable {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMillis(options.number("timeout", 10_000)));
        HttpRequest request = body == null && method.equals("GET")
                ? builder.build()
                : builder.method(method, BodyPublishers.ofByteArray(body == null ? new byte[0] : body))
                        .build();
        HttpResponse<byte[]> response = send(request);
        StringBuilder text =
                new StringBuilder("status=" + response.statusCode() + " sha256=" + Outcome.sha256(response.body()));
        for (String name : options.text("headers", "").split(",")) {
            if (!name.isEmpty()) {
                text.append(" " + name + "=" + response.headers().allValues(name));
            }
        }
        return text.toString();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws Throwable {
        if (!options.flag("async")) {
            return client.send(request, BodyHandlers.ofByteArray());
        }
        CompletableFuture<HttpResponse<byte[]>> future = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return future.get();
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause();
        }
    }
}
