package dev.prewarm.it.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Each client sends to each of the origins that are given by its name, comma separated, {@code rounds} times when there is stock:
 * prints {@code parked N} and waits for a line on stdin before. Then {@code ORIGIN CLIENT stale=..}, or the failures.
 */
public final class Crossings {
    private static final int LOOK_MILLIS = 10;
    private static final int LOOKS = 1_000;

    private Crossings() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        BufferedReader stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        for (String client : Caller.NAMES) {
            for (String origin : options.text(client, "").split(",")) {
                Caller caller = Caller.of(client);
                get(caller, origin);
                long before = AgentCounters.ofOrigin(origin).get("StaleHits");
                for (int i = 0; i < options.number("rounds", 3); i++) {
                    awaitStock(origin);
                    System.out.println("parked " + number++);
                    stdin.readLine();
                    get(caller, origin);
                }
                long stale = AgentCounters.ofOrigin(origin).get("StaleHits") - before;
                System.out.println(origin + " " + client + " stale=" + stale);
            }
        }
        System.out.println("done");
        System.exit(0);
    }

    private static void get(Caller caller, String origin) {
        try {
            caller.get(origin + "/");
        } catch (Exception e) {
            System.out.println("failure " + Outcome.chain(e));
        }
    }

    private static void awaitStock(String origin) throws InterruptedException {
        for (int i = 0; i < LOOKS && AgentCounters.ofOrigin(origin).get("Warm") == 0; i++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
