package dev.prewarm.it.programs;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;
import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.drivers.OkHttpDriver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests that get no answer, by all clients, side by side. Arguments: {@code trust}, a PKCS12 file; {@code CLIENT.WHAT=URL}: to each one request, which
 * the client cancels if {@code WHAT} is {@code cancelled}, and which has a short timeout if that is {@code stalls..} or {@code no-connect}; {@code
 * CLIENT.late=ORIGIN}: many, of which the last ones are ended late by their server. Prints
 * {@code ended CLIENT.WHAT OUTCOME} for each, and {@code all ended}; then waits for a line on stdin.
 */
public final class Unanswered {
    /** Some clients' timeouts hold for the handshake, too: as much as that takes on a busy machine. */
    private static final String MILLIS = "3000";

    /** All at once they would keep one another waiting. */
    private static final int APART_MILLIS = 30;

    private static final Map<String, Driver> DRIVERS = Map.of(
            "jdk", new JdkDriver(),
            "okhttp", new OkHttpDriver(),
            "apache", new ApacheDriver(),
            "apache-async", new ApacheAsyncDriver());

    private Unanswered() {}

    public static void main(String[] args) throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        Map<String, Future<String>> calls = new LinkedHashMap<>();
        Map<String, String> urls = new LinkedHashMap<>(new Options(args).all());
        String trust = urls.remove("trust");
        for (Map.Entry<String, String> each : urls.entrySet()) {
            String[] name = each.getKey().split("\\.");
            calls.put(
                    each.getKey(),
                    callers.submit(() -> outcome(DRIVERS.get(name[0]), trust, name[1], each.getValue())));
            Thread.sleep(APART_MILLIS);
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Future<String>> each : calls.entrySet()) {
            lines.add("ended " + each.getKey() + " " + each.getValue().get());
        }
        lines.forEach(System.out::println);
        System.out.println("all ended");
        int read = System.in.read();
        System.exit(read < 0 ? 1 : 0);
    }

    private static String outcome(Driver driver, String trust, String what, String url) throws Exception {
        if (what.startsWith("late")) {
            return staleHits(driver, trust, url);
        }
        boolean isCancelled = what.equals("cancelled");
        Setup plain = Setup.plain(trust);
        Setup setup = what.startsWith("stalls")
                ? plain.with(Ability.RESPONSE_TIMEOUT, MILLIS)
                : what.equals("no-connect") ? plain.with(Ability.CONNECT_TIMEOUT, MILLIS) : plain;
        List<Driver.Way> ways = driver.ways();
        try (Driver.Session session = driver.open(setup)) {
            Driver.Exchange exchange = session.exchange(new Ask("GET", url), ways.get(ways.size() - 1));
            if (isCancelled) {
                Thread canceller = new Thread(() -> cancelLater(exchange));
                canceller.start();
            }
            return exchange.play();
        } catch (Exception e) {
            return Outcome.of(e);
        }
    }

    /** How many hits ended without an answer: requests that their server ends late, once connections are opened ahead and used. */
    private static String staleHits(Driver driver, String trust, String origin) throws Exception {
        try (Driver.Session session = driver.open(Setup.plain(trust))) {
            for (int i = 0; i < 30; i++) {
                play(driver, session, origin + "/bytes/5");
                Thread.sleep(100);
            }
            for (int i = 0; i < 5 && stale(origin) == 0; i++) {
                play(driver, session, origin + "/bytes/5");
                for (int n = 0; n < 500 && AgentCounters.ofOrigin(origin).get("Warm") == 0; n++) {
                    Thread.sleep(10);
                }
                play(driver, session, origin + "/fault/close-after-request?ms=1200");
            }
        }
        return "stale=" + stale(origin);
    }

    private static void play(Driver driver, Driver.Session session, String url) {
        try {
            session.exchange(new Ask("GET", url), driver.ways().get(0)).play();
        } catch (Exception e) {
            System.out.println("failed " + Outcome.of(e));
        }
    }

    private static long stale(String origin) {
        return AgentCounters.ofOrigin(origin).get("StaleHits");
    }

    private static void cancelLater(Driver.Exchange exchange) {
        try {
            Thread.sleep(1_500);
            exchange.cancel();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
