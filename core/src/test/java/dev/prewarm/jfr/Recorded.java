package dev.prewarm.jfr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of this JVM, as an application makes one, and what is in it of one origin. */
public final class Recorded implements AutoCloseable {
    private final Recording recording = new Recording();

    /** It has begun. */
    public Recorded() {
        recording.start();
    }

    Recorded without(String event) {
        recording.disable(event);
        return this;
    }

    /** Its events of that name so far. */
    public List<RecordedEvent> events(String name, String origin) throws IOException {
        Path file = Files.createTempFile("recorded", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(name))
                    .filter(event -> origin.equals(event.getString("origin")))
                    .collect(Collectors.toList());
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
