package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How soon servers with so many workers and such answers are found. Argument: how many seeds, each of its own round trip. */
final class WorkerBoundTable {
    private static final int[] WORKERS = {1, 2, 4, 8, 16, 64};
    private static final long[] ANSWERS = {5, 50, 200, 1_000, 3_000, 10_000, 30_000};
    private static final int MOST_OTHERS = 3;

    private WorkerBoundTable() {}

    /** Seeds in turn with none to three others, http and https. */
    static String row(boolean auto, int workers, long answerMillis, int seeds) {
        List<WorkerBound> found = new ArrayList<>();
        int delayed = 0;
        int requests = 0;
        int parked = 0;
        int convictions = 0;
        double delays = 0;
        double worst = 0;
        double hits = 0;
        for (int seed = 0; seed < seeds; seed++) {
            int others = Math.min(workers - 1, seed % (MOST_OTHERS + 1));
            boolean tls = seed / (MOST_OTHERS + 1) % 2 == 1;
            WorkerBound one = new WorkerBound(
                            auto, workers, TimeUnit.MILLISECONDS.toNanos(answerMillis), others, tls, seed)
                    .run();
            if (one.isFound()) {
                found.add(one);
            }
            parked += one.isParked() ? 1 : 0;
            convictions += one.convictions();
            requests += one.requests();
            delayed += one.delayed();
            delays += one.delayed() * one.meanDelayMillis();
            worst = Math.max(worst, one.worstDelayMillis());
            hits += one.hitRatio() / seeds;
        }
        found.sort((a, b) -> Double.compare(a.secondsUntilFound(), b.secondsUntilFound()));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d ms | %d of %d (%d) | %s | %d | %d of %d | %.0f ms | %.0f ms | %.1f |",
                auto ? "auto" : "named",
                workers,
                answerMillis,
                found.size(),
                seeds,
                parked,
                soon(found),
                convictions,
                delayed,
                requests,
                delayed == 0 ? 0 : delays / delayed,
                worst,
                100 * hits);
    }

    private static String soon(List<WorkerBound> found) {
        if (found.isEmpty()) {
            return "- | - | -";
        }
        WorkerBound median = found.get(found.size() / 2);
        long canaries = found.stream().mapToLong(WorkerBound::canaries).max().orElse(0);
        int delayed =
                found.stream().mapToInt(WorkerBound::delayedUntilFound).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%.0f s, %.0f s | %d | %d",
                median.secondsUntilFound(),
                found.get(found.size() - 1).secondsUntilFound(),
                canaries,
                delayed);
    }

    public static void main(String[] args) {
        int seeds = Integer.parseInt(args[0]);
        System.out.println(
                "| mode | workers | answers | found (parked) | after: median, longest | canaries, most | delayed until then, most | convictions | of ours delayed | by, mean | longest | hits % |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (boolean auto : new boolean[] {true, false}) {
            for (int workers : WORKERS) {
                for (long answer : ANSWERS) {
                    System.out.println(row(auto, workers, answer, seeds));
                }
            }
        }
    }
}
