package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.jfr.Recorded;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What is in a recording is what is counted. */
class FlightCountersTest {
    private static final int TAKES = 200;

    @Test
    void whatServersDo() throws IOException {
        AtomicInteger served = new AtomicInteger();
        try (LocalServer plain =
                        LocalServer.plain(socket -> CountersUnderLoadTest.moody(socket, served.incrementAndGet()));
                LocalServer tls = LocalServer.tls(
                        "TLSv1.3", socket -> CountersUnderLoadTest.moody(socket, served.incrementAndGet()));
                Recorded recorded = new Recorded();
                Warmer first = Warmer.plain(plain, "prewarm.idle", "50ms", "prewarm.min", "4");
                Warmer second = Warmer.tls(tls, LocalCertificates.trusting())) {
            for (int i = 0; i < TAKES; i++) {
                take(first.demand());
                take(second.demand());
            }
            Eventually.until("hits " + first + second, () -> isHit(first) && isHit(second));
            first.stop();
            second.stop();
            assertSame(recorded, plain.origin("http"), first.read());
            assertSame(recorded, tls.origin("https"), second.read());
            assertThat(recorded.events("dev.prewarm.Open", tls.origin("https")))
                    .filteredOn(each -> each.getString("outcome").equals("opened"))
                    .isNotEmpty()
                    .allMatch(each -> each.getDuration("tlsTime").toNanos() > 0);
        }
    }

    @Test
    void openingsThatFail() throws IOException {
        LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
        server.close();
        try (Recorded recorded = new Recorded();
                Warmer warmer = Warmer.plain(server)) {
            warmer.demand();
            Eventually.until("a failure", () -> warmer.read().failed() > 0);
            warmer.stop();
            assertSame(recorded, server.origin("http"), warmer.read());
            assertThat(recorded.events("dev.prewarm.Open", server.origin("http")))
                    .anyMatch(each -> each.getString("reason").contains("Connection refused"));
        }
    }

    /** A hit that the client could not use is a miss, and its connection is evicted. */
    @Test
    void whatIsGivenUp() throws IOException {
        try (LocalServer server =
                        LocalServer.plain(socket -> socket.getInputStream().read());
                Recorded recorded = new Recorded();
                Warmer warmer = Warmer.plain(server)) {
            warmer.warmUp();
            Eventually.until("one given up " + warmer, () -> {
                ConnectionAttempt attempt = warmer.attempt();
                boolean hit = attempt.isHit();
                warmer.prewarm().givenUp(attempt, null);
                return hit;
            });
            warmer.stop();
            assertThat(takes(recorded, server.origin("http")).get("given-up")).isEqualTo(1);
            assertThat(warmer.evicted("flushed")).isEqualTo(1);
            assertSame(recorded, server.origin("http"), warmer.read());
        }
    }

    private static void take(Warmer warmer) throws IOException {
        WarmConnection warm = warmer.take();
        if (warm != null) {
            warm.channel().close();
        }
    }

    private static boolean isHit(Warmer warmer) {
        warmer.demand();
        return warmer.read().hits() > 0;
    }

    private static void assertSame(Recorded recorded, String origin, Snapshot counted) throws IOException {
        Map<String, Long> takes = takes(recorded, origin);
        long givenUp = takes.getOrDefault("given-up", 0L);
        assertThat(takes.getOrDefault("hit", 0L) - givenUp).as("hits").isEqualTo(counted.hits());
        assertThat(takes.getOrDefault("miss", 0L) + givenUp).as("misses").isEqualTo(counted.misses());
        assertThat(takes.getOrDefault("canary", 0L)).as("canaries").isEqualTo(counted.canaries());

        Map<String, Long> opened =
                count(recorded.events("dev.prewarm.Open", origin), each -> each.getString("outcome"));
        assertThat(opened.values().stream().mapToLong(each -> each).sum())
                .as("opened")
                .isEqualTo(counted.opened());
        assertThat(opened.getOrDefault("failed", 0L)).as("failed").isEqualTo(counted.failed());

        Map<String, Long> evicted = new TreeMap<>(counted.evicted());
        evicted.values().removeIf(count -> count == 0);
        assertThat(count(recorded.events("dev.prewarm.Evict", origin), each -> each.getString("reason")))
                .as("evicted")
                .isEqualTo(evicted);
    }

    private static Map<String, Long> takes(Recorded recorded, String origin) throws IOException {
        return count(recorded.events("dev.prewarm.Take", origin), each -> each.getString("outcome"));
    }

    private static Map<String, Long> count(List<RecordedEvent> events, Function<RecordedEvent, String> by) {
        return events.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }
}
