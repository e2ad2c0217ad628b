package dev.prewarm.demo.workload;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application of the demo, in a JVM of its own: sends GETs at their appointed times, whether or not earlier ones are
 * answered (an open loop), and measures from the appointed time. An ordinary program that knows nothing of the agent.
 */
public final class Workload {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

    private final WorkloadClient client;
    private final URI uri;
    private final PrintStream out;
    private volatile boolean failed;

    private Workload(WorkloadClient client, URI uri, PrintStream out) {
        this.client = client;
        this.uri = uri;
        this.out = out;
    }

    /** The arguments that {@link #main} takes. */
    public static List<String> arguments(Clients client, URI uri, double rate, Duration warmUp, Duration measured) {
        return List.of(client.id(), uri.toString(), Double.toString(rate), warmUp.toString(), measured.toString());
    }

    /** Ends the JVM with 0 if every request was answered with 200, with 1 if not. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments, System.out) ? 0 : 1);
    }

    private static boolean run(String[] arguments, PrintStream out) throws InterruptedException {
        WorkloadClient client = Clients.of(arguments[0]).make();
        Workload workload = new Workload(client, URI.create(arguments[1]), out);
        return workload.run(
                Double.parseDouble(arguments[2]), Duration.parse(arguments[3]), Duration.parse(arguments[4]));
    }

    private boolean run(double rate, Duration warmUp, Duration measured) throws InterruptedException {
        long[] arrivals = Arrivals.poisson(rate, warmUp.plus(measured));
        out.println(Report.plan(arrivals.length));
        ExecutorService threads = Executors.newCachedThreadPool();
        long start = System.nanoTime();
        for (long arrival : arrivals) {
            long appointed = start + arrival;
            sleepUntil(appointed);
            boolean counts = arrival >= warmUp.toNanos();
            threads.execute(() -> request(appointed, counts));
        }
        threads.shutdown();
        if (threads.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
            out.println(Report.done());
        }
        return !failed;
    }

    private void request(long appointed, boolean counts) {
        try {
            int status = client.get(uri);
            long nanos = System.nanoTime() - appointed;
            if (status != 200) {
                fail("status " + status);
            } else {
                out.println(counts ? Report.sample(nanos) : Report.warmUp());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail(e.toString());
        }
    }

    private void fail(String what) {
        failed = true;
        out.println(Report.failure(what));
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
