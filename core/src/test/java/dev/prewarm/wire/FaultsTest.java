package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final KeeperFaults faults = new KeeperFaults(TimeUnit.SECONDS.toNanos(1));

    private long secondsAfter(long at) {
        return TimeUnit.NANOSECONDS.toSeconds(faults.pauseAfter(TimeUnit.SECONDS.toNanos(at)));
    }

    @Test
    void eachPauseIsTwiceAsLongAndTheFifthFaultOfAMinuteIsTheLast() {
        assertThat(secondsAfter(100)).isEqualTo(1);
        assertThat(secondsAfter(101)).isEqualTo(2);
        assertThat(secondsAfter(110)).isEqualTo(4);
        assertThat(secondsAfter(158)).isEqualTo(8);
        assertThat(faults.pauseAfter(TimeUnit.SECONDS.toNanos(159))).isEqualTo(KeeperFaults.FOR_GOOD);
    }

    @Test
    void whatWasLongAgoDoesNotCount() {
        for (int at = 0; at < 10_000; at += 20) {
            assertThat(secondsAfter(at)).isLessThan(8);
        }
        assertThat(secondsAfter(20_000)).isEqualTo(1);
    }
}
