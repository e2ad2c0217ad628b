package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A published status, told to a person: a paragraph for each origin, or a table where they are many. */
final class StatusText {
    /** About what fits on a screen. */
    private static final int MOST_PARAGRAPHS = 10;

    /** What is younger than this is now. */
    private static final long NOW_MILLIS = 5_000;

    private final StringBuilder text = new StringBuilder();

    private StatusText() {}

    /**
     * @param status as the agent published it
     * @param now the time of day
     */
    static String of(JsonObject status, Instant now) {
        StatusText text = new StatusText();
        text.head(status, now);
        text.origins(
                busiestFirst(status.getArray("origins")),
                status.getObject("others", new JsonObject()),
                status.getObject("pool"));
        return text.text.toString();
    }

    static List<JsonObject> busiestFirst(JsonArray origins) {
        return origins.stream()
                .map(JsonObject.class::cast)
                .sorted(Comparator.<JsonObject>comparingLong(origin -> -Clauses.takes(origin))
                        .thenComparing(origin -> origin.getString("origin")))
                .collect(Collectors.toList());
    }

    private void head(JsonObject status, Instant now) {
        line(title(status, now));
        String woven = isObserver(status) ? " is observed" : " uses pre-warmed connections";
        for (Object each : status.getArray("clients")) {
            JsonObject client = (JsonObject) each;
            line(client.getString("name")
                    + (client.getBoolean("woven") ? woven : " connects normally: " + client.getString("reason")));
        }
        String reason = status.getObject("pool").getString("reason");
        if (!reason.isEmpty()) {
            line("nothing is opened ahead: " + reason);
        }
    }

    /** Whether no origin is to be warmed. */
    private static boolean isObserver(JsonObject status) {
        return status.getObject("settings", new JsonObject())
                .getString("prewarm.origins", "-")
                .isEmpty();
    }

    /** Whose status it is. */
    static String title(JsonObject status, Instant now) {
        long quiet = millisSince(status.getString("written"), now);
        return "Prewarm " + status.getString("version") + " in process " + status.getLong("pid") + ", for "
                + StatusFigures.span(millisSince(status.getString("since"), now))
                + (quiet < NOW_MILLIS ? "" : "; nothing has changed for " + StatusFigures.span(quiet));
    }

    private static long millisSince(String time, Instant now) {
        return Math.max(0, Duration.between(Instant.parse(time), now).toMillis());
    }

    /** @param others those that are not among {@code origins}, together; empty if all are */
    private void origins(List<JsonObject> origins, JsonObject others, JsonObject all) {
        if (origins.isEmpty()) {
            line("no request has been seen yet");
            return;
        }
        if (origins.size() > MOST_PARAGRAPHS) {
            line("");
            StatusTable.of(origins).forEach(this::line);
        } else {
            origins.forEach(origin -> paragraph(origin.getString("origin") + " " + why(origin), origin));
        }
        long more = others.getLong("origins");
        if (more > 0) {
            paragraph(StatusFigures.count(more) + " more, with less traffic", others);
        }
        if (origins.size() + more > 1) {
            paragraph("all " + StatusFigures.count(origins.size() + more) + " origins", all);
        }
    }

    private void paragraph(String head, JsonObject snapshot) {
        line("");
        line(head);
        Clauses.of(snapshot).forEach(clauses -> line("    " + clauses));
    }

    /** The state and its reason, by the words of the log. */
    static String why(JsonObject origin) {
        return state(origin) + ": " + origin.getString("reason");
    }

    static String state(JsonObject origin) {
        return OriginState.phraseOf(origin.getString("state"));
    }

    private void line(String line) {
        text.append(Printable.of(line)).append(System.lineSeparator());
    }
}
