package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One line for each origin, for when they are many. */
final class StatusTable {
    private static final String[] HEAD = {"origin", "hits", "misses", "hit", "saved", "warm", "target", "unused", ""};
    private static final String GAP = "  ";

    private StatusTable() {}

    static List<String> of(List<JsonObject> origins) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        for (JsonObject origin : origins) {
            rows.add(row(origin));
        }
        int[] widths = new int[HEAD.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private static String[] row(JsonObject origin) {
        long takes = Clauses.takes(origin);
        return new String[] {
            origin.getString("origin"),
            orNothing(origin, "hits"),
            orNothing(origin, "misses"),
            takes == 0 ? "" : StatusFigures.percent(origin.getLong("hits"), takes),
            origin.getLong("savedMillis") == 0 ? "" : StatusFigures.span(origin.getLong("savedMillis")),
            orNothing(origin, "warm"),
            orNothing(origin, "target"),
            orNothing(origin, "unused"),
            StatusText.why(origin)
        };
    }

    private static String orNothing(JsonObject origin, String name) {
        return origin.getLong(name) == 0 ? "" : StatusFigures.count(origin.getLong(name));
    }

    /** Numbers to the right; the first and the last cell, which are words, to the left. */
    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            boolean words = i == 0 || i == row.length - 1;
            line.append(i == 0 ? "" : GAP).append(words ? row[i] + padding : padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
