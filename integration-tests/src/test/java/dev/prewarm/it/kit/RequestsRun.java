package dev.prewarm.it.kit;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the program {@code Requests} (or {@code ContractProgram}) printed, read back. */
public final class RequestsRun {
    private static final String POOL = "dev.prewarm:type=Pool";

    private final List<String> lines;
    private final Map<String, String> counters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private RequestsRun(List<String> lines) {
        this.lines = lines;
        for (String line : lines) {
            int equals = line.lastIndexOf('=');
            if (line.startsWith("jmx ") && equals > 0) {
                counters.put(line.substring("jmx ".length(), equals), line.substring(equals + 1));
            }
        }
    }

    /** Of what the child printed so far: call it after its exit, or after a phase. */
    public static RequestsRun of(Child child) {
        return new RequestsRun(child.out());
    }

    /** The lines of requests that got a response. */
    public List<String> ok() {
        return requests("ok");
    }

    /** The lines of requests that failed, with exception and cause chain. */
    public List<String> failed() {
        return requests("failed");
    }

    /** Whether the agent had published counters at the end. */
    public boolean hasCounters() {
        return !counters.isEmpty();
    }

    /** A number of the Pool, say {@code hits} or {@code evicted.idle}; the case of letters does not matter. */
    public OptionalLong pool(String counter) {
        return number(POOL, counter);
    }

    /** A number of one origin, named as in {@code prewarm.origins}. */
    public OptionalLong origin(String origin, String counter) {
        return number("dev.prewarm:type=Origin,name=\"" + origin + "\"", counter);
    }

    /** Requests of all origins for which a connection was parked: hits, and canaries, which are hits forgone on purpose. */
    public long foundStock() {
        return pool("hits").orElse(0) + pool("canaries").orElse(0);
    }

    /** The same of one origin. */
    public long foundStock(String origin) {
        return origin(origin, "hits").orElse(0) + origin(origin, "canaries").orElse(0);
    }

    private OptionalLong number(String object, String counter) {
        String value = counters.get(object + " " + counter);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    private List<String> requests(String result) {
        return lines.stream()
                .filter(line -> line.startsWith("req ") && line.split(" ")[2].equals(result))
                .collect(Collectors.toList());
    }
}
