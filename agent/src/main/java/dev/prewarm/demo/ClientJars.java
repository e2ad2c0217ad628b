package dev.prewarm.demo;

import dev.prewarm.agent.cli.CommandFailure;
import dev.prewarm.demo.workload.Clients;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of clients that are not the JDK's: a directory, of which nothing is loaded here. */
final class ClientJars {
    private final Path directory;
    private final List<Path> jars;

    private ClientJars(Path directory, List<Path> jars) {
        this.directory = directory;
        this.jars = jars;
    }

    /**
     * Those in a directory; without the directory there are none.
     *
     * @throws CommandFailure if it can't be read
     */
    static ClientJars in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return new ClientJars(directory, List.of());
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ClientJars(
                    directory,
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .collect(Collectors.toList()));
        } catch (IOException e) {
            throw new CommandFailure("could not read " + directory, e);
        }
    }

    /**
     * The clients of these names; without names each that can run.
     *
     * @throws CommandFailure if a named one can't
     */
    List<Clients> choose(List<String> ids) {
        if (ids.isEmpty()) {
            return all(this::have);
        }
        List<Clients> named = ids.stream().map(Clients::of).collect(Collectors.toList());
        for (Clients client : named) {
            if (!have(client)) {
                throw new CommandFailure(notFound(client.title()));
            }
        }
        return named;
    }

    /** A line that says which clients can't run, and what would help; none if all can. */
    Optional<String> missing() {
        List<Clients> missing = all(client -> !have(client));
        String titles = missing.stream().map(Clients::title).collect(Collectors.joining("; "));
        return missing.isEmpty() ? Optional.empty() : Optional.of(notFound(titles));
    }

    private String notFound(String titles) {
        return "not in " + directory + ": " + titles + " (put the jars there, with what they need, or name another"
                + " directory by --client-jars; the build makes agent/target/demo-clients)";
    }

    private static List<Clients> all(Predicate<Clients> condition) {
        return Arrays.stream(Clients.values()).filter(condition).collect(Collectors.toList());
    }

    /** What a client's library needs in turn is not looked for. */
    private boolean have(Clients client) {
        return client.needs()
                .map(name -> name.replace('.', '/') + ".class")
                .map(entry -> jars.stream().anyMatch(jar -> contains(jar, entry)))
                .orElse(true);
    }

    private static boolean contains(Path jar, String entry) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        } catch (IOException e) {
            throw new CommandFailure("could not read " + jar, e);
        }
    }

    /** A class path of a jar and all of these. */
    String classPath(Path first) {
        List<String> all = new ArrayList<>(List.of(first.toString()));
        jars.forEach(jar -> all.add(jar.toString()));
        return String.join(File.pathSeparator, all);
    }
}
