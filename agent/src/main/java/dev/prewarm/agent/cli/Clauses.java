package dev.prewarm.agent.cli;

import static dev.prewarm.agent.cli.StatusFigures.count;
import static dev.prewarm.agent.cli.StatusFigures.percent;
import static dev.prewarm.agent.cli.StatusFigures.span;

import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What was counted at one origin, or at all, in lines of clauses; what is zero goes without saying. */
final class Clauses {
    private final JsonObject snapshot;
    private final List<String> lines = new ArrayList<>();

    private Clauses(JsonObject snapshot) {
        this.snapshot = snapshot;
    }

    static List<String> of(JsonObject snapshot) {
        Clauses clauses = new Clauses(snapshot);
        clauses.demand();
        clauses.takes();
        clauses.stock();
        clauses.opened();
        return clauses.lines;
    }

    static long takes(JsonObject snapshot) {
        return snapshot.getLong("hits") + snapshot.getLong("misses");
    }

    private void demand() {
        StringJoiner line = new StringJoiner(", ");
        if (snapshot.getDouble("rate") > 0) {
            line.add(String.format(Locale.ROOT, "%,.1f requests/s", snapshot.getDouble("rate")));
        }
        if (number("coldMillis") > 0) {
            line.add("a cold connection takes " + span(number("coldMillis")));
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
    }

    private void takes() {
        if (takes(snapshot) == 0) {
            return;
        }
        StringJoiner line = new StringJoiner(", ");
        line.add(count(number("hits"), "hit", "hits"));
        line.add(count(number("misses"), "miss", "misses") + " (" + percent(number("hits"), takes(snapshot)) + ")");
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
        if (snapshot.has("leadMillis") && anyOpened) {
            line.add("opened in " + span(number("leadMillis")));
        }
        if (snapshot.has("idleMillis")) {
            line.add("parked for up to " + span(number("idleMillis"))
                    + (snapshot.getBoolean("idleLearnt") ? " (learnt)" : ""));
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
        return snapshot.getObject("evicted", new JsonObject()).entrySet().stream()
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
        return snapshot.getLong(name);
    }
}
