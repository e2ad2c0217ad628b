package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code list} tells of an agent, of all that it has published. Immutable. */
final class ListedAgent {
    private final String version;
    private final String state;
    private final String reason;
    private final List<JsonObject> origins;
    private final long others;

    private ListedAgent(JsonObject status) {
        JsonObject pool = status.getObject("pool");
        version = status.getString("version");
        state = pool.getString("state");
        reason = pool.getString("reason");
        origins = StatusText.busiestFirst(status.getArray("origins"));
        others = status.getObject("others", new JsonObject()).getLong("origins");
    }

    /** @throws RuntimeException if it is no status */
    static ListedAgent of(JsonObject status) {
        return new ListedAgent(status);
    }

    /** In a few words, who it is and what it does as a whole. */
    String summary() {
        return version + (reason.isEmpty() ? "" : ", nothing is opened ahead: " + reason);
    }

    /** By their names and states, the busiest first. */
    List<String> originLines() {
        return origins.stream()
                .map(origin -> origin.getString("origin") + " " + StatusText.state(origin))
                .collect(Collectors.toList());
    }

    /** Those that are not among {@link #originLines}. */
    long others() {
        return others;
    }

    /** For programs. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", version);
        members.put("state", state);
        members.put("reason", reason);
        members.put("origins", origins.stream().map(ListedAgent::members).collect(Collectors.toList()));
        return members;
    }

    private static Map<String, Object> members(JsonObject origin) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("origin", origin.getString("origin"));
        members.put("state", origin.getString("state"));
        members.put("reason", origin.getString("reason"));
        return members;
    }
}
