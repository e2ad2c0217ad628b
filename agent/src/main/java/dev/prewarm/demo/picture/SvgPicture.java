package dev.prewarm.demo.picture;

import dev.prewarm.demo.Comparison;
import dev.prewarm.demo.Run;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same histograms as SVG, one panel per client. */
public final class SvgPicture {
    private static final int WIDTH = 760;
    private static final int LEFT = 30;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int STRIP = 90;
    private static final int BARS = 60;
    private static final int PANEL = 30 + 2 * STRIP + 40;
    private static final int PARTS = 140;
    private static final double PART = (double) (WIDTH - LEFT - RIGHT) / PARTS;

    private final StringBuilder svg = new StringBuilder();

    private SvgPicture() {}

    public static String of(List<Comparison> all, Duration rtt, double rate) {
        SvgPicture picture = new SvgPicture();
        picture.render(all, rtt, rate);
        return picture.svg.toString();
    }

    private void render(List<Comparison> all, Duration rtt, double rate) {
        int height = TOP + all.size() * PANEL;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\" fill=\"#24292f\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
        add(
                "<text x=\"%d\" y=\"28\" font-size=\"16\">Request latency: https, %.1f ms modelled round trip,"
                        + " %.1f requests/s, Connection: close</text>",
                LEFT, rtt.toNanos() / 1e6, rate);
        for (int i = 0; i < all.size(); i++) {
            panel(all.get(i), TOP + i * PANEL);
        }
        add("</svg>");
    }

    private void panel(Comparison comparison, int top) {
        Axis axis = Axis.of(comparison.without().latencies(), comparison.with().latencies());
        int[] without = comparison.without().latencies().histogram(axis.limit(), PARTS);
        int[] with = comparison.with().latencies().histogram(axis.limit(), PARTS);
        int highest = Math.max(
                1,
                Math.max(
                        Arrays.stream(without).max().orElse(0),
                        Arrays.stream(with).max().orElse(0)));
        add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, top + 15, comparison.title());
        if (comparison.disturbed()) {
            // Pictures are passed on without the text around them.
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#cf222e\">measured on a busy machine:"
                            + " not to be relied on</text>",
                    WIDTH - RIGHT, top + 15);
        }
        strip("without the agent", comparison.without(), "#bf8700", without, highest, top + 30);
        strip("with the agent", comparison.with(), "#1a7f37", with, highest, top + 30 + STRIP);
        for (double tick : axis.ticks()) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    LEFT + tick / axis.limit() * PARTS * PART,
                    top + 30 + 2 * STRIP + 17,
                    axis.name(tick) + (tick == 0 ? " ms" : ""));
        }
    }

    private void strip(String title, Run run, String colour, int[] counts, int highest, int top) {
        int bottom = top + STRIP;
        add(
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s: %s</text>",
                LEFT + 4, top + 20, colour, title, figures(run.latencies()));
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                double height = (double) counts[i] / highest * BARS;
                add(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                        LEFT + i * PART, bottom - height, PART, height, colour);
            }
        }
        add("<path d=\"M%d %dH%d\" stroke=\"#8c959f\"/>", LEFT, bottom, WIDTH - RIGHT);
    }

    private static String figures(Latencies latencies) {
        if (latencies.count() == 0) {
            return "nothing measured";
        }
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms",
                latencies.percentile(50).getAsDouble(),
                latencies.percentile(99).getAsDouble());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
