package dev.prewarm.demo.picture;

import java.util.stream.DoubleStream;

/** A scale from 0 ms to a round figure that holds all of it. */
final class Axis {
    private static final double[] ROUND = {1, 2, 5, 10};
    private static final int TICKS = 6;

    private final double step;
    private final double limit;

    private Axis(double step, double limit) {
        this.step = step;
        this.limit = limit;
    }

    static Axis upTo(double max) {
        double rough = Math.max(max, 1) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = DoubleStream.of(ROUND)
                .map(each -> each * power)
                .filter(each -> each >= rough)
                .findFirst()
                .orElse(10 * power);
        return new Axis(step, step * (Math.floor(Math.max(max, 1) / step) + 1));
    }

    /** For both runs of a comparison, so that they can be compared. */
    static Axis of(Latencies one, Latencies other) {
        return upTo(Math.max(one.max().orElse(0), other.max().orElse(0)));
    }

    double limit() {
        return limit;
    }

    double[] ticks() {
        return DoubleStream.iterate(0, at -> at <= limit + step / 2, at -> at + step)
                .toArray();
    }

    /** A tick's name; steps below 1 ms need their fraction. */
    String name(double tick) {
        return step >= 1 ? Long.toString(Math.round(tick)) : Double.toString(Math.round(tick * 100) / 100.0);
    }
}
