package dev.prewarm.pool;

import dev.prewarm.pool.status.Snapshot;
import java.util.Locale;

/** What came of some runs with a server that misbehaves, each beside the same without warming. */
final class MisbehavingSum {
    private long requests;
    private int failed;
    private int failedCold;
    private int failedInFirstHour;
    private int failedInFirstHourCold;
    private int failedPosts;
    private int failedPostsCold;
    private long hits;
    private long died;
    private long opened;
    private long wasted;
    private int mostUnused;
    private int convictions;
    private double off;
    private long whileOff;
    private int said;
    private int hitsWaiting;
    private int runs;
    private String broken = "";

    void add(Misbehaving one, MisbehavingBooks cold) {
        MisbehavingBooks books = one.books();
        Snapshot read = one.read();
        requests += books.requests();
        failed += books.failed();
        failedCold += cold.failed();
        failedInFirstHour += books.failedInFirstHour();
        failedInFirstHourCold += cold.failedInFirstHour();
        failedPosts += books.failedPosts();
        failedPostsCold += cold.failedPosts();
        hits += read.hits();
        died += read.staleHits();
        opened += read.opened();
        wasted += one.wasted();
        mostUnused = Math.max(mostUnused, books.mostUnused());
        convictions += one.convictions();
        off += books.off();
        whileOff += books.whileOff();
        said += one.said();
        hitsWaiting = Math.max(hitsWaiting, one.client().mostHitsWaiting());
        runs++;
        broken += books.broken().isEmpty() ? "" : " BROKEN: " + books.broken();
    }

    static String header() {
        return "| server | requests | failed (cold) | in the first hour | POST | hits % | died on warm | opened | wasted"
                + " | unused in a minute | suspended | off % | changes told | hits waiting | while off for failures % |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
    }

    String row(String title) {
        return String.format(
                        Locale.ROOT,
                        "| %s | %d | %d (%d) | %d (%d) | %d (%d) | %.1f | %d | %d | %d | %d | %d | %.1f | %d | %d | %.2f |",
                        title,
                        requests,
                        failed,
                        failedCold,
                        failedInFirstHour,
                        failedInFirstHourCold,
                        failedPosts,
                        failedPostsCold,
                        100.0 * hits / Math.max(1, requests),
                        died,
                        opened,
                        wasted,
                        mostUnused,
                        convictions,
                        100 * off / runs,
                        said,
                        hitsWaiting,
                        100.0 * whileOff / Math.max(1, requests))
                + broken;
    }
}
