package dev.prewarm.it.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A file with the figures of a run: a line for each client, version, JDK and transport, written as soon as it is known. */
final class CompatibilityReport {
    private static final String HEAD = "client,version,jdk,transport,requests,hits,canaries,failures,uncounted";

    private CompatibilityReport() {}

    /** Begins anew. */
    static void begin(Path file) {
        write(file, List.of(HEAD), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Any thread. */
    static synchronized void add(Path file, Collection<WorkloadFigures> figures) {
        write(
                file,
                figures.stream().map(WorkloadFigures::line).collect(Collectors.toList()),
                StandardOpenOption.APPEND);
    }

    /** @throws IllegalArgumentException that names a line which is none of a report */
    static List<WorkloadFigures> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.equals(HEAD))
                .map(WorkloadFigures::parse)
                .collect(Collectors.toList());
    }

    private static void write(Path file, List<String> lines, StandardOpenOption... options) {
        try {
            Files.write(file, lines, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
