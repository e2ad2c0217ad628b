package dev.prewarm.it.drivers;

import java.util.ArrayList;
import java.util.List;

/** What a call's callbacks, listeners and interceptors were told, in order. Thread-safe. */
final class Events {
    private final List<String> seen = new ArrayList<>();

    synchronized void add(String event) {
        seen.add(event);
    }

    /** For what comes as often as the network cuts it: repeated at once, it is noted once. */
    synchronized void addOnce(String event) {
        if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(event)) {
            seen.add(event);
        }
    }

    synchronized List<String> all() {
        return List.copyOf(seen);
    }
}
