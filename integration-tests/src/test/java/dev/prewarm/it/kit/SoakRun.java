package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What became of each request of a soak, as its client and its server saw it. */
public final class SoakRun {
    private final String[] lines;
    private final SoakServer server;

    /**
     * @param requests how many
     * @param outcomes what the program {@code Soak} wrote
     */
    public SoakRun(int requests, Path outcomes, SoakServer server) {
        this.lines = new String[requests];
        this.server = server;
        try (Stream<String> all = Files.lines(outcomes)) {
            all.forEach(line -> {
                int space = line.indexOf(' ');
                lines[Integer.parseInt(line.substring(0, space))] = line.substring(space + 1);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int requests() {
        return lines.length;
    }

    String outcome(int number) {
        return lines[number].substring(lines[number].indexOf(' ') + 1);
    }

    /** How long the client had it. */
    long millis(int number) {
        return Long.parseLong(lines[number].substring(0, lines[number].indexOf(' ')));
    }

    int read(int number) {
        return server.read(number);
    }

    int crossed(int number) {
        return server.crossed(number);
    }

    /** All of that, to be shown. */
    String of(int number) {
        return "read=" + read(number) + " crossed=" + crossed(number) + " ms=" + lines[number];
    }
}
