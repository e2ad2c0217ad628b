package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Many JVMs before one upstream, and what it sees when they are restarted; makes the pictures of docs/simulated-upstreams.md. */
final class Fleet {
    private static final int JVMS = 500;
    private static final int WORKERS = 200;
    private static final long SECONDS_IN_ALL = 600;
    private static final long RESTART_AT = 240;
    private static final long ROUND_TRIP = MILLISECONDS.toNanos(20);
    private static final long SERVICE = MILLISECONDS.toNanos(20);

    private static final long ROLLING = 250;
    private static final double PICTURED = 0.1;
    private static final List<String> MODES = List.of("without", "named", "auto");
    private static final String[] ORIGINS = {"", "http://fleet.example.com", "auto"};

    private final VirtualTime time = new VirtualTime();
    private final Random random = new Random(1);
    private final Key key = Keys.plain("http://fleet.example.com");
    private final SimServer server = new SimServer(time, random, ROUND_TRIP);
    private final SimArrivals arrivals = new SimArrivals(time, random);
    private final Settings settings;
    private final SimJvm[] jvms = new SimJvm[JVMS];
    private final SimStranger stranger = new SimStranger(time, server, key.endpoint());
    private final double perSecond;
    private final List<Double> open = new ArrayList<>();
    private final List<Double> tied = new ArrayList<>();
    private final List<Double> opened = new ArrayList<>();
    private int convictions;

    /**
     * @param origins as {@code prewarm.origins} would have it; empty: without Prewarm
     * @param perSecond requests of each JVM
     * @param silenceTies whether a silent connection keeps a worker waiting
     */
    Fleet(String origins, double perSecond, boolean silenceTies) {
        this.perSecond = perSecond;
        this.settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        server.workers = WORKERS;
        server.backlog = 2048;
        server.service = SERVICE;
        server.silenceTies = silenceTies;
        server.link.jitter = 0.2;
        for (int i = 0; i < JVMS; i++) {
            start(i);
        }
    }

    private void start(int i) {
        jvms[i] = new SimJvm(time, settings, Map.of(key.origin(), server), random);
    }

    /** They begin within 30 s, and after 240 s each is restarted, spread over so long. */
    Fleet run(long restartWithin) {
        long end = SECONDS.toNanos(SECONDS_IN_ALL);
        for (int i = 0; i < JVMS; i++) {
            int which = i;
            time.at(
                    (long) (random.nextDouble() * SECONDS.toNanos(30)),
                    () -> arrivals.poisson(perSecond, end, () -> jvms[which].client.request(key, true)));
            time.at(SECONDS.toNanos(RESTART_AT) + SECONDS.toNanos(restartWithin) * i / JVMS, () -> restart(which));
        }
        arrivals.poisson(1, end, stranger::request);
        long before = 0;
        for (long second = 1; second <= SECONDS_IN_ALL; second++) {
            time.runUntil(SECONDS.toNanos(second));
            open.add((double) server.open());
            tied.add((double) server.tied());
            opened.add((double) (server.accepted() - before));
            before = server.accepted();
        }
        for (SimJvm jvm : jvms) {
            convictions += jvm.pool.convictions();
        }
        return this;
    }

    private void restart(int i) {
        convictions += jvms[i].pool.convictions();
        jvms[i].stop();
        start(i);
    }

    /** From a quarter of a minute before the restart on. */
    private static double most(List<Double> values) {
        return values.subList((int) RESTART_AT - 15, values.size()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static void row(String server, String restart, double rate, String mode, Fleet fleet) {
        System.out.println("| " + server + " | " + rate + "/s | " + restart + " | " + mode + " | "
                + (long) most(fleet.open) + " | " + (long) most(fleet.opened) + " | " + (long) most(fleet.tied) + " | "
                + fleet.convictions + " | " + fleet.stranger.worst() / 1_000_000 + " ms |");
    }

    /** @param args the directory of the pictures */
    public static void main(String[] args) throws IOException {
        System.out.println(
                "| server | of each JVM | restart | Prewarm | most open | most opened in 1 s | most tied | convictions "
                        + "| stranger's longest |\n|---|---|---|---|---|---|---|---|---|");
        for (double rate : new double[] {0.1, 1}) {
            for (boolean ties : new boolean[] {false, true}) {
                for (long within : new long[] {0, ROLLING}) {
                    compare(rate, ties, within, args[0]);
                }
            }
        }
    }

    private static void compare(double rate, boolean ties, long within, String directory) throws IOException {
        String server = ties ? "tied" : "event-driven";
        String restart = within == 0 ? "at once" : "rolling";
        List<List<Double>> open = new ArrayList<>();
        List<List<Double>> opened = new ArrayList<>();
        for (int i = 0; i < MODES.size(); i++) {
            Fleet fleet = new Fleet(ORIGINS[i], rate, ties).run(within);
            row(server, restart, rate, MODES.get(i), fleet);
            open.add(fleet.open);
            opened.add(fleet.opened);
        }
        if (rate == PICTURED) {
            LineChart chart = new LineChart("s", SECONDS_IN_ALL);
            chart.panel("connections open", MODES, open);
            chart.panel("connections opened per second", MODES, opened);
            String name = "fleet-" + server + "-" + restart.replace(' ', '-') + ".svg";
            Files.writeString(Path.of(directory, name), chart.svg());
        }
    }
}
