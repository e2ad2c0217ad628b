package dev.prewarm.it.programs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays named scenarios and prints what a program sees of each: status, headers, body, exception type, message and cause
 * chain. Run once without and once with an agent, the transcripts must be the same. Arguments: {@code
 * SCENARIO=ORIGIN[|PROXYPORT]} for each to play, {@code trust=} a PKCS12 file. A scenario has an origin of its own, so that
 * what one breaks is not seen by the next; so they can play side by side. Prints {@code == SCENARIO}, its transcript, and
 * after all of them the agent's counters (see {@link JmxDump}) and {@code done}.
 */
public final class Scenarios {
    private static final int MEGABYTE = 1_000_000;
    private static final int SIDE_BY_SIDE = 12;

    /** What to play; a name that ends in {@code -http11} plays the one before it, with an HTTP_1_1 client. */
    private static final Map<String, Scenario> ALL = new TreeMap<>();

    static {
        Scenario good = stage -> stage.warmUp()
                .play(4, stage.get("/bytes/100"))
                .play(2, stage.post("/echo", 7))
                .play(2, stage.post("/echo", MEGABYTE));
        ALL.put("good", good);
        ALL.put("good-tls", good);
        ALL.put("good-tls12", good);
        ALL.put("good-tls-no-alpn", good);
        ALL.put("client-auth-wanted", good);
        ALL.put("keep-alive", good);
        ALL.put("http-1.0", good);
        ALL.put("proxy", good);
        ALL.put("proxy-tunnel", good);
        ALL.put("status", stage -> stage.warmUp()
                .play(2, stage.get("/status/404"))
                .play(2, stage.get("/status/500"))
                .play(2, stage.get("/status/204"))
                .play(1, stage.get("/status/304")));
        ALL.put("redirect", stage -> stage.followRedirects().warmUp().play(3, stage.get("/redirect?to=/bytes/7")));
        ALL.put("head", stage -> stage.warmUp().play(3, stage.method("HEAD", "/bytes/1000")));
        ALL.put("methods", stage -> stage.warmUp()
                .play(2, stage.method("DELETE", "/echo"))
                .play(2, stage.method("OPTIONS", "/echo"))
                .play(2, stage.method("PATCH", "/echo")));
        ALL.put("chunked", stage -> stage.warmUp().play(3, stage.get("/chunked/5000")));
        ALL.put("large", stage -> stage.warmUp().play(3, stage.get("/bytes/" + MEGABYTE)));
        ALL.put(
                "truncated",
                stage -> stage.warmUp().play(2, stage.get("/truncated/100")).play(1, stage.get("/bytes/5")));
        ALL.put("basic-auth", stage -> stage.basicAuth().warmUp().play(3, stage.get("/auth")));
        ALL.put("expect-continue", stage -> stage.warmUp()
                .play(2, stage.post("/echo", 1000).expectContinue(true)));
        Scenario closes = stage -> stage.warmUp()
                .play(2, stage.get("/fault/close-after-request"))
                .play(2, stage.post("/fault/close-after-request", 7))
                .play(1, stage.get("/bytes/5"));
        ALL.put("closes-without-a-byte", closes);
        ALL.put("closes-without-a-byte-tls", closes);
        Scenario resets = stage -> stage.warmUp()
                .play(2, stage.get("/fault/reset-after-request"))
                .play(2, stage.post("/fault/reset-after-request", 7))
                .play(1, stage.get("/bytes/5"));
        ALL.put("reset", resets);
        ALL.put("reset-tls", resets);
        ALL.put("page-408", stage -> stage.warmUp()
                .play(2, stage.get("/fault/page-408"))
                .play(2, stage.post("/fault/page-408", 7)));
        Scenario timesOut = stage -> stage.warmUp()
                .play(2, stage.get("/fault/stall").timeout(Duration.ofMillis(600)))
                .play(1, stage.get("/bytes/5"));
        ALL.put("response-timeout", timesOut);
        ALL.put("response-timeout-tls", timesOut);
        Scenario cancelled =
                stage -> stage.warmUp().cancelled("/slow-body?ms=30000").play(1, stage.get("/bytes/5"));
        ALL.put("cancelled", cancelled);
        ALL.put("cancelled-tls", cancelled);
        Scenario interrupted =
                stage -> stage.warmUp().interrupted("/slow-body?ms=30000").play(1, stage.get("/bytes/5"));
        ALL.put("interrupted", interrupted);
        ALL.put("interrupted-tls", interrupted);
        Scenario onlyGet = stage -> stage.play(3, stage.get("/")).play(1, stage.post("/", 7));
        ALL.put("refused", onlyGet);
        ALL.put("refused-tls", onlyGet);
        ALL.put("unknown-host", onlyGet);
        ALL.put("untrusted", onlyGet);
        ALL.put("wrong-host", onlyGet);
        ALL.put("client-auth-needed", onlyGet);
        ALL.put("reset-at-first-byte", onlyGet);
        ALL.put("reset-at-first-byte-tls", onlyGet);
        ALL.put("closes-at-first-byte", onlyGet);
        ALL.put("closes-at-first-byte-tls", onlyGet);
        ALL.put("closes-after-handshake", onlyGet);
        ALL.put("h2-chosen", onlyGet);
        ALL.put("connect-timeout", stage -> stage.connectTimeout(400).play(3, stage.get("/")));
        ALL.put("silent-handshake", stage -> stage.connectTimeout(800).play(2, stage.get("/")));
        // No POST: one that meets the server's end is lost, as on any reused connection.
        Scenario silent = stage -> stage.warmUp()
                .play(4, stage.get("/bytes/100"))
                .play(2, stage.method("PUT", "/echo"))
                .play(1, stage.get("/bytes/" + MEGABYTE));
        ALL.put("silence-ended-by-fin", silent);
        ALL.put("silence-ended-by-rst", silent);
        ALL.put("silence-ended-by-408", silent);
        ALL.put("silence-ended-by-fin-tls", silent);
        ALL.put("silence-ended-by-rst-tls", silent);
        ALL.put("silence-ended-by-408-tls", silent);
        Scenario late = stage -> stage.patient().warmUp().play(3, stage.get("/bytes/100"));
        ALL.put("late-closed", late);
        ALL.put("late-closed-tls", late);
        ALL.put("late-reset", late);
        ALL.put("late-reset-tls", late);
        ALL.put("serial", good);
    }

    private Scenarios() {}

    /** The names there are. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        ExecutorService players = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        Map<String, Future<List<String>>> playing = new LinkedHashMap<>();
        options.all().forEach((name, target) -> {
            if (!name.equals("trust")) {
                playing.put(name, players.submit(() -> play(name, target, options.text("trust", ""))));
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

    private static List<String> play(String name, String target, String trust) throws Exception {
        boolean http11 = name.endsWith("-http11");
        Scenario scenario = ALL.get(http11 ? name.substring(0, name.length() - "-http11".length()) : name);
        if (scenario == null) {
            throw new IllegalArgumentException("no scenario " + name + "; there are " + ALL.keySet());
        }
        Stage stage = new Stage(target, http11 ? "1.1" : "2", trust);
        scenario.play(stage);
        return stage.transcript();
    }

    private interface Scenario {
        void play(Stage stage) throws Exception;
    }
}
