package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class RoomyLockTest {
    /** At each depth of a stack, down to its end, and in each state of compilation. */
    @Test
    void whatIsBegunUnderItIsDone() throws InterruptedException {
        ReentrantLock lock = new RoomyLock();
        int[] begun = {0};
        int[] done = {0};
        int[] overflows = {0};
        Runnable dive = new Runnable() {
            @Override
            public void run() {
                lock.lock();
                try {
                    begun[0]++;
                    need(30);
                    done[0]++;
                } finally {
                    lock.unlock();
                }
                run();
            }
        };
        for (int i = 0; i < 30; i++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            dive.run();
                        } catch (StackOverflowError e) {
                            overflows[0]++;
                        }
                    },
                    "dive",
                    512 << 10);
            thread.start();
            thread.join();
        }
        assertThat(overflows[0]).isEqualTo(30);
        assertThat(done[0]).isEqualTo(begun[0]).isPositive();
        assertThat(lock.isLocked()).isFalse();
    }

    private static int need(int frames) {
        return frames == 0 ? 0 : need(frames - 1) + 1;
    }
}
