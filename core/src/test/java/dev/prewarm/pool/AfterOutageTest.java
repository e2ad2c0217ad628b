package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However an upstream was gone, and for how long: the stock is back within 5 s of the first request that is answered again. */
class AfterOutageTest {
    private static final long BEGINS = SECONDS.toNanos(60);
    private static final int SEEDS = 10;

    private enum Kind {
        WITHOUT_BACKENDS,
        REFUSES,
        DEAF,
        RESTARTS
    }

    /** One run, in which it is gone from its second minute on. */
    private static final class Outage {
        private final Kind kind;
        private final long ends;
        private final long seed;
        private Misbehaving one;
        private long answeredAt = Long.MAX_VALUE;
        private long backAt = Long.MAX_VALUE;

        Outage(Kind kind, long seconds, long seed) {
            this.kind = kind;
            this.ends = BEGINS + SECONDS.toNanos(seconds);
            this.seed = seed;
        }

        Outage run(double perSecond) {
            one = new Misbehaving(this::prepare, seed, Misbehaving.NAMED, ends + MINUTES.toNanos(1));
            one.run(perSecond);
            return this;
        }

        private void prepare(Misbehaving run) {
            run.time.at(BEGINS, () -> set(run.server, true));
            run.time.at(ends, () -> set(run.server, false));
            Consumer<SimRequest> booked = run.client().whenOver;
            run.client().whenOver = request -> {
                if (!request.isFailed() && run.time.now() > ends) {
                    answeredAt = Math.min(answeredAt, run.time.now());
                }
                booked.accept(request);
            };
            for (long at = ends; at < ends + MINUTES.toNanos(1); at += MILLISECONDS.toNanos(50)) {
                run.time.at(at, this::look);
            }
        }

        private void set(SimServer server, boolean isGone) {
            switch (kind) {
                case WITHOUT_BACKENDS:
                    server.dropsAfter = isGone ? MILLISECONDS.toNanos(1) : Long.MAX_VALUE;
                    return;
                case REFUSES:
                    server.isDown = isGone;
                    return;
                case DEAF:
                    server.isDeaf = isGone;
                    return;
                default:
                    if (isGone) {
                        server.restart();
                    }
                    server.isDown = isGone;
            }
        }

        private void look() {
            if (answeredAt < Long.MAX_VALUE
                    && backAt == Long.MAX_VALUE
                    && one.read().warm() > 0) {
                backAt = one.time.now();
            }
        }

        long millis() {
            return (backAt - answeredAt) / 1_000_000;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WITHOUT_BACKENDS, 10", "WITHOUT_BACKENDS, 60", "WITHOUT_BACKENDS, 600",
        "REFUSES, 10", "REFUSES, 60", "REFUSES, 600",
        "DEAF, 10", "DEAF, 60", "DEAF, 600",
        "RESTARTS, 0", "RESTARTS, 10"
    })
    void itIsBackWithinFiveSeconds(Kind kind, long seconds) {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (double perSecond : new double[] {0.5, 5}) {
                Outage outage = new Outage(kind, seconds, seed).run(perSecond);

                assertThat(outage.answeredAt).isLessThan(Long.MAX_VALUE);
                assertThat(outage.millis())
                        .as("seed %d at %s/s", seed, perSecond)
                        .isBetween(0L, 5_000L);
            }
        }
    }
}
