package dev.prewarm.demo.picture;

import dev.prewarm.demo.Comparison;
import dev.prewarm.demo.Run;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The figures of one client's two runs, as text. */
public final class Table {
    private static final String NONE = "-";

    private final StringBuilder text = new StringBuilder();
    private final Comparison comparison;

    private Table(Comparison comparison) {
        this.comparison = comparison;
    }

    public static String of(Comparison comparison) {
        return new Table(comparison).render();
    }

    private String render() {
        line(comparison.title(), "without", "with", "without/with");
        latency("p50", run -> run.latencies().percentile(50));
        latency("p90", run -> run.latencies().percentile(90));
        latency("p99", run -> run.latencies().percentile(99));
        latency("max", run -> run.latencies().max());
        count("requests measured", run -> run.latencies().count());
        count("requests, with warm-up", Run::requests);
        count("  failed", Run::failed);
        count("  connections opened", Run::opened);
        line("  opened per request", perRequest(comparison.without()), perRequest(comparison.with()), "");
        line(
                "processors busy",
                percent(comparison.without().busy()),
                percent(comparison.with().busy()),
                "");
        return text.toString();
    }

    private void latency(String name, Function<Run, OptionalDouble> figure) {
        OptionalDouble without = figure.apply(comparison.without());
        OptionalDouble with = figure.apply(comparison.with());
        boolean both = without.isPresent() && with.isPresent() && with.getAsDouble() > 0;
        line(name, millis(without), millis(with), both ? ratio(without.getAsDouble(), with.getAsDouble()) : NONE);
    }

    private void count(String name, Function<Run, Integer> figure) {
        line(
                name,
                figure.apply(comparison.without()).toString(),
                figure.apply(comparison.with()).toString(),
                "");
    }

    private void line(String name, String without, String with, String ratio) {
        String line = String.format(Locale.ROOT, "%-28s%12s%12s%14s", name, without, with, ratio);
        text.append(line.stripTrailing()).append(System.lineSeparator());
    }

    private static String millis(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1f ms", value.getAsDouble()) : NONE;
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? Math.round(share.getAsDouble() * 100) + " %" : NONE;
    }

    private static String perRequest(Run run) {
        return run.requests() == 0 ? NONE : ratio(run.opened(), run.requests());
    }

    private static String ratio(double of, double to) {
        return String.format(Locale.ROOT, "%.2f", of / to);
    }
}
