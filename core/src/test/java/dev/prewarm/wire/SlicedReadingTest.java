package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever takes waits for no reading of all origins. */
class SlicedReadingTest {
    private static final int KNOWN = 1_000;

    private int holds;
    private final RoomyLock lock = new RoomyLock() {
        private static final long serialVersionUID = 1;

        @Override
        public void lock() {
            holds++;
            super.lock();
        }
    };
    private final Settings settings = Settings.read(null, Map.of("prewarm.origins", "auto"), Map.of());
    private final SharedPool shared =
            new SharedPool(new Pool<>(settings.maxTotal(), settings::forOrigin, new Random(1)), lock);

    private void note(String host) {
        shared.noted(Origin.of(false, host, 80));
    }

    @Test
    void theLockIsLetGoOfBetweenAFew() {
        for (int i = 0; i < KNOWN; i++) {
            note("h" + i);
        }
        holds = 0;
        assertThat(shared.readEach())
                .extracting(Snapshot::origin)
                .doesNotHaveDuplicates()
                .hasSize(KNOWN);
        assertThat(holds).isGreaterThan(KNOWN / SharedPool.MOST_AT_ONCE);
        holds = 0;
        shared.read();
        assertThat(holds).isEqualTo(1);
    }

    @Test
    void whatIsForgottenMeanwhileIsLeftOut() {
        Settings none = Settings.read(null, Map.of(), Map.of());
        SharedPool[] forgetful = new SharedPool[1];
        boolean[] forgets = {false};
        RoomyLock forgetting = new RoomyLock() {
            private static final long serialVersionUID = 1;

            @Override
            public void lock() {
                // Between the first hold of the reading, for their names, and the next.
                if (forgets[0] && ++holds == 2) {
                    forgets[0] = false;
                    for (int i = 0; i < 10; i++) {
                        forgetful[0].noted(Origin.of(false, "later" + i, 80));
                    }
                }
                super.lock();
            }
        };
        forgetful[0] = new SharedPool(new Pool<>(none.maxTotal(), none::forOrigin, new Random(1)), forgetting);
        for (int i = 0; i < KNOWN; i++) {
            forgetful[0].noted(Origin.of(false, "h" + i, 80));
        }
        forgets[0] = true;
        assertThat(forgetful[0].readEach()).hasSize(KNOWN - 10);
    }
}
