package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An hour with a server that no silent connection ties, however slow its answers are: whatever convicts it is wrong. In some
 * hours this JVM stands still now and then, or is short of processor.
 */
final class FalseVerdicts {
    private static final double[] RATES = {0.05, 0.2, 1, 5};
    private static final long END = HOURS.toNanos(1);

    /** What came of some hours. */
    static final class Sum {
        private int hours;
        private int convictedHours;
        private int convictions;
        private int broken;
        private long requests;
        private long opened;
        private long hits;
        private long letGo;

        void add(Sum other) {
            hours += other.hours;
            convictedHours += other.convictedHours;
            convictions += other.convictions;
            broken += other.broken;
            requests += other.requests;
            opened += other.opened;
            hits += other.hits;
            letGo += other.letGo;
        }

        int convictions() {
            return convictions;
        }

        /** Of all connections, those that were closed because a request beside them waited: in vain. */
        double letGoRatio() {
            return opened == 0 ? 0 : (double) letGo / opened;
        }

        String row(String title) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d (%d h) | %d of %d (%.1f %%) | %.1f | %d |",
                    title,
                    hours,
                    requests,
                    convictions,
                    convictedHours,
                    letGo,
                    opened,
                    100 * letGoRatio(),
                    requests == 0 ? 0 : 100.0 * hits / requests,
                    broken);
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final SimAnswers.Kind kind;
    private final Random random;
    private final boolean auto;
    private final boolean isDisturbed;
    private final double perSecond;
    private final Key key;
    private final SimJvm jvm;
    private final SimArrivals arrivals;
    private final Sum sum = new Sum();
    private boolean isShort;

    /** Every kind at every rate, named and auto, in 96 seeds in a row; the rest is by chance. */
    FalseVerdicts(int seed) {
        SimAnswers.Kind[] kinds = SimAnswers.Kind.values();
        random = new Random(seed);
        kind = kinds[seed % kinds.length];
        perSecond = RATES[seed / kinds.length % RATES.length];
        auto = seed / kinds.length / RATES.length % 2 == 1;
        isDisturbed = random.nextInt(3) == 0;
        boolean tls = random.nextBoolean();
        key = tls
                ? Keys.tls("https://healthy.example.com", 1, new FakeRecipe())
                : Keys.plain("http://healthy.example.com");
        SimServer server = new SimServer(time, random, MICROSECONDS.toNanos(1_000 + random.nextInt(149_000)));
        server.conduct = new SimAnswers(time, random, kind);
        server.link.jitter = random.nextBoolean() ? 0.2 * random.nextDouble() : 0;
        String origins = auto ? "auto" : key.origin().toString();
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        jvm = new SimJvm(time, settings, Map.of(key.origin(), server), random);
        jvm.client.patience = MINUTES.toNanos(10);
        jvm.pool.whenLeft = eviction -> sum.letGo += eviction.reason() == EvictReason.HARM ? 1 : 0;
        arrivals = new SimArrivals(time, random);
    }

    SimAnswers.Kind kind() {
        return kind;
    }

    Sum run() {
        arrivals.poisson(
                perSecond,
                END,
                () -> time.awake(0, () -> {
                    sum.requests++;
                    jvm.client.request(key, true);
                }));
        if (isDisturbed) {
            disturb();
        }
        sum.hours = 1;
        try {
            time.runUntil(END);
        } catch (AssertionError e) {
            sum.broken = 1;
        }
        Snapshot read = jvm.pool.read();
        sum.opened = read.opened();
        sum.hits = read.hits();
        sum.convictions = jvm.pool.convictions();
        sum.convictedHours = Math.min(1, sum.convictions);
        return sum;
    }

    /** Each few minutes: it stands still, the server with it or not, or is short of processor for up to a minute. */
    private void disturb() {
        time.lateness = () -> isShort ? random.nextDouble() * MILLISECONDS.toNanos(500) : 0;
        for (long at = 0; at < END; at += MINUTES.toNanos(1) + (long) (random.nextDouble() * MINUTES.toNanos(8))) {
            long lasts = SECONDS.toNanos(1) + (long) (random.nextDouble() * SECONDS.toNanos(9));
            switch (random.nextInt(3)) {
                case 0:
                    time.at(at, () -> time.stall(lasts));
                    break;
                case 1:
                    time.at(at, () -> time.pause(lasts));
                    break;
                default:
                    time.at(at, () -> isShort = true);
                    time.at(at + 6 * lasts, () -> isShort = false);
            }
        }
    }

    /** Whether somebody is convicted in this hour. */
    static boolean convicts(int seed) {
        return new FalseVerdicts(seed).run().convictions() > 0;
    }

    @Override
    public String toString() {
        return kind + " at " + perSecond + "/s, " + (auto ? "auto" : "named") + (isDisturbed ? ", disturbed" : "");
    }

    /** So many hours; {@code verbose} as second argument: the seeds that convict, too. */
    public static void main(String[] args) {
        Map<SimAnswers.Kind, Sum> sums = new TreeMap<>();
        Sum all = new Sum();
        for (int seed = 0; seed < Integer.parseInt(args[0]); seed++) {
            FalseVerdicts one = new FalseVerdicts(seed);
            Sum sum = one.run();
            sums.computeIfAbsent(one.kind(), any -> new Sum()).add(sum);
            all.add(sum);
            if (args.length > 1 && sum.convictions + sum.broken > 0) {
                System.out.println("seed " + seed + ", " + one + ": " + sum.row(""));
            }
        }
        System.out.println(
                "| answers | hours | requests | false convictions (in hours) | let go of opened | hits % | broken |");
        System.out.println("|---|---|---|---|---|---|---|");
        sums.forEach((kind, sum) -> System.out.println(sum.row(kind.toString())));
        System.out.println(all.row("all"));
    }
}
