package dev.prewarm.it.programs;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Where one scenario plays: its own origin, one client, and the transcript of what came of each request. Pauses are there
 * to give an agent the time to open connections ahead; no outcome depends on them.
 */
final class Stage {
    private static final int FIRST_FILLING_MILLIS = 1_500;
    private static final int REFILL_MILLIS = 250;

    /** Until what is parked is what the server calls late. */
    private static final int LATE_MILLIS = 1_300;

    private final String origin;
    private final List<String> transcript = new ArrayList<>();
    private final HttpClient.Builder builder;
    private HttpClient client;
    private int pauseMillis = REFILL_MILLIS;

    /** {@code target}: the origin, and behind a bar the port of a proxy, if there is one. */
    Stage(String target, String version, String trustStore) throws Exception {
        String[] parts = target.split("\\|");
        origin = parts[0];
        builder = Clients.builder(version, trustStore, "").connectTimeout(Duration.ofSeconds(10));
        if (parts.length > 1) {
            builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", Integer.parseInt(parts[1]))));
        }
    }

    List<String> transcript() {
        return transcript;
    }

    Stage connectTimeout(int millis) {
        builder.connectTimeout(Duration.ofMillis(millis));
        return this;
    }

    /** From now on what is parked grows late between two requests. */
    Stage patient() {
        pauseMillis = LATE_MILLIS;
        return this;
    }

    Stage followRedirects() {
        builder.followRedirects(HttpClient.Redirect.NORMAL);
        return this;
    }

    Stage basicAuth() {
        builder.authenticator(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "secret".toCharArray());
            }
        });
        return this;
    }

    /** Two good requests (a TLS recipe earns stock with its second), then time for the first connections ahead. */
    Stage warmUp() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            play(get("/bytes/10"));
        }
        return pause(FIRST_FILLING_MILLIS);
    }

    /** The same request so many times: by send and by sendAsync in turn. */
    Stage play(int times, HttpRequest.Builder request) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            if (i % 2 == 0) {
                play(request);
            } else {
                playAsync(request);
            }
            pause(pauseMillis);
        }
        return this;
    }

    /** Cancels the future at once, and another one when the head of the response has come. */
    Stage cancelled(String path) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> early =
                client().sendAsync(get(path).build(), BodyHandlers.ofByteArray());
        early.cancel(true);
        note("cancelled early", early);
        pause(REFILL_MILLIS);
        CountDownLatch head = new CountDownLatch(1);
        CompletableFuture<HttpResponse<byte[]>> late =
                client().sendAsync(get(path).build(), signalling(head));
        boolean came = head.await(10, TimeUnit.SECONDS);
        late.cancel(true);
        note("head=" + came + " cancelled late", late);
        return pause(REFILL_MILLIS);
    }

    /** Interrupts send before it begins, and another one when the head of the response has come. */
    Stage interrupted(String path) throws InterruptedException {
        Thread.currentThread().interrupt();
        play(get(path));
        note("interrupt flag after: " + Thread.interrupted());
        pause(REFILL_MILLIS);
        CountDownLatch head = new CountDownLatch(1);
        Thread sender = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                head.await();
                sender.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        interrupter.start();
        try {
            note(Outcome.of(client().send(get(path).build(), signalling(head))));
        } catch (IOException | InterruptedException e) {
            note(Outcome.of(e));
        }
        interrupter.join();
        note("interrupt flag after: " + Thread.interrupted());
        return pause(REFILL_MILLIS);
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder post(String path, int bytes) {
        return get(path).POST(BodyPublishers.ofByteArray(new byte[bytes]));
    }

    HttpRequest.Builder method(String name, String path) {
        return get(path).method(name, BodyPublishers.noBody());
    }

    private void play(HttpRequest.Builder request) {
        try {
            note(Outcome.of(client().send(request.build(), BodyHandlers.ofByteArray())));
        } catch (IOException | InterruptedException | RuntimeException e) {
            note(Outcome.of(e));
        }
    }

    private void playAsync(HttpRequest.Builder request) throws InterruptedException {
        note("async", client().sendAsync(request.build(), BodyHandlers.ofByteArray()));
    }

    private void note(String what, CompletableFuture<HttpResponse<byte[]>> future) throws InterruptedException {
        try {
            note(what + " " + Outcome.of(future.get()));
        } catch (ExecutionException | RuntimeException e) {
            note(what + " " + Outcome.of(e));
        }
    }

    private void note(String line) {
        transcript.add(line);
    }

    private HttpClient client() {
        if (client == null) {
            client = builder.build();
        }
        return client;
    }

    private Stage pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return this;
    }

    private static HttpResponse.BodyHandler<byte[]> signalling(CountDownLatch head) {
        return info -> {
            head.countDown();
            return HttpResponse.BodySubscribers.ofByteArray();
        };
    }
}
