package dev.prewarm.it.programs;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs out of descriptors while warm connections stand, which needs {@code prlimit} (util-linux). Arguments: {@code
 * CLIENT-SCHEME=URL} for each client and scheme. Prints for each how many of its requests failed with one descriptor left,
 * whether one of them was a hit, and how many failed when all were free again; then whether the counters add up, and {@code
 * done}.
 */
public final class Exhausted {
    private static final int LIMIT = 220;
    private static final int STOCK = 4;

    /** As many requests as it takes until the agent trusts an origin with that much. */
    private static final int ROUNDS = 25;

    private static final int MOST_TRIES = 5;
    private static final int LOOKS = 200;
    private static final long LOOK_MILLIS = 50;
    private static final int AFTER = 3;

    private Exhausted() {}

    public static void main(String[] args) throws Exception {
        Map<String, Caller> callers = new LinkedHashMap<>();
        Map<String, String> urls = new Options(args).all();
        for (String name : urls.keySet()) {
            callers.put(name, Caller.of(name.substring(0, name.indexOf('-'))));
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (Map.Entry<String, Caller> each : callers.entrySet()) {
                each.getValue().get(urls.get(each.getKey()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
        for (String url : urls.values()) {
            awaitStock(url);
        }
        limit();
        // Once with some descriptors to spare: whatever has to be loaded is loaded then.
        exhausted(20, () -> 0);
        for (Map.Entry<String, Caller> each : callers.entrySet()) {
            String url = urls.get(each.getKey());
            long before = hits(url);
            int failed = 0;
            // More than once where a canary's turn has come.
            for (int i = 0; i < MOST_TRIES && hits(url) == before; i++) {
                failed += exhausted(1, () -> failures(each.getValue(), url, 1));
            }
            int after = failures(each.getValue(), url, AFTER);
            System.out.println(
                    each.getKey() + ": failed=" + failed + " hit=" + (hits(url) > before) + " after=" + after);
        }
        System.out.println("add up: " + AgentCounters.ofPool().addUp());
        System.out.println("done");
        System.exit(0);
    }

    private static void awaitStock(String url) throws InterruptedException {
        for (int i = 0; i < LOOKS && AgentCounters.ofOrigin(origin(url)).get("Warm") < STOCK; i++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static long hits(String url) {
        return AgentCounters.ofOrigin(origin(url)).get("Hits");
    }

    private static String origin(String url) {
        return url.substring(0, url.indexOf('/', "https://".length()));
    }

    private static void limit() throws IOException, InterruptedException {
        String pid = String.valueOf(ProcessHandle.current().pid());
        int code = new ProcessBuilder("prlimit", "--pid", pid, "--nofile=" + LIMIT + ":" + LIMIT)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("prlimit ended with " + code);
        }
    }

    private interface Work {
        int failures();
    }

    private static int exhausted(int left, Work work) throws IOException {
        List<Closeable> held = new ArrayList<>();
        try {
            while (true) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            for (int i = 0; i < left; i++) {
                held.remove(held.size() - 1).close();
            }
        }
        try {
            return work.failures();
        } finally {
            for (Closeable each : held) {
                each.close();
            }
        }
    }

    private static int failures(Caller caller, String url, int times) {
        int failures = 0;
        for (int i = 0; i < times; i++) {
            try {
                caller.get(url);
            } catch (Exception e) {
                failures++;
                System.out.println(e);
            }
        }
        return failures;
    }
}
