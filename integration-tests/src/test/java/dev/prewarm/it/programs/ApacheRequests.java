package dev.prewarm.it.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An application with one Apache client. Arguments, {@code name=value}: {@code url}; {@code async}; {@code first} requests
 * one after the other, a pause of {@code pause} ms, {@code n} more with {@code gap} ms between, then {@code bursts} times {@code burst} at once, a
 * pause between; each second one is a POST; and those of {@link ApacheCalls#of}. Prints what {@link Requests} prints.
 */
public final class ApacheRequests {
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });
    private final ApacheCalls client;
    private final String url;
    private int next;

    private ApacheRequests(ApacheCalls client, String url) {
        this.client = client;
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        try (ApacheCalls client = ApacheCalls.of(options.flag("async"), options.all())) {
            ApacheRequests requests = new ApacheRequests(client, options.text("url", ""));
            requests.inTurn(options.number("first", 5), 0);
            Thread.sleep(options.number("pause", 0));
            requests.inTurn(options.number("n", 10), options.number("gap", 0));
            for (int i = 0; i < options.number("bursts", 0); i++) {
                requests.atOnce(options.number("burst", 50));
                Thread.sleep(options.number("pause", 0));
            }
        }
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
    }

    private void inTurn(int times, int gap) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            one(next++);
            Thread.sleep(gap);
        }
    }

    private void atOnce(int times) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int index = next++;
            running.add(senders.submit(() -> one(index)));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private void one(int index) {
        boolean post = index % 2 == 1;
        String line;
        try {
            line = "ok " + client.call(post ? "POST" : "GET", url, post ? ("body " + index).getBytes() : null);
        } catch (Exception e) {
            line = "failed " + Outcome.chain(e);
        }
        synchronized (System.out) {
            System.out.println("req " + index + " " + line);
        }
    }
}
