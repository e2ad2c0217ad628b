package dev.prewarm.it.programs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Clients that are in use before an agent comes. Arguments: {@code clients}, of {@link Caller#NAMES}; {@code origins}. {@link
 * #REQUESTS} by each to each; prints {@code in use} and waits for a line; as many again, printing {@code hits CLIENT
 * ORIGIN=N}, how many of these were hits.
 */
public final class InUse {
    public static final int REQUESTS = 10;
    private static final long GAP_MILLIS = 50;

    private InUse() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String[] origins = options.text("origins", "").split(",");
        Map<String, Caller> callers = new LinkedHashMap<>();
        for (String name : options.text("clients", "").split(",")) {
            callers.put(name, Caller.of(name));
        }
        for (Caller caller : callers.values()) {
            for (String origin : origins) {
                send(caller, origin);
            }
        }
        System.out.println("in use");
        System.in.read();
        for (String name : callers.keySet()) {
            for (String origin : origins) {
                long before = AgentCounters.ofOrigin(origin).get("Hits");
                send(callers.get(name), origin);
                JmxDump.lines(true);
                System.out.println("hits " + name + " " + origin + "="
                        + (AgentCounters.ofOrigin(origin).get("Hits") - before));
            }
        }
        System.exit(0);
    }

    private static void send(Caller caller, String origin) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            caller.get(origin + "/");
            Thread.sleep(GAP_MILLIS);
        }
    }
}
