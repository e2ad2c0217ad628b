package dev.prewarm.it.kit;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A program of {@code src/test/programs}: one source file, written as a user of its libraries would, and compiled against
 * those alone (and {@code Calls}), because they must not meet the tests' class path. What there is, and what it needs,
 * stands in {@code programs.properties} there.
 */
public final class RealProgram {
    private static final Path SOURCES = Paths.get("src", "test", "programs");

    private final String name;
    private final String main;
    private final String client;
    private final List<String> coordinates;
    private List<Path> classPath;

    /** @param line the source, perhaps a client, and coordinates, which alone have colons */
    private RealProgram(String name, String line) {
        List<String> words = List.of(line.trim().split("\\s+"));
        this.name = name;
        this.main = words.get(0);
        this.client = words.size() > 1 && words.get(1).indexOf(':') < 0 ? words.get(1) : null;
        this.coordinates = words.subList(client == null ? 1 : 2, words.size());
    }

    /** All of them, by name. */
    public static List<RealProgram> all() {
        Properties programs = new Properties();
        try (Reader from = Files.newBufferedReader(SOURCES.resolve("programs.properties"))) {
            programs.load(from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return programs.stringPropertyNames().stream()
                .sorted()
                .map(name -> new RealProgram(name, programs.getProperty(name)))
                .collect(Collectors.toList());
    }

    /** To be given the origins as arguments; trusts the test root as a user would arrange it. */
    public Child.Launch on(Jdk jdk) {
        Child.Launch launch = Child.of(jdk, main)
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD);
        if (client != null) {
            launch.property("client", client);
        }
        classPath().forEach(launch::classPath);
        return launch;
    }

    /** Its artifacts without their groups: {@code spring-web:7.0.9}. */
    public String versions() {
        return coordinates.stream()
                .map(each -> each.substring(each.indexOf(':') + 1))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name;
    }

    private synchronized List<Path> classPath() {
        if (classPath == null) {
            List<Path> libraries = Artifacts.resolve(coordinates.toArray(new String[0]));
            classPath = Stream.concat(Stream.of(compile(main, libraries)), libraries.stream())
                    .collect(Collectors.toList());
        }
        return classPath;
    }

    /** Where the classes of that source are, compiled against these and {@code Calls}. */
    static Path compile(String main, List<Path> libraries) {
        Path classes = Scratch.directory(main);
        String against = Stream.concat(Stream.of(Child.testClasses()), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        String.valueOf(oldest()),
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        against,
                        SOURCES.resolve(main + ".java").toString());
        if (code != 0) {
            throw new AssertionError(main + " does not compile against " + libraries + ": javac's words stand above");
        }
        return classes;
    }

    private static int oldest() {
        return Jdks.all().stream()
                .map(Jdk::feature)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
