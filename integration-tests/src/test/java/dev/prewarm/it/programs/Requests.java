package dev.prewarm.it.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests on a schedule, whatever becomes of them, and prints what came of each. Arguments, {@code name=value}:
 *
 * <ul>
 *   <li>{@code client} (jdk): as {@link Sender} knows them
 *   <li>{@code url}; several, comma separated, take turns
 *   <li>{@code n} (10): requests of a phase; {@code rate} (20): per second, evenly spaced; or {@code burst}: that many at
 *       once, each {@code every} (2000) ms
 *   <li>{@code poisson} (0: evenly spaced): the seed of random gaps, with the same mean
 *   <li>{@code phases} (1): after each but the last it prints {@code phase K done} and waits for a line on stdin; with
 *       {@code hold=true} also after the last, before it reads the counters
 *   <li>{@code first} (0): so many of the first phase are sent one after another, before the schedule begins: a client that
 *       is not loaded yet would let requests that were due meanwhile come all at once
 *   <li>{@code first-url} (as the others): what these ask for; {@code first-every} (0): ms between two of them
 *   <li>{@code settled} (0): before which request, and at the end, it prints {@code processor at=I ms=..}: what this JVM has used
 *   <li>{@code watch} (false): prints the agent's counters after each phase, not only at the end
 *   <li>{@code attached} (false): the agent is not on the command line, but comes before the counters are read
 *   <li>{@code silent} (false): the agent is not expected to publish counters, so they are not waited for
 *   <li>{@code method} (GET), POST, or {@code mix}: each second one a POST; {@code body} (7): bytes of a POST
 *   <li>{@code trust}, {@code key}: PKCS12 files; none: the JVM's defaults
 *   <li>of the JDK's client only: {@code async} (false): sendAsync; {@code version} (2): or 1.1; {@code connect-timeout} (0:
 *       none), {@code timeout} (10000): ms; {@code headers}: response headers to print, comma separated
 * </ul>
 *
 * <p>Prints {@code req I ok status=.. sha256=.. us=..} or {@code req I failed us=.. CLASS: MESSAGE <- CAUSE..}, then {@code
 * summary ok=.. failed=..}, the agent's counters (see {@link JmxDump}) and {@code done}.
 */
public final class Requests {
    private final Options options;
    private final String[] urls;
    private final Sender client;
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger ok = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private Requests(Options options) throws Exception {
        this.options = options;
        urls = options.text("url", "").split(",");
        client = Sender.of(options.text("client", "jdk"), options);
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Requests requests = new Requests(options);
        BufferedReader stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int phases = options.number("phases", 1);
        for (int phase = 1; phase <= phases; phase++) {
            requests.phase((phase - 1) * options.number("n", 10));
            if (options.flag("watch")) {
                requests.counters().forEach(Requests::print);
            }
            print("phase " + phase + " done");
            if (phase < phases || options.flag("hold")) {
                stdin.readLine();
            }
        }
        requests.printProcessorTime(phases * options.number("n", 10));
        print("summary ok=" + requests.ok + " failed=" + requests.failed);
        requests.counters().forEach(Requests::print);
        print("done");
    }

    private List<String> counters() throws Exception {
        if (options.flag("silent")) {
            return JmxDump.lines(false);
        }
        return options.flag("attached") ? JmxDump.lines(true) : JmxDump.lines();
    }

    private void phase(int first) throws Exception {
        int n = options.number("n", 10);
        int burst = options.number("burst", 0);
        long gap = burst > 0 ? options.number("every", 2000) * 1_000_000L : 1_000_000_000L / options.number("rate", 20);
        int atOnce = Math.max(1, burst);
        List<Future<?>> running = new ArrayList<>();
        int alone = first == 0 ? options.number("first", 0) : 0;
        for (int i = 0; i < alone; i++) {
            one(i, options.text("first-url", url(i)), System.nanoTime());
            Thread.sleep(options.number("first-every", 0));
        }
        long start = System.nanoTime();
        Random random = options.number("poisson", 0) == 0 ? null : new Random(options.number("poisson", 0));
        long due = start - gap;
        for (int i = alone; i < n; i++) {
            if ((i - alone) % atOnce == 0) {
                due += random == null ? gap : (long) (-Math.log(1 - random.nextDouble()) * gap);
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int index = first + i;
            if (index == options.number("settled", 0)) {
                printProcessorTime(index);
            }
            long intended = due;
            running.add(senders.submit(() -> one(index, url(index), intended)));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private String url(int index) {
        return urls[index % urls.length];
    }

    /** @param start when it was due: a request that had to wait for a thread counts that, too */
    private void one(int index, String url, long start) {
        String method = options.text("method", "GET");
        try {
            boolean post = method.equals("POST") || method.equals("mix") && index % 2 == 1;
            String answer = client.send(post ? "POST" : "GET", url, post ? new byte[options.number("body", 7)] : null);
            long us = (System.nanoTime() - start) / 1000;
            ok.incrementAndGet();
            print("req " + index + " ok " + answer + " us=" + us);
        } catch (Throwable t) {
            failed.incrementAndGet();
            print("req " + index + " failed us=" + (System.nanoTime() - start) / 1000 + " " + Outcome.chain(t));
        }
    }

    /** Of all threads, to 10 ms. */
    private void printProcessorTime(int at) {
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(used -> print("processor at=" + at + " ms=" + used.toMillis()));
    }

    private static synchronized void print(String line) {
        System.out.println(line);
    }
}
