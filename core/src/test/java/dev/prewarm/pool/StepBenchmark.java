package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.guard.ObservedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The keeper's step with 1,000 origins of which each has one parked: nothing happened, and one or all of them were asked. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
    private static final int ORIGINS = 1_000;
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @State(Scope.Thread)
    public static class Filled {
        private final List<Key> keys = new ArrayList<>();
        private Pool<String> pool;
        private int next;
        private long now = TimeUnit.DAYS.toNanos(1);

        /** Each origin has been asked twice, and filled. */
        @Setup(Level.Trial)
        public void fill() throws Exception {
            Settings settings = Settings.read(
                    null,
                    Map.of("prewarm.origins", "http://*.example.com", "prewarm.idle", "5m", "prewarm.keep-warm", "1h"),
                    Map.of());
            pool = new Pool<>(10 * ORIGINS, settings::forOrigin, new Random(7));
            InetSocketAddress endpoint = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 80);
            for (int i = 0; i < ORIGINS; i++) {
                keys.add(new Key(Origin.of(false, "o" + i + ".example.com", 80), endpoint, null));
            }
            for (int round = 0; round < 100; round++) {
                for (Key key : round < 2 ? keys : List.<Key>of()) {
                    ask(key);
                    pool.coldConnected(now, key.origin(), LEAD, null);
                }
                now += LEAD;
                for (PoolEntry<String> entry : pool.step(now, now).open()) {
                    pool.opened(now, entry, "warm", LEAD, LEAD);
                }
            }
            if (pool.read(now).warm() < ORIGINS) {
                throw new IllegalStateException(pool.read(now).warm() + " parked");
            }
        }

        private void ask(Key key) {
            Take<String> take = pool.take(now, now, key, true);
            ObservedRequest observed = take.candidate() == null ? pool.miss(now, take) : pool.hit(now, take);
            pool.answered(now, key.origin(), true, 200, observed);
        }

        private Step<String> stepAndOpen() {
            Step<String> step = pool.step(now, now);
            for (PoolEntry<String> entry : step.open()) {
                pool.opened(now, entry, "warm", LEAD, LEAD);
            }
            return step;
        }
    }

    /** All were asked once within a second; what there was to do before has been done. */
    @State(Scope.Thread)
    public static class AllAsked {
        /** JMH would give the benchmark another one. */
        private Filled filled;

        @Setup(Level.Invocation)
        public void ask(Filled theirs) {
            filled = theirs;
            while (filled.stepAndOpen().nextAt() <= filled.now) {}
            filled.now += SECOND;
            filled.keys.forEach(filled::ask);
        }
    }

    @Benchmark
    public Object nothingHappened(Filled filled) {
        filled.now += 1_000;
        return filled.pool.step(filled.now, filled.now);
    }

    @Benchmark
    public Object oneWasAsked(Filled filled) {
        filled.now += 1_000;
        filled.ask(filled.keys.get((int) (filled.now / 1_000 % ORIGINS)));
        return filled.stepAndOpen();
    }

    /** As many as a status holds the lock for. */
    @Benchmark
    public Object sixteenAreRead(Filled filled) {
        Object last = null;
        for (int i = 0; i < 16; i++) {
            filled.next = (filled.next + 1) % ORIGINS;
            last = filled.pool.read(filled.now, filled.keys.get(filled.next).origin());
        }
        return last;
    }

    /** What a status begins with. */
    @Benchmark
    public Object theirNamesAreRead(Filled filled) {
        return filled.pool.origins();
    }

    @Benchmark
    public Object allTogetherAreRead(Filled filled) {
        return filled.pool.read(filled.now);
    }

    @Benchmark
    public Object allWereAsked(AllAsked all) {
        return all.filled.stepAndOpen();
    }
}
