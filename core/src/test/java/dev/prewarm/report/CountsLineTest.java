package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.status.Counters;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Snapshot;
import org.junit.jupiter.api.Test;

class CountsLineTest {
    private final Counters counters = new Counters();

    private String line() {
        return CountsLine.of(Snapshot.ofAll("", "", 0, counters, 1));
    }

    @Test
    void namesAreThoseOfTheContract() {
        assertThat(line())
                .isEqualTo("hits=0 misses=0 hitsTcp=0 canaries=0 opened=0 failed=0 unused=0 staleHits=0 savedMillis=0");
    }

    @Test
    void evictedOnesAreToldByReason() {
        for (int i = 0; i < 3; i++) {
            counters.beginsOpening();
            counters.parked();
        }
        counters.hit(false, 57_900_000);
        counters.evicted(EvictReason.SHUTDOWN);
        counters.evicted(EvictReason.CLOSED_BY_SERVER);

        assertThat(line())
                .isEqualTo("hits=1 misses=0 hitsTcp=0 canaries=0 opened=3 failed=0 unused=2"
                        + " evicted.closed-by-server=1 evicted.shutdown=1 staleHits=0 savedMillis=57");
    }
}
