package dev.prewarm.it.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The JDKs whose {@code java} runs the child programs: the one that runs Maven, and a JDK 25 where one is installed.
 * {@code PREWARM_TEST_JDKS} (homes, colon separated) replaces both, and the profile {@code quick} has the former alone. As a parameter source:
 * {@code @ParameterizedTest @ArgumentsSource(Jdks.class) void test(Jdk jdk)}. A missing JDK 25 is reported by JdksIT,
 * once, not by every test.
 */
public final class Jdks implements ArgumentsProvider {
    private static final Path INSTALLED = Paths.get("/usr/lib/jvm");
    private static final int NEWEST = 25;

    /** All JDKs to test on, the oldest first. */
    public static List<Jdk> all() {
        String named = System.getenv("PREWARM_TEST_JDKS");
        if (named != null && !named.isEmpty()) {
            return Stream.of(named.split(File.pathSeparator))
                    .map(home -> Jdk.at(Paths.get(home)))
                    .collect(Collectors.toList());
        }
        List<Jdk> all = new ArrayList<>();
        all.add(current());
        if (current().feature() != NEWEST && !Quick.isOn()) {
            newest().ifPresent(all::add);
        }
        return all;
    }

    /** For what differs by client rather than by JDK. */
    public static Jdk youngest() {
        List<Jdk> all = all();
        return all.get(all.size() - 1);
    }

    /** The JDK that runs this test. */
    public static Jdk current() {
        return Jdk.at(Paths.get(System.getProperty("java.home")));
    }

    /** Why there is no JDK 25 among {@link #all()}, or empty when there is one or the environment chose others. */
    public static Optional<String> missing() {
        String named = System.getenv("PREWARM_TEST_JDKS");
        boolean chosen = named != null && !named.isEmpty();
        if (chosen || Quick.isOn() || all().stream().anyMatch(jdk -> jdk.feature() == NEWEST)) {
            return Optional.empty();
        }
        return Optional.of(
                "No JDK " + NEWEST + " found in JAVA25_HOME or " + INSTALLED + ": the integration tests ran on " + all()
                        + " only. Install one, or name homes in PREWARM_TEST_JDKS.");
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return all().stream().map(Arguments::of);
    }

    private static Optional<Jdk> newest() {
        String home = System.getenv("JAVA25_HOME");
        if (home != null && !home.isEmpty()) {
            return Optional.of(Jdk.at(Paths.get(home)));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.sorted()
                    .filter(candidate -> Files.isExecutable(candidate.resolve("bin/java"))
                            && Files.isRegularFile(candidate.resolve("release")))
                    .map(Jdk::at)
                    .filter(jdk -> jdk.feature() == NEWEST)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
