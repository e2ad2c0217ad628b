package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonObject;
import dev.prewarm.pool.status.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One look at a status for {@code --watch}: a row for each origin, the busiest first, and below it its state, and why. */
final class WatchFrame {
    /** From here on the figures have room beside the origin. */
    private static final int WIDE = 76;

    private static final int FIGURES = 47;
    private static final int MOST_LINES_OF_A_REASON = 3;
    private static final String INDENT = "  ";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final Terminal terminal;
    private final String ellipsis;
    private final List<String> lines = new ArrayList<>();

    private WatchFrame(Terminal terminal) {
        this.terminal = terminal;
        this.ellipsis = terminal.blocks() ? "\u2026" : "...";
    }

    /**
     * Its lines, none wider than the terminal; on one whose lines can be overwritten no more than it has room for.
     *
     * @param now the time of day
     */
    static List<String> of(JsonObject status, Instant now, Terminal terminal) {
        WatchFrame frame = new WatchFrame(terminal);
        frame.head(status, now);
        List<JsonObject> origins = StatusText.busiestFirst(status.getArray("origins"));
        if (origins.isEmpty()) {
            frame.line("no request has been seen yet", "", "");
        } else if (frame.isWide()) {
            frame.line(frame.row("origin", "stock", "hits", "misses", "saved"), "", "");
        }
        origins.forEach(frame::origin);
        long more = status.getObject("others", new JsonObject()).getLong("origins");
        if (more > 0) {
            frame.line(StatusFigures.count(more) + " more, with less traffic", "", "");
        }
        return frame.fitting();
    }

    private void head(JsonObject status, Instant now) {
        line(StatusText.title(status, now), "", "");
        String reason = status.getObject("pool").getString("reason");
        if (!reason.isEmpty()) {
            wrapped("nothing is opened ahead: " + reason, "", YELLOW);
        }
        lines.add("");
    }

    private boolean isWide() {
        return terminal.width() >= WIDE;
    }

    private void origin(JsonObject origin) {
        if (isWide()) {
            row(origin);
        } else {
            block(origin);
        }
        boolean isWarming = origin.getString("state").equals("warming");
        wrapped(StatusText.why(origin), INDENT, isWarming ? "" : YELLOW);
    }

    private void row(JsonObject origin) {
        String bar = bar(origin);
        boolean anyTakes = Clauses.takes(origin) > 0;
        long saved = origin.getLong("savedMillis");
        String row = row(
                origin.getString("origin"),
                bar,
                anyTakes ? StatusFigures.count(origin.getLong("hits")) : "",
                anyTakes ? StatusFigures.count(origin.getLong("misses")) : "",
                saved == 0 ? "" : StatusFigures.span(saved));
        line(row, bar, colour(origin));
    }

    private String row(String name, String bar, String hits, String misses, String saved) {
        int names = terminal.width() - FIGURES;
        String shown = Wrapped.cut(Printable.of(name), names, ellipsis);
        return String.format("%-" + names + "s  %-14s %9s %8s %11s", shown, bar, hits, misses, saved);
    }

    private void block(JsonObject origin) {
        line(Printable.of(origin.getString("origin")), "", "");
        String bar = bar(origin);
        long saved = origin.getLong("savedMillis");
        if (!bar.isEmpty()) {
            String gain = saved == 0 ? "" : INDENT + StatusFigures.span(saved) + " saved";
            line(INDENT + bar + gain, bar, colour(origin));
        }
        if (Clauses.takes(origin) > 0) {
            String hits = StatusFigures.count(origin.getLong("hits"), "hit", "hits");
            line(INDENT + hits + ", " + StatusFigures.count(origin.getLong("misses"), "miss", "misses"), "", "");
        }
    }

    private String bar(JsonObject origin) {
        return StockBar.of(origin.getLong("warm"), origin.getLong("target"), terminal.blocks());
    }

    private static String colour(JsonObject origin) {
        return origin.getLong("warm") >= origin.getLong("target") ? GREEN : YELLOW;
    }

    private void wrapped(String text, String indent, String colour) {
        int width = terminal.width() - indent.length();
        for (String each : Wrapped.lines(Printable.of(text), width, MOST_LINES_OF_A_REASON, ellipsis)) {
            line(indent + each, each, colour);
        }
    }

    /** @param painted the part of it that has the colour */
    private void line(String text, String painted, String colour) {
        String cut = Wrapped.cut(text.stripTrailing(), terminal.width(), ellipsis);
        boolean isPainted = terminal.ansi() && !colour.isEmpty() && !painted.isEmpty();
        lines.add(isPainted ? cut.replace(painted, colour + painted + PLAIN) : cut);
    }

    private List<String> fitting() {
        int room = terminal.rows() - 2;
        if (!terminal.ansi() || lines.size() <= room) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.max(1, room)));
        shown.add(Wrapped.cut("(" + (lines.size() - room) + " lines more)", terminal.width(), ellipsis));
        return shown;
    }
}
