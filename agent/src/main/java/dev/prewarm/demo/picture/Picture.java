package dev.prewarm.demo.picture;

import dev.prewarm.agent.cli.Terminal;
import dev.prewarm.demo.Comparison;
import java.util.Arrays;

/** Two histograms, one above the other, on the same scales, in characters. */
public final class Picture {
    private static final int ROWS = 4;
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";
    private static final String MARGIN = "  ";

    private final Comparison comparison;
    private final Terminal terminal;
    private final Axis axis;
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private Picture(Comparison comparison, Terminal terminal) {
        this.comparison = comparison;
        this.terminal = terminal;
        axis = Axis.of(comparison.without().latencies(), comparison.with().latencies());
        // Room for the last tick's name, which is centred below the last column.
        columns = terminal.width() - 2 * MARGIN.length() - 2;
    }

    public static String of(Comparison comparison, Terminal terminal) {
        return new Picture(comparison, terminal).render();
    }

    private String render() {
        int[] without = comparison.without().latencies().histogram(axis.limit(), columns);
        int[] with = comparison.with().latencies().histogram(axis.limit(), columns);
        int highest = Math.max(highest(without), highest(with));
        strip("without the agent", YELLOW, without, highest);
        strip("with the agent", GREEN, with, highest);
        names();
        return text.toString();
    }

    private void strip(String title, String colour, int[] counts, int highest) {
        line(MARGIN + title);
        for (String row : Bars.rows(counts, highest, ROWS, terminal.blocks() ? Bars.BLOCKS : Bars.ASCII)) {
            String drawn = (MARGIN + row).stripTrailing();
            line(terminal.ansi() ? colour + drawn + PLAIN : drawn);
        }
        char[] rule = new char[columns + 1];
        Arrays.fill(rule, terminal.blocks() ? '\u2500' : '-');
        for (double tick : axis.ticks()) {
            rule[column(tick)] = terminal.blocks() ? '\u252c' : '+';
        }
        line(MARGIN + new String(rule));
    }

    private void names() {
        StringBuilder names = new StringBuilder();
        for (double tick : axis.ticks()) {
            String name = tick == 0 ? "0 ms" : axis.name(tick);
            int from = Math.max(MARGIN.length() + column(tick) - name.length() / 2, 0);
            names.append(" ".repeat(Math.max(from - names.length(), 0))).append(name);
        }
        line(names.toString());
    }

    private int column(double millis) {
        return (int) Math.min(Math.round(millis / axis.limit() * columns), columns);
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static int highest(int[] counts) {
        return Arrays.stream(counts).max().orElse(0);
    }
}
