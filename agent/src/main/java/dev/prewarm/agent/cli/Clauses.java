package dev.prewarm.agent.cli;

import static dev.prewarm.agent.cli.Figures.count;
import static dev.prewarm.agent.cli.Figures.percent;
import static dev.prewarm.agent.cli.Figures.span;

import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What was counted at one origin, or at all, in lines of clauses; what is zero goes without saying. */
final class Clauses {
    private final JsonObject reading;
    private final List<String> lines = new ArrayList<>();

    private Clauses(JsonObject reading) {
        this.reading = reading;
    }

    static List<String> of(JsonObject reading) {
        Clauses clauses = new Clauses(reading);
        clauses.demand();
        clauses.takes();
        clauses.stock();
        clauses.opened();
        return clauses.lines;
    }

    static long takes(JsonObject reading) {
        return reading.getLong("hits") + reading.getLong("misses");
    }

    private void demand() {
        StringJoiner line = new StringJoiner(", ");
        if (reading.getDouble("rate") > 0) {
            line.add(String.format(Locale.ROOT, "%,.1f requests/s", reading.getDouble("rate")));
        }
        if (number("coldMillis") > 0) {
            line.add("a cold connection takes " + span(number("coldMillis")));
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
    }

    private void takes() {
        if (takes(reading) == 0) {
            return;
        }
        StringJoiner line = new StringJoiner(", ");
        line.add(count(number("hits"), "hit", "hits"));
        line.add(count(number("misses"), "miss", "misses") + " (" + percent(number("hits"), takes(reading)) + ")");
        if (number("savedMillis") > 0) {
            line.add(span(number("savedMillis") / number("hits")) + " saved each");
            line.add(span(number("savedMillis")) + " in all");
        }
        addIfAny(line, "hitsTcp", "hit with TCP only", "hits with TCP only");
        addIfAny(line, "canaries", "canary", "canaries");
        addIfAny(line, "staleHits", "stale hit", "stale hits");
        lines.add(line.toString());
    }

    private void stock() {
        if (number("target") + number("warm") + number("opening") == 0) {
            return;
        }
        StringJoiner line = new StringJoiner(", ");
        line.add(count(number("warm")) + " warm");
        addIfAny(line, "opening", "opening", "opening");
        line.add("target " + count(number("target")));
        boolean anyOpened = number("opened") > number("failed") + number("opening");
        if (reading.has("leadMillis") && anyOpened) {
            line.add("opened in " + span(number("leadMillis")));
        }
        if (reading.has("idleMillis")) {
            line.add("parked for up to " + span(number("idleMillis"))
                    + (reading.getBoolean("idleLearnt") ? " (learnt)" : ""));
        }
        lines.add(line.toString());
    }

    private void opened() {
        if (number("opened") == 0) {
            return;
        }
        StringJoiner line = new StringJoiner(", ");
        line.add(count(number("opened")) + " opened ahead");
        addIfAny(line, "failed", "failed", "failed");
        if (number("unused") > 0) {
            line.add(count(number("unused")) + " closed without use: " + evicted());
        }
        lines.add(line.toString());
    }

    private String evicted() {
        return reading.getObject("evicted", new JsonObject()).entrySet().stream()
                .filter(each -> ((Number) each.getValue()).longValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(each -> count(((Number) each.getValue()).longValue()) + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private void addIfAny(StringJoiner line, String name, String one, String many) {
        if (number(name) > 0) {
            line.add(count(number(name), one, many));
        }
    }

    private long number(String name) {
        return reading.getLong(name);
    }
}
