package dev.prewarm.agent.cli.probe;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What requests of the origin take and get, as a rule: several tries, one after the other, beside nothing of ours. */
final class ProbeTries {
    private final List<ProbeTry> all;

    ProbeTries(List<ProbeTry> all) {
        this.all = List.copyOf(all);
    }

    int count() {
        return all.size();
    }

    double connectMillis() {
        return median(each -> each.connectMillis);
    }

    double tlsMillis() {
        return median(each -> each.tlsMillis);
    }

    double firstByteMillis() {
        return median(each -> each.firstByteMillis);
    }

    /** From the start of connect to the first byte. */
    double millis() {
        return median(ProbeTry::millis);
    }

    double slowestMillis() {
        return all.stream().mapToDouble(ProbeTry::millis).max().orElseThrow();
    }

    int status() {
        return all.get(0).status;
    }

    /** Null if the answer is no redirect. */
    String location() {
        return status() / 100 == 3 ? all.get(0).location : null;
    }

    int closed() {
        return (int) all.stream().filter(each -> each.closing != Closing.KEEPS).count();
    }

    /** How it closes, if it ever does. */
    Closing closing() {
        return all.stream()
                .map(each -> each.closing)
                .filter(each -> each != Closing.KEEPS)
                .findFirst()
                .orElse(Closing.KEEPS);
    }

    private double median(ToDoubleFunction<ProbeTry> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
