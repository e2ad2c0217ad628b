package dev.prewarm.it.kit;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The agent's events in a file of JDK Flight Recorder, as the tool {@code jfr} prints them. */
public final class FlightRecording {
    private final List<JsonObject> events;

    private FlightRecording(List<JsonObject> events) {
        this.events = events;
    }

    public static FlightRecording of(Jdk jdk, Path file) throws IOException, InterruptedException, JsonParserException {
        String printed = JdkCommand.run(jdk, "jfr", "print", "--json", "--events", "dev.prewarm.*", file.toString());
        return new FlightRecording(JsonParser.object().from(printed).getObject("recording").getArray("events").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toList()));
    }

    /** The members of each event of a type, say {@code Take}. */
    public List<JsonObject> events(String type) {
        return events.stream()
                .filter(event -> event.getString("type").equals("dev.prewarm." + type))
                .map(event -> event.getObject("values"))
                .collect(Collectors.toList());
    }

    /** How many events of a type have each value of a member. */
    public Map<String, Long> count(String type, String by) {
        return events(type).stream()
                .collect(Collectors.groupingBy(event -> event.getString(by), TreeMap::new, Collectors.counting()));
    }
}
