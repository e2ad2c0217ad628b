package dev.prewarm.pool.sizing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinuteCounterTest {
    private final MinuteCounter minute = MinuteCounter.orLess();
    private final MinuteCounter orMore = MinuteCounter.orMore();

    @Test
    void countsWhatCameWithinAMinute() {
        long start = SECONDS.toNanos(-7);
        minute.record(start);
        minute.record(start + SECONDS.toNanos(1));
        minute.record(start + SECONDS.toNanos(1));

        assertThat(minute.count(start + SECONDS.toNanos(59))).isEqualTo(3);
        assertThat(minute.count(start + SECONDS.toNanos(60))).isEqualTo(2);
        assertThat(minute.count(start + SECONDS.toNanos(61))).isZero();
        assertThat(minute.count(start + SECONDS.toNanos(100_000))).isZero();
    }

    @Test
    void isOffByLessThanASecond() {
        Random random = new Random(5);
        ArrayDeque<Long> all = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += MILLISECONDS.toNanos(random.nextInt(i % 1_000 == 0 ? 100_000 : 300));
            minute.record(now);
            orMore.record(now);
            all.addLast(now);
            while (now - all.peekFirst() > SECONDS.toNanos(61)) {
                all.removeFirst();
            }
            long moment = now;
            long in59 = all.stream()
                    .filter(at -> moment - at <= SECONDS.toNanos(59))
                    .count();
            long in60 =
                    all.stream().filter(at -> moment - at < SECONDS.toNanos(60)).count();
            assertThat((long) minute.count(now)).isBetween(in59, in60);
            assertThat((long) orMore.count(now)).isBetween(in60, (long) all.size());
        }
    }
}
