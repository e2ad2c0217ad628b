package dev.prewarm.it.kit;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Which of our metrics a query in Prometheus's language (or Grafana's, for its variables) asks for, and with which labels. */
public final class PromQuery {
    private static final Pattern METRIC = Pattern.compile("\\b(prewarm_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|group_left)\\s*\\(([^)]*)\\)");
    private static final Pattern VARIABLE = Pattern.compile("label_values\\(.*,\\s*(\\w+)\\)");
    private static final Pattern WORD = Pattern.compile("\\w+");

    /** What Prometheus adds to all that it scrapes. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

    private final String query;
    private final Map<String, Set<String>> labelsByMetric = new TreeMap<>();

    public PromQuery(String query) {
        this.query = query;
        Set<String> ofAll = new TreeSet<>();
        GROUPING.matcher(query)
                .results()
                .flatMap(labels -> WORD.matcher(labels.group(1)).results())
                .map(MatchResult::group)
                .forEach(ofAll::add);
        VARIABLE.matcher(query).results().map(label -> label.group(1)).forEach(ofAll::add);
        METRIC.matcher(query).results().forEach(metric -> {
            Set<String> labels = labelsByMetric.computeIfAbsent(metric.group(1), name -> new TreeSet<>(ofAll));
            if (metric.group(2) != null) {
                MATCHER.matcher(metric.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .forEach(labels::add);
            }
        });
        labelsByMetric.values().forEach(labels -> labels.removeAll(OF_THE_SCRAPE));
    }

    /** The names of labels that each metric must have. */
    public Map<String, Set<String>> labelsByMetric() {
        return labelsByMetric;
    }

    @Override
    public String toString() {
        return query;
    }
}
