package dev.prewarm.pool;

import dev.prewarm.pool.status.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two hours with each server that misbehaves, beside the same without warming. Arguments: the first seed and how many (even
 * ones are https), and a part of a name, if one is meant.
 */
final class MisbehavingTable {
    private static final double[] RATES = {0.5, 5};
    private static final long HOURS = 2;

    private MisbehavingTable() {}

    static String row(String name, Consumer<Misbehaving> trouble, long seed, double perSecond) {
        Misbehaving cold = new Misbehaving(trouble, seed, false, HOURS).run(perSecond);
        Misbehaving one = new Misbehaving(trouble, seed, true, HOURS).run(perSecond);
        MisbehavingBooks books = one.books();
        Snapshot read = one.read();
        return String.format(
                Locale.ROOT,
                "| %s | %s/s %s | %d | %d (%d) | %d | %d (%d) | %.1f | %d | %d | %d | %d | %.1f | %.1f | %d (%d) | %s%s |",
                name,
                perSecond == 5 ? "5" : "0.5",
                seed,
                books.requests(),
                books.failed(),
                cold.books().failed(),
                books.failedInFirstHour(),
                books.failedPosts(),
                cold.books().failedPosts(),
                100.0 * read.hits() / Math.max(1, books.requests()),
                read.opened(),
                one.wasted(),
                books.mostUnused(),
                one.convictions(),
                100 * books.off(),
                (double) one.said() / HOURS,
                one.client().mostHitsWaiting(),
                cold.client().mostWaiting(),
                books.failures(),
                books.broken().isEmpty() ? "" : " BROKEN: " + books.broken());
    }

    static List<String> header() {
        return List.of(
                "| server | rate, seed | requests | failed (cold) | in the first hour | POST (cold) | hits % | opened | wasted | unused in a minute | suspended | off % | changes told per hour | hits waiting (cold) | failed by |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    public static void main(String[] args) {
        long first = args.length > 0 ? Long.parseLong(args[0]) : 1;
        long count = args.length > 1 ? Long.parseLong(args[1]) : 1;
        String part = args.length > 2 ? args[2] : "";
        header().forEach(System.out::println);
        for (Map.Entry<String, Consumer<Misbehaving>> each : SimTroubles.all().entrySet()) {
            for (long seed = first; seed < first + count && each.getKey().contains(part); seed++) {
                for (double rate : RATES) {
                    System.out.println(row(each.getKey(), each.getValue(), seed, rate));
                }
            }
        }
    }
}
