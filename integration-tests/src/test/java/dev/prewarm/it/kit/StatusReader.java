package dev.prewarm.it.kit;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the agent in a child publishes while it runs, at most once a second. */
public final class StatusReader {
    private StatusReader() {}

    /** Its files: one, or none yet. */
    public static List<Path> files(Child child) throws IOException {
        try (Stream<Path> files = Files.list(Paths.get("/tmp"))) {
            return files.filter(
                            file -> file.getFileName().toString().matches("\\.prewarm-" + child.pid() + "-\\d+\\.json"))
                    .collect(Collectors.toList());
        }
    }

    /** All of it; empty if nothing was published yet. */
    public static Optional<JsonObject> of(Child child) throws IOException, JsonParserException {
        List<Path> files = files(child);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonParser.object().from(Files.readString(files.get(0))));
    }

    /** Of one origin; empty if nothing was published of it yet. */
    public static Optional<JsonObject> of(Child child, String origin) throws IOException, JsonParserException {
        return of(child).flatMap(status -> status.getArray("origins").stream()
                .map(JsonObject.class::cast)
                .filter(each -> origin.equals(each.getString("origin")))
                .findFirst());
    }
}
