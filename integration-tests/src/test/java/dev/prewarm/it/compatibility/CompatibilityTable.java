package dev.prewarm.it.compatibility;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code docs/compatibility.md}, made of a {@link CompatibilityReport}: prints it. Argument: the report. Exit code 1, with a message, if
 * the report lacks anything of {@code client-versions.txt}.
 */
public final class CompatibilityTable {
    private static final String ABOUT = String.join(
            "\n",
            "# Compatibility",
            "",
            "The versions of the clients that CI runs with the agent: the lowest of the range and the newest of each minor. The four",
            "oldest and the newest of a client run on each JDK, those between on one in turn. Made from the report of",
            "`CompatibilityIT` by `integration-tests/lab/compatibility`, not by hand.",
            "",
            "Every cell: requests / hits / canaries / failures. The upstream answers each with `Connection: close`. The first "
                    + CompatibilityWorkload.FIRST,
            "requests come one after the other, and most of them are cold; then " + CompatibilityWorkload.THEN
                    + " more, GET and POST in turn, each as soon as a warm",
            "connection is parked: whether the client takes it is what is counted here (`HitsIT` counts hits under load). A canary",
            "is a hit forgone on purpose, of which there are most while stock is new (policy.md). The connections that the upstream",
            "saw are those that the agent counted, and one for each request that was no hit; but for those that made way for one while",
            "they were being opened.",
            "");
    private static final String STOCK = String.join(
            "\n",
            "## Not known to Prewarm",
            "",
            "These stay as they are, in silence: no class of theirs is changed. So does HttpCore 5 without HttpClient 5",
            "(`ApacheGatingIT`).",
            "");

    private static final String NOT_RUN = "";

    private final Map<String, WorkloadFigures> cells = new LinkedHashMap<>();
    private final TreeSet<Integer> jdks = new TreeSet<>();

    /**
     * @param figures of several for one cell, the last counts
     * @throws IllegalArgumentException there are none
     */
    CompatibilityTable(List<WorkloadFigures> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("it has no figures");
        }
        for (WorkloadFigures each : figures) {
            cells.put(key(each.client, each.version, each.jdk, each.transport), each);
            jdks.add(each.jdk);
        }
    }

    public static void main(String[] args) {
        Path report = Paths.get(args[0]);
        try {
            System.out.print(new CompatibilityTable(CompatibilityReport.read(report)).text());
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("no table of " + report + ": " + e.getMessage()
                    + ". Run CompatibilityIT without PREWARM_TEST_OKHTTP and PREWARM_TEST_APACHE.");
            System.exit(1);
        }
    }

    /** @throws IllegalArgumentException that names what is missing */
    String text() {
        StringBuilder text = new StringBuilder(ABOUT);
        for (TestedClient client : TestedClient.values()) {
            if (client == TestedClient.OKHTTP_BEFORE) {
                text.append('\n').append(STOCK);
            }
            text.append("\n##" + (client.staysStock() ? "# " : " ") + client.title() + "\n\n");
            row(text, "", columns());
            row(text, "---", columns().stream().map(column -> "---").collect(Collectors.toList()));
            for (String version : client.versions()) {
                row(text, version, figures(client, version));
            }
        }
        return text.toString();
    }

    /** The versions in each client's section of such a text, by {@link TestedClient#title}. */
    static Map<String, List<String>> versions(String text) {
        Map<String, List<String>> versions = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("##")) {
                section = versions.computeIfAbsent(line.replaceFirst("^#+ ", ""), title -> new ArrayList<>());
            } else if (line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("|  ")) {
                section.add(line.split(" *\\| *")[1]);
            }
        }
        versions.values().removeIf(List::isEmpty);
        return versions;
    }

    private List<String> columns() {
        return jdks.stream()
                .flatMap(jdk ->
                        CompatibilityWorkload.transports().stream().map(transport -> "JDK " + jdk + ", " + transport))
                .collect(Collectors.toList());
    }

    private List<String> figures(TestedClient client, String version) {
        return jdks.stream()
                .flatMap(jdk -> CompatibilityWorkload.transports().stream()
                        .map(transport -> client.isRun(version, jdk, List.copyOf(jdks))
                                ? cell(client.id(), version, jdk, transport)
                                : NOT_RUN))
                .collect(Collectors.toList());
    }

    private String cell(String client, String version, int jdk, String transport) {
        WorkloadFigures figures = cells.get(key(client, version, jdk, transport));
        if (figures == null) {
            throw new IllegalArgumentException("it lacks " + key(client, version, jdk, transport));
        }
        return figures.requests + " / " + figures.hits + " / " + figures.canaries + " / " + figures.failures;
    }

    private static void row(StringBuilder text, String first, List<String> rest) {
        text.append("| " + first + " | " + String.join(" | ", rest) + " |\n");
    }

    private static String key(String client, String version, int jdk, String transport) {
        return client + " " + version + " on JDK " + jdk + " over " + transport;
    }
}
