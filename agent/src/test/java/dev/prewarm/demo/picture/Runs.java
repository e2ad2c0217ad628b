package dev.prewarm.demo.picture;

import dev.prewarm.demo.Comparison;
import dev.prewarm.demo.Run;
import dev.prewarm.demo.workload.Report;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** Made-up runs. */
final class Runs {
    private Runs() {}

    static Comparison comparison() {
        return new Comparison(
                "some.Client",
                run(10, LongStream.rangeClosed(141, 150), OptionalDouble.of(0.254)),
                run(12, LongStream.rangeClosed(46, 55), OptionalDouble.of(0.3)));
    }

    static Comparison disturbed() {
        Run busy = run(10, LongStream.rangeClosed(1, 10), OptionalDouble.of(0.95));
        return new Comparison("some.Client", busy, busy);
    }

    static Comparison nothingMeasured() {
        return new Comparison(
                "some.Client",
                run(0, LongStream.empty(), OptionalDouble.empty()),
                run(0, LongStream.empty(), OptionalDouble.empty()));
    }

    private static Run run(int opened, LongStream millis, OptionalDouble busy) {
        Report report = new Report();
        long[] all = millis.toArray();
        report.accept("demo:plan " + all.length);
        LongStream.of(all).forEach(each -> report.accept("demo:sample " + each * 1_000_000));
        return Run.of(report, opened, busy);
    }
}
