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
 * those alone (and {@code Calls}), because they must not meet the tests' class path. What it needs stands in {@code
 * artifacts.properties} there.
 */
public final class RealProgram {
    private static final Path SOURCES = Paths.get("src", "test", "programs");

    private final String name;
    private final List<String> coordinates;
    private List<Path> classPath;

    private RealProgram(String name, String artifacts) {
        this.name = name;
        this.coordinates = Stream.of(artifacts.split("\\s+"))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toList());
    }

    /** All of them, by name. */
    public static List<RealProgram> all() {
        Properties artifacts = new Properties();
        try (Reader from = Files.newBufferedReader(SOURCES.resolve("artifacts.properties"))) {
            artifacts.load(from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return artifacts.stringPropertyNames().stream()
                .sorted()
                .map(name -> new RealProgram(name, artifacts.getProperty(name)))
                .collect(Collectors.toList());
    }

    /** To be given the origins as arguments; trusts the test root as a user would arrange it. */
    public Child.Launch on(Jdk jdk) {
        Child.Launch launch = Child.of(jdk, name)
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD);
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
            classPath = Stream.concat(Stream.of(compile(libraries)), libraries.stream())
                    .collect(Collectors.toList());
        }
        return classPath;
    }

    private Path compile(List<Path> libraries) {
        Path classes = Scratch.directory(name);
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
                        SOURCES.resolve(name + ".java").toString());
        if (code != 0) {
            throw new AssertionError(name + " does not compile against " + coordinates + ": javac's words stand above");
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
