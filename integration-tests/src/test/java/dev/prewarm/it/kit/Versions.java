package dev.prewarm.it.kit;

import java.util.List;
import java.util.stream.Collectors;

/** Which versions of a client library are tested: the lowest and the newest, unless an environment variable says more. */
final class Versions {
    private Versions() {}

    /**
     * @param variable comma separated versions, or {@code all}
     * @param known the lowest first
     */
    static List<String> underTest(String variable, List<String> known) {
        String chosen = System.getenv(variable);
        if (chosen == null || chosen.isEmpty()) {
            return List.of(known.get(0), known.get(known.size() - 1));
        }
        List<String> named = List.of(chosen.split(","));
        return known.stream()
                .filter(version -> chosen.equals("all") || named.contains(version))
                .collect(Collectors.toList());
    }
}
