package dev.prewarm.it.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lines of a stream, read as they come by a thread of their own, so that a child never blocks on a full pipe. */
final class Lines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Lines(String name, InputStream in) {
        reader = new Thread(() -> read(in), name);
        reader.setDaemon(true);
        reader.start();
    }

    List<String> soFar() {
        return List.copyOf(lines);
    }

    /** After the process ended: all that it wrote. */
    void awaitEnd() throws InterruptedException {
        reader.join(5_000);
    }

    private void read(InputStream in) {
        try (BufferedReader from = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // The process was killed: what it wrote until then is here.
        }
    }
}
