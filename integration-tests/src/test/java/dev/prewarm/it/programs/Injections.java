package dev.prewarm.it.programs;

import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;
import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.drivers.OkHttpDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests while a fault strikes inside the agent, at one point after the other of those that requests have been seen to reach.
 * Arguments: {@code client}, {@code origin}, {@code trust} (store); {@code faults}: names of {@link Injector.Fault}, of which each
 * point meets each, or with {@code each=false} one point of {@code FEW} meets the next in turn; {@code from}: the first one's number. A turn is a GET
 * that finds stock, two more, and a POST. Prints {@code sent N}, {@code failed POINT FAULT OUTCOME}, {@code off NUMBER POINT
 * FAULT} and ends if the agent does nothing any more after one, and at last {@code points=.. faults=..}, the counters and {@code
 * held N}, the sockets that are left beside the stock.
 */
public final class Injections {
    private static final int LOOKS = 400;
    private static final int LOOK_MILLIS = 5;
    private static final int FEW = 9;
    private static final int RECORDED_TURNS = 6;
    private static final int MOST_FAILURES = 400;
    private static final String GOOD = "status=200 ";

    private final String origin;
    private final Driver driver;
    private final Driver.Session client;
    private int sent;
    private int failed;

    private Injections(Options options) throws Exception {
        origin = options.text("origin", "");
        driver = driver(options.text("client", ""));
        client = driver.open(Setup.plain(options.text("trust", "")));
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Injections injections = new Injections(options);
        injections.turn(() -> {}, null);
        injections.turn(() -> {}, null);
        int sockets = sockets();
        boolean off = injections.strike(options);
        injections.client.close();
        System.out.println("sent " + injections.sent);
        if (!off) {
            JmxDump.lines().forEach(System.out::println);
            await(() -> sockets() <= sockets);
            System.out.println("held " + Math.max(0, sockets() - sockets));
        }
        System.out.println("done");
        System.exit(0);
    }

    /** Whether a fault has switched the agent off. */
    private boolean strike(Options options) throws Exception {
        for (int i = 0; i < RECORDED_TURNS; i++) {
            turn(() -> Injector.record(true), null);
            Injector.record(false);
        }
        int[] points = Injector.recorded();
        List<Injector.Fault> faults = Stream.of(options.text("faults", "").split(","))
                .map(Injector.Fault::valueOf)
                .collect(Collectors.toList());
        boolean each = options.flag("each");
        int struck = 0;
        int missed = 0;
        int number = 0;
        for (int i = 0; i < points.length; i += each ? 1 : FEW) {
            for (Injector.Fault fault : each ? faults : List.of(faults.get(i / FEW % faults.size()))) {
                if (number++ < options.number("from", 0)) {
                    continue;
                }
                int point = points[i];
                turn(() -> Injector.arm(point, fault), point + " " + fault);
                if (Injector.disarm()) {
                    missed++;
                } else {
                    struck++;
                    if (!isAtWork()) {
                        System.out.println("off " + number + " " + points[i] + " " + fault);
                        return true;
                    }
                }
            }
        }
        System.out.println("points=" + points.length + " faults=" + struck + " missed=" + missed);
        return false;
    }

    /** Whether a request meets the agent. */
    private boolean isAtWork() throws Exception {
        return Injector.isReachedBy(() -> send(new Ask("GET", origin + "/"), null));
    }

    /**
     * @param beginning once there is stock
     * @param struck what may strike meanwhile
     */
    private void turn(Runnable beginning, String struck) throws Exception {
        await(() -> AgentCounters.ofOrigin(origin).get("Warm") > 0);
        beginning.run();
        send(new Ask("GET", origin + "/"), struck);
        send(new Ask("GET", origin + "/"), struck);
        send(new Ask("GET", origin + "/"), struck);
        send(new Ask("POST", origin + "/echo").body(new byte[10]), struck);
    }

    private void send(Ask ask, String struck) {
        sent++;
        String outcome;
        try {
            outcome = client.exchange(ask, driver.ways().get(0)).play();
        } catch (Throwable t) {
            outcome = Outcome.chain(t);
        }
        if (!outcome.startsWith(GOOD)) {
            System.out.println("failed " + struck + " " + ask.method() + " " + outcome);
            if (++failed > MOST_FAILURES) {
                throw new IllegalStateException("nothing works any more");
            }
        }
    }

    private static Driver driver(String name) {
        switch (name) {
            case "jdk":
                return new JdkDriver();
            case "okhttp":
                return new OkHttpDriver();
            case "apache":
                return new ApacheDriver();
            default:
                return new ApacheAsyncDriver();
        }
    }

    private static int sockets() throws Exception {
        int sockets = 0;
        try (Stream<Path> descriptors = Files.list(Paths.get("/proc/self/fd"))) {
            for (Path each : descriptors.collect(Collectors.toList())) {
                sockets += !Files.isSymbolicLink(each)
                        ? 0
                        : Files.readSymbolicLink(each).toString().startsWith("socket:") ? 1 : 0;
            }
        }
        return sockets;
    }

    private interface Look {
        boolean isEnough() throws Exception;
    }

    private static void await(Look look) throws Exception {
        for (int i = 0; i < LOOKS && !look.isEnough(); i++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
