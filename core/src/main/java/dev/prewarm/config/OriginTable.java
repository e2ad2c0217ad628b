package dev.prewarm.config;

import java.util.HashMap;
import java.util.Map;

/** What is said about origins; the most specific pattern wins. Filled by one thread, then only read. */
final class OriginTable<T> {
    private final Map<Origin, T> exact = new HashMap<>();
    private final Map<Origin, T> wildcards = new HashMap<>();

    /** What the same pattern said before, or null. */
    T put(OriginPattern pattern, T value) {
        return (pattern.isWildcard() ? wildcards : exact).put(pattern.origin(), value);
    }

    /** Exact, then the longest suffix; null if nothing matches. */
    T find(Origin origin) {
        T found = exact.get(origin);
        if (wildcards.isEmpty()) {
            return found;
        }
        for (Origin above = origin.parent(); found == null && above != null; above = above.parent()) {
            found = wildcards.get(above);
        }
        return found;
    }
}
