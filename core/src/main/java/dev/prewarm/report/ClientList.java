package dev.prewarm.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The HTTP clients found in this JVM, and whether they draw on the pool. Thread-safe. */
public final class ClientList {
    /** Of an application server with many versions in many loaders; none forgets an earlier one. */
    private static final int MOST = 32;

    private final Map<String, Map<String, Object>> byName = new LinkedHashMap<>();

    /**
     * @param name the client and its version
     * @param reason for people, why it is not woven; empty if it is
     */
    public synchronized void tell(String name, boolean woven, String reason) {
        if (byName.size() < MOST || byName.containsKey(name)) {
            Map<String, Object> client = new LinkedHashMap<>();
            client.put("name", name);
            client.put("woven", woven);
            client.put("reason", reason);
            byName.put(name, client);
        }
    }

    synchronized List<Object> read() {
        return new ArrayList<>(byName.values());
    }
}
