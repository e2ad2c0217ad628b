package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over time, in panels one below the other, as SVG. */
final class LineChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 60;
    private static final int PANEL = 220;
    private static final int HEIGHT = 150;
    private static final String[] COLOURS = {"#8a8a8a", "#d55e00", "#0072b2"};

    private final String unit;
    private final long length;
    private final List<String> panels = new ArrayList<>();

    /** @param length of the time axis, in {@code unit} */
    LineChart(String unit, long length) {
        this.unit = unit;
        this.length = length;
    }

    /** One below those before. Each line has one value per unit of time, the first of them at 1. */
    void panel(String title, List<String> names, List<List<Double>> lines) {
        int bottom = panels.size() * PANEL + 40 + HEIGHT;
        double top = lines.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        top = Math.max(1, top);
        StringBuilder panel = new StringBuilder(text(LEFT, bottom - HEIGHT - 12, title, "#222"));
        for (int i = 0; i < names.size(); i++) {
            panel.append(text(LEFT + 300 + 110 * i, bottom - HEIGHT - 12, names.get(i), COLOURS[i]));
        }
        for (int i = 0; i <= 4; i++) {
            int y = bottom - HEIGHT * i / 4;
            panel.append(String.format(
                    Locale.ROOT,
                    "<path d='M%d %dH%d' stroke='#ddd'/>%s",
                    LEFT,
                    y,
                    WIDTH,
                    text(8, y + 4, String.valueOf(Math.round(top * i / 4)), "#555")));
        }
        for (long at = 0; at <= length; at += length / 6) {
            panel.append(text((int) (LEFT + (WIDTH - LEFT - 30) * at / length), bottom + 16, at + " " + unit, "#555"));
        }
        for (int i = 0; i < lines.size(); i++) {
            panel.append(line(lines.get(i), bottom, top, COLOURS[i]));
        }
        panels.add(panel.toString());
    }

    private String line(List<Double> values, int bottom, double top, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            long x = Math.round(LEFT + (double) (WIDTH - LEFT - 30) * (i + 1) / length);
            long y = Math.round(bottom - HEIGHT * values.get(i) / top);
            path.append(i == 0 ? "M" : "L").append(x).append(' ').append(y);
        }
        return "<path d='" + path + "' fill='none' stroke='" + colour + "' stroke-width='1.2'/>\n";
    }

    private static String text(int x, int y, String text, String colour) {
        return "<text x='" + x + "' y='" + y + "' fill='" + colour + "'>" + text + "</text>\n";
    }

    String svg() {
        return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + (WIDTH + 10) + " "
                + (panels.size() * PANEL + 10)
                + "' font-family='sans-serif' font-size='12'>\n<rect width='100%' height='100%' fill='#fff'/>\n"
                + String.join("", panels) + "</svg>\n";
    }
}
