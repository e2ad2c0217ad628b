package dev.prewarm.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory only its user can read, deleted on close and, for Ctrl-C, when the JVM ends. */
final class TempDirectory implements AutoCloseable {
    private final Path path;
    private final Thread hook = new Thread(this::delete, "prewarm-temp-cleanup");

    private TempDirectory(Path path) {
        this.path = path;
    }

    static TempDirectory create(String prefix) throws IOException {
        TempDirectory directory = new TempDirectory(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(directory.hook);
        return directory;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs by itself, and finds nothing.
        }
    }

    private synchronized void delete() {
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException deletedBefore) {
            // Both ways lead here.
        } catch (IOException | UncheckedIOException e) {
            System.err.println("prewarm: could not delete " + path + ": " + e.getMessage());
        }
    }
}
