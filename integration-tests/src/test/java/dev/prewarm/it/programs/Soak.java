package dev.prewarm.it.programs;

import dev.prewarm.it.kit.SoakRequest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Sends the requests of a soak ({@link SoakRequest}), {@value #LANES} at a time, in blocks; between these it rests, its upstreams
 * are restarted, or the application is deployed anew. Arguments, {@code name=value}:
 *
 * <ul>
 *   <li>{@code driver}: the class of a driver; {@code path}: the class path of its client
 *   <li>{@code seed}; {@code n}: how many requests, and {@code block} of them at a time
 *   <li>{@code origins}, comma separated; {@code orders}: the port that takes the server down and up
 *   <li>{@code trust}: a PKCS12 file; {@code out}: the file for what came of each, a line {@code NUMBER MILLISECONDS OUTCOME}
 * </ul>
 *
 * <p>After each restart a request is sent while the server is down: {@link #requests} says how many that makes in all. Prints
 * four times {@code sample REQUESTS} and what the JVM holds, then the agent's counters and {@code done}.
 */
public final class Soak {
    private static final int LANES = 16;
    /** Of each block: what is loaded with the first ones takes its time. */
    private static final int ALONE = 4;

    private static final int SAMPLES = 4;
    /** In blocks. */
    private static final int RESTARTS = 3;

    private static final int DEPLOYMENTS = 4;
    private static final int REST_MILLIS = 700;
    private static final int SETTLED_LOOKS = 40;
    private static final int LOOK_MILLIS = 100;

    private final Options options;
    private final String[] args;
    private final ExecutorService lanes = Executors.newFixedThreadPool(LANES, task -> {
        Thread thread = new Thread(task, "lane");
        thread.setDaemon(true);
        return thread;
    });
    private final int n;
    private final int block;
    private final BufferedWriter out;
    private URLClassLoader loader;
    private IntFunction<String> deployment;

    private Soak(String[] args) throws Exception {
        this.args = args;
        options = new Options(args);
        n = options.number("n", 0);
        block = options.number("block", 0);
        out = Files.newBufferedWriter(Paths.get(options.text("out", "")));
    }

    /** How many requests it sends, those sent to servers that are down included. */
    public static int requests(int n, int block) {
        return n + blocks(n, block) / RESTARTS;
    }

    private static int blocks(int n, int block) {
        return (n + block - 1) / block;
    }

    public static void main(String[] args) throws Exception {
        Soak soak = new Soak(args);
        soak.run();
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private void run() throws Exception {
        deploy();
        int blocks = blocks(n, block);
        int down = n;
        for (int i = 1; i <= blocks; i++) {
            play((i - 1) * block, Math.min(n, i * block));
            if (i % RESTARTS == 0) {
                playDown(down++);
            } else {
                Thread.sleep(REST_MILLIS);
            }
            if (i % DEPLOYMENTS == 0) {
                undeploy();
                deploy();
            }
            if (i * SAMPLES / blocks > (i - 1) * SAMPLES / blocks) {
                sample(Math.min(n, i * block));
            }
        }
        undeploy();
        out.close();
    }

    private void play(int from, int to) throws Exception {
        for (int number = from; number < from + ALONE; number++) {
            playOne(number);
        }
        AtomicInteger next = new AtomicInteger(from + ALONE);
        List<Future<?>> playing = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            playing.add(lanes.submit(() -> {
                for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                    playOne(number);
                }
                return null;
            }));
        }
        for (Future<?> each : playing) {
            each.get();
        }
    }

    private void playOne(int number) throws IOException {
        String line = number + " " + deployment.apply(number) + "\n";
        synchronized (out) {
            out.write(line);
        }
    }

    private void playDown(int number) throws IOException {
        int upstream = new SoakRequest(options.number("seed", 0), number)
                .upstream(options.text("origins", "").split(",").length);
        order("down " + upstream);
        playOne(number);
        order("up " + upstream);
    }

    private void order(String line) throws IOException {
        try (Socket server = new Socket(InetAddress.getByName("127.0.0.1"), options.number("orders", 0));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            server.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            if (!"ok".equals(in.readLine())) {
                throw new IOException("not done: " + line);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void deploy() throws Exception {
        loader = new URLClassLoader(Loaders.urls(options.text("path", "")), ClassLoader.getPlatformClassLoader());
        deployment = (IntFunction<String>) loader.loadClass(SoakDeployment.class.getName())
                .getConstructor(String[].class)
                .newInstance((Object) args);
    }

    private void undeploy() throws Exception {
        ((AutoCloseable) deployment).close();
        deployment = null;
        loader.close();
        loader = null;
    }

    /** When what was parked, closed and let go of meanwhile has gone. */
    private static void sample(int played) throws InterruptedException {
        Holdings held = Holdings.now();
        for (int i = 0; i < SETTLED_LOOKS; i++) {
            Thread.sleep(LOOK_MILLIS);
            Holdings next = Holdings.now();
            boolean still = next.descriptors >= held.descriptors && next.threads >= held.threads;
            held = next;
            if (still) {
                break;
            }
        }
        System.out.println("sample " + played + " " + held + " keeper-ms=" + keeperMillis());
    }

    /** Processor time of the agent's one thread for connections. */
    private static long keeperMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().equals("prewarm-keeper")) {
                return threads.getThreadCpuTime(each.getThreadId()) / 1_000_000;
            }
        }
        return 0;
    }
}
