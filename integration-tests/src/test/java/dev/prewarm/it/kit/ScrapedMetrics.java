package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that an exporter printed, in Prometheus's text format. Immutable. */
public final class ScrapedMetrics {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Map<Map<String, String>, Double>> samples = new TreeMap<>();

    private ScrapedMetrics(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
    }

    /** @throws IOException if nobody listens there yet */
    public static ScrapedMetrics of(int port) throws IOException {
        try (InputStream in = new URL("http://127.0.0.1:" + port + "/metrics").openStream()) {
            return new ScrapedMetrics(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        samples.computeIfAbsent(sample.group(1), name -> new LinkedHashMap<>())
                .put(labels, Double.valueOf(sample.group(3)));
    }

    public Set<String> names() {
        return samples.keySet();
    }

    /** The names of labels that a metric has; none if there is no such metric. */
    public Set<String> labels(String name) {
        return samples.getOrDefault(name, Map.of()).keySet().stream()
                .flatMap(labels -> labels.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of a metric where it has these labels, and maybe more. */
    public List<Double> values(String name, Map<String, String> labels) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(sample -> sample.getKey().entrySet().containsAll(labels.entrySet()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    @Override
    public String toString() {
        return samples.toString();
    }
}
