package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountersUnderLoadTest {
    private static final int THREADS = 64;
    private static final int TAKES = 300;

    @Test
    void theyAddUpAtEveryReadingAndNothingIsLeftOpen() throws Exception {
        int before = descriptors();
        AtomicInteger served = new AtomicInteger();
        LocalServer.Handler moody = socket -> moody(socket, served.incrementAndGet());
        try (LocalServer one = LocalServer.plain(moody);
                LocalServer two = LocalServer.plain(moody);
                LocalServer three = LocalServer.tls("TLSv1.3", moody);
                Warmer first = Warmer.plain(one);
                Warmer second = Warmer.plain(two, "prewarm.idle", "20ms");
                Warmer third = Warmer.tls(three, LocalCertificates.trusting(), "prewarm.max", "8")) {
            List<Warmer> warmers = List.of(first.demand(), second.demand(), third.demand());
            load(warmers);
            assertThat(warmers).as("hits").anyMatch(warmer -> warmer.read().hits() > 0);
            assertThat(warmers).as("misses").anyMatch(warmer -> warmer.read().misses() > 0);
            for (Warmer warmer : warmers) {
                warmer.stop();
                Warmer.assertAddsUp(warmer.read());
                assertThat(warmer.read().warm() + warmer.read().opening()).isZero();
            }
        }
        // Other tests of this JVM may be letting go of theirs.
        Eventually.until("all descriptors are closed", () -> descriptors() <= before + 5);
    }

    private static void load(List<Warmer> warmers) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Warmer warmer = warmers.get(i % warmers.size());
            takers.add(threads.submit(() -> {
                for (int n = 0; n < TAKES; n++) {
                    takeOne(warmer, n);
                }
                return null;
            }));
        }
        for (Future<?> taker : takers) {
            taker.get();
        }
        threads.shutdown();
    }

    private static void takeOne(Warmer warmer, int n) throws IOException {
        WarmConnection warm = warmer.take();
        if (warm != null) {
            warm.channel().close();
        }
        Warmer.assertAddsUp(warmer.read());
        if (n % 10 == 0) {
            warmer.demand();
            Thread.yield();
        }
    }

    /** Every third connection ends at once, every fifth by RST, every seventh with a page. */
    static void moody(Socket socket, int number) throws IOException {
        try {
            if (number % 7 == 0) {
                socket.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes());
            } else if (number % 5 == 0) {
                socket.setSoLinger(true, 0);
            } else if (number % 3 != 0) {
                socket.getInputStream().read();
            }
        } finally {
            socket.close();
        }
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
