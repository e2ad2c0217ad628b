package dev.prewarm.it.kit;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What docs/metrics.md and the files beside it say about metrics. */
public final class MetricsDocuments {
    /** What users copy. */
    static final Path FILES =
            Paths.get("..", "docs", "metrics").toAbsolutePath().normalize();

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(prewarm_\\w+)`");
    private static final Pattern BLOCK = Pattern.compile("(?s)```promql\n(.*?)```");
    private static final Pattern COMMENT = Pattern.compile("(?m)^#.*\n");

    private MetricsDocuments() {}

    /** Which version of an exporter the page says was tested. */
    static String version(String artifact) {
        Matcher told =
                Pattern.compile("`" + Pattern.quote(artifact) + "` ([\\d.]+)").matcher(page());
        if (!told.find()) {
            throw new IllegalStateException("docs/metrics.md names no version of " + artifact);
        }
        return told.group(1);
    }

    /** The metrics in the page's table. */
    public static Set<String> metrics() {
        return ROW.matcher(page()).results().map(row -> row.group(1)).collect(Collectors.toSet());
    }

    /** Those of the page and of the dashboard. */
    public static List<PromQuery> queries() throws JsonParserException {
        List<String> queries = new ArrayList<>();
        BLOCK.matcher(page())
                .results()
                .forEach(block -> queries.addAll(List.of(
                        COMMENT.matcher(block.group(1)).replaceAll("").strip().split("\n\n"))));
        addQueries(JsonParser.object().from(text(FILES.resolve("grafana.json"))), queries);
        return queries.stream().map(PromQuery::new).collect(Collectors.toList());
    }

    /** A panel has {@code expr}, a variable {@code query}; that of the data source is its kind. */
    private static void addQueries(Object json, List<String> queries) {
        if (json instanceof JsonArray) {
            ((JsonArray) json).forEach(each -> addQueries(each, queries));
        } else if (json instanceof JsonObject) {
            ((JsonObject) json).forEach((name, value) -> {
                if (Set.of("expr", "query").contains(name) && !value.equals("prometheus")) {
                    queries.add((String) value);
                } else {
                    addQueries(value, queries);
                }
            });
        }
    }

    private static String page() {
        return text(FILES.resolveSibling("metrics.md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
