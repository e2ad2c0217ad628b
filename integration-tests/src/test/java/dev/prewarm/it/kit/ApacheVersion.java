package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One version of Apache HttpClient 5 with what it depends on, as the build has copied it. */
public final class ApacheVersion {
    private final Path directory;

    private ApacheVersion(Path directory) {
        this.directory = directory;
    }

    /** The lowest first: the two ends of the range, or those that {@code PREWARM_TEST_APACHE} names. */
    public static List<ApacheVersion> all() {
        Path directory = Paths.get(System.getProperty("prewarm.it.apache"));
        List<String> known = list(directory).stream()
                .map(each -> each.getFileName().toString())
                .collect(Collectors.toList());
        return Versions.underTest("PREWARM_TEST_APACHE", known).stream()
                .map(version -> new ApacheVersion(directory.resolve(version)))
                .collect(Collectors.toList());
    }

    public static ApacheVersion lowest() {
        return all().get(0);
    }

    public static ApacheVersion newest() {
        return all().get(all().size() - 1);
    }

    /** The two ends of the range. */
    public static List<ApacheVersion> ends() {
        return all().size() == 1 ? all() : List.of(lowest(), newest());
    }

    public List<Path> jars() {
        return list(directory);
    }

    /** Puts them on a child's class path. */
    public Child.Launch on(Child.Launch launch) {
        jars().forEach(launch::classPath);
        return launch;
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApacheVersion && directory.equals(((ApacheVersion) other).directory);
    }

    @Override
    public int hashCode() {
        return directory.hashCode();
    }

    @Override
    public String toString() {
        return "Apache HttpClient " + directory.getFileName();
    }
}
