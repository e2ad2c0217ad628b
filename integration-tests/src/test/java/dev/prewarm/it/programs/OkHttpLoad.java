package dev.prewarm.it.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * 3 requests to get going, 200 in sequence, then bursts of 50 at once, GET and POST in turn, to each origin at the same
 * time. After each phase a line {@code phase <name> <origin> ok=<n> failed=<n>}, then what the agent has counted so far.
 */
public final class OkHttpLoad {
    private static final int SEQUENCE = 200;
    private static final int BURST = 50;

    private final OkHttpClient client;
    private final String origin;
    private final AtomicInteger ok = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ExecutorService senders = Executors.newFixedThreadPool(BURST);

    private OkHttpLoad(OkHttpClient client, String origin) {
        this.client = client;
        this.origin = origin;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        OkHttpClient client = OkHttpClients.builder(options.text("trust", "")).build();
        List<OkHttpLoad> loads = new ArrayList<>();
        for (String origin : options.text("origins", "").split(",")) {
            loads.add(new OkHttpLoad(client, origin));
        }
        together("warm-up", loads, load -> load.sequence(3, 300));
        Thread.sleep(1_500);
        together("sequence", loads, load -> load.sequence(SEQUENCE, 20));
        for (int i = 1; i <= 4; i++) {
            // One after the other: two cores are not to be the limit.
            for (OkHttpLoad load : loads) {
                load.burst();
            }
            Thread.sleep(1_000);
            awaitRefill();
            together("burst-" + i, loads, load -> {});
        }
        System.out.println("done");
        System.exit(0);
    }

    /** However long it takes on a busy machine: until nothing is being opened for a while. */
    private static void awaitRefill() throws Exception {
        for (int quiet = 0, looks = 0; quiet < 6 && looks < 100; looks++) {
            boolean opening =
                    JmxDump.lines().stream().anyMatch(line -> line.matches(".*type=Pool.* Opening=[1-9]\\d*"));
            quiet = opening ? 0 : quiet + 1;
            Thread.sleep(50);
        }
    }

    private interface Phase {
        void play(OkHttpLoad load) throws Exception;
    }

    private static void together(String name, List<OkHttpLoad> loads, Phase phase) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (OkHttpLoad load : loads) {
            Thread thread = new Thread(() -> {
                try {
                    phase.play(load);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (OkHttpLoad load : loads) {
            System.out.println("phase " + name + " " + load.origin + " ok=" + load.ok + " failed=" + load.failed);
        }
        for (String line : JmxDump.lines()) {
            if (line.contains("type=Origin") && line.matches(".*\\b(?i)(hits|misses|unused|opened|staleHits)=\\d+")) {
                System.out.println("phase " + name + " " + line);
            }
        }
    }

    private void sequence(int count, long pauseMillis) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            one(i);
            Thread.sleep(pauseMillis);
        }
    }

    private void burst() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            int index = i;
            running.add(senders.submit(() -> one(index)));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private void one(int index) {
        Request request = index % 2 == 0
                ? new Request.Builder().url(origin + "/bytes/100").build()
                : OkHttpClients.post(origin + "/echo", 7, false).build();
        try (Response response = client.newCall(request).execute()) {
            int length = response.body().bytes().length;
            boolean right = response.code() == 200 && length == (index % 2 == 0 ? 100 : 7);
            (right ? ok : failed).incrementAndGet();
        } catch (Exception e) {
            failed.incrementAndGet();
            System.out.println("failure " + origin + " " + Outcome.chain(e));
        }
    }
}
