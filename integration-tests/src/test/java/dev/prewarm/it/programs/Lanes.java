package dev.prewarm.it.programs;

import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several clients at the same time, each with an origin of its own. Arguments, {@code name=value}:
 *
 * <ul>
 *   <li>{@code lanes}: {@code client@url}, comma separated; clients as {@link Sender} knows them, the URL answers with what
 *       it is sent. Groups of them, separated by bars, follow one another
 *   <li>{@code paths}: for each group the class path of its clients, separated by bars likewise: each has a class loader of its
 *       own, as versions of a library have in an application server. Empty: they are on the class path
 *   <li>{@code first} requests of each lane one after the other, then {@code n} more, {@code gap} ms apart; each second one is
 *       a POST. Before each of the latter it waits for a parked connection, some seconds in all at the most: what is counted
 *       is whether the client takes one that is there
 *   <li>{@code silent} (false): the agent is not expected to open anything, nor to publish counters
 *   <li>those of the clients; see {@link Requests}
 * </ul>
 *
 * <p>Prints {@code lane URL ok=.. failed=..}, before it {@code failure URL ..} for each request that failed or got a wrong
 * answer, the agent's counters and {@code done}.
 */
public final class Lanes {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Sender client;
    private final String url;
    private int ok;
    private int failed;

    private Lanes(Sender client, String url) {
        this.client = client;
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String[] groups = options.text("lanes", "").split("\\|");
        String[] paths = options.text("paths", "").split("\\|", -1);
        for (int i = 0; i < groups.length; i++) {
            in(paths[i]).getMethod("sideBySide", String.class, String[].class).invoke(null, groups[i], args);
        }
        if (!options.flag("silent")) {
            JmxDump.awaitQuiet();
            JmxDump.lines().forEach(System.out::println);
        }
        System.out.println("done");
        System.exit(0);
    }

    /** This class, by the loader of that class path. */
    private static Class<?> in(String path) throws Exception {
        if (path.isEmpty()) {
            return Lanes.class;
        }
        URLClassLoader loader = new URLClassLoader(Loaders.urls(path), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return loader.loadClass(Lanes.class.getName());
    }

    /** Returns when all of the group are through. */
    public static void sideBySide(String group, String[] args) throws Exception {
        Options options = new Options(args);
        List<Future<?>> running = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (String lane : group.split(",")) {
            String[] parts = lane.split("@", 2);
            Lanes one = new Lanes(Sender.of(parts[0], options), parts[1]);
            running.add(threads.submit(() -> one.run(options)));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private Void run(Options options) throws Exception {
        String origin = url.substring(0, url.indexOf('/', "https://".length()));
        for (int i = 0; i < options.number("first", 5); i++) {
            send(i);
        }
        long patience = options.flag("silent") ? 0 : PATIENCE_NANOS;
        for (int i = 0; i < options.number("n", 60); i++) {
            Thread.sleep(options.number("gap", 25));
            long before = System.nanoTime();
            JmxDump.awaitWarm(origin, patience);
            patience -= System.nanoTime() - before;
            send(i);
        }
        System.out.println("lane " + url + " ok=" + ok + " failed=" + failed);
        return null;
    }

    private void send(int i) {
        byte[] body = i % 2 == 0 ? null : ("body " + i).getBytes();
        try {
            String answer = client.send(body == null ? "GET" : "POST", url, body);
            String hash = Outcome.sha256(body == null ? new byte[0] : body);
            count(answer.startsWith("status=200 ") && answer.contains(hash), answer);
        } catch (Throwable e) {
            count(false, Outcome.chain(e));
        }
    }

    private void count(boolean right, String what) {
        if (right) {
            ok++;
        } else {
            failed++;
            System.out.println("failure " + url + " " + what);
        }
    }
}
