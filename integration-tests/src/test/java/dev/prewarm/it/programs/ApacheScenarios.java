package dev.prewarm.it.programs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What {@link Scenarios} is for java.net.http.HttpClient, for Apache HttpClient 5. {@code async=true}: the async one. Trust
 * is the JVM's own.
 */
public final class ApacheScenarios {
    private static final int MEGABYTE = 1_000_000;
    private static final int SIDE_BY_SIDE = 8;
    private static final int LONG = 20_000;
    private static final Map<String, Scenario> ALL = new TreeMap<>();

    static {
        Scenario good = stage -> stage.warmUp()
                .play(4, "GET", "/bytes/100")
                .play(2, "POST", "/echo")
                .play(2, "POST", "/echo", new byte[MEGABYTE], LONG)
                .play(1, "GET", "/bytes/" + MEGABYTE);
        for (String name : List.of(
                "good",
                "good-tls",
                "good-tls12",
                "good-tls-no-alpn",
                "client-auth-wanted",
                "keep-alive",
                "http-1.0",
                "proxy",
                "proxy-tunnel")) {
            ALL.put(name, good);
        }
        // No POST: one that meets the server's end is lost, as on any reused connection.
        Scenario silent = stage -> stage.warmUp()
                .play(4, "GET", "/bytes/100")
                .play(2, "PUT", "/echo", new byte[7], LONG)
                .play(1, "GET", "/bytes/" + MEGABYTE);
        for (String name : List.of(
                "silence-ended-by-fin",
                "silence-ended-by-rst",
                "silence-ended-by-408",
                "silence-ended-by-fin-tls",
                "silence-ended-by-rst-tls",
                "silence-ended-by-408-tls")) {
            ALL.put(name, silent);
        }
        Scenario late = stage -> stage.patient().warmUp().play(3, "GET", "/bytes/100");
        for (String name : List.of("late-closed", "late-closed-tls", "late-reset", "late-reset-tls")) {
            ALL.put(name, late);
        }
        ALL.put(
                "local-bind",
                stage -> stage.option("local", "127.0.0.5").warmUp().play(3, "GET", "/bytes/100"));
        ALL.put("other-trust", stage -> stage.warmUp()
                .play(1, "GET", "/bytes/100")
                .playDistrusting(2, "/bytes/100")
                .play(1, "GET", "/bytes/100"));
        ALL.put(
                "own-strategy",
                stage -> stage.option("own-strategy", "").warmUp().play(3, "GET", "/bytes/100"));
        ALL.put("status", stage -> stage.warmUp()
                .play(2, "GET", "/status/404")
                .play(1, "GET", "/status/204")
                .play(1, "GET", "/status/304"));
        ALL.put("redirect", stage -> stage.warmUp().play(3, "GET", "/redirect?to=/bytes/7"));
        ALL.put("head", stage -> stage.warmUp().play(3, "HEAD", "/bytes/1000"));
        ALL.put("methods", stage -> stage.warmUp()
                .play(2, "DELETE", "/echo")
                .play(2, "OPTIONS", "/echo")
                .play(2, "PATCH", "/echo"));
        ALL.put("chunked", stage -> stage.warmUp().play(3, "GET", "/chunked/5000"));
        ALL.put(
                "truncated",
                stage -> stage.warmUp().play(2, "GET", "/truncated/100").play(1, "GET", "/bytes/5"));
        ALL.put(
                "page-408",
                stage -> stage.warmUp().play(2, "GET", "/fault/page-408").play(2, "POST", "/fault/page-408"));
        for (String tls : List.of("", "-tls")) {
            ALL.put("closes-without-a-byte" + tls, stage -> stage.warmUp()
                    .play(2, "GET", "/fault/close-after-request")
                    .play(2, "POST", "/fault/close-after-request")
                    .play(1, "GET", "/bytes/5"));
            ALL.put("reset" + tls, stage -> stage.warmUp()
                    .play(2, "GET", "/fault/reset-after-request")
                    .play(2, "POST", "/fault/reset-after-request")
                    .play(1, "GET", "/bytes/5"));
            ALL.put("response-timeout" + tls, stage -> stage.warmUp()
                    .play(2, "GET", "/fault/stall", null, 600)
                    .play(1, "GET", "/bytes/5"));
            ALL.put(
                    "cancelled" + tls,
                    stage -> stage.warmUp().aborted("/fault/stall").play(1, "GET", "/bytes/5"));
            ALL.put(
                    "interrupted" + tls,
                    stage -> stage.warmUp().interrupted("/slow?ms=600").play(1, "GET", "/bytes/5"));
        }
        Scenario onlyGet = stage -> stage.play(3, "GET", "/").play(1, "POST", "/");
        for (String name : List.of(
                "refused",
                "refused-tls",
                "unknown-host",
                "untrusted",
                "wrong-host",
                "client-auth-needed",
                "reset-at-first-byte-tls",
                "closes-at-first-byte-tls",
                "closes-after-handshake")) {
            ALL.put(name, onlyGet);
        }
    }

    private ApacheScenarios() {}

    /** The names there are. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        ExecutorService players = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        Map<String, Future<List<String>>> playing = new LinkedHashMap<>();
        options.all().forEach((name, target) -> {
            if (!name.equals("async")) {
                playing.put(name, players.submit(() -> play(name, target, options.flag("async"))));
            }
        });
        for (Map.Entry<String, Future<List<String>>> each : playing.entrySet()) {
            System.out.println("== " + each.getKey());
            each.getValue().get().forEach(System.out::println);
        }
        players.shutdown();
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
    }

    private static List<String> play(String name, String target, boolean async) throws Exception {
        try (ApacheStage stage = new ApacheStage(target, async)) {
            ALL.get(name).play(stage);
            return stage.transcript();
        }
    }

    private interface Scenario {
        void play(ApacheStage stage) throws Exception;
    }
}
