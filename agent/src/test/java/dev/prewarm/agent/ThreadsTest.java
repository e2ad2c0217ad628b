package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Threads in an application's JVM come from one place, where they inherit nothing of whoever asks first. */
class ThreadsTest {
    /** The one place; a probe that is never started; and what runs in JVMs of its own. */
    private static final List<String> KNOWN =
            List.of("wire/DaemonThreads.java", "agent/Startup.java", "agent/cli/", "prewarm/demo/");

    @Test
    void areMadeInOnePlace() throws IOException {
        try (Stream<Path> core = Files.walk(Path.of("../core/src/main/java"));
                Stream<Path> agent = Files.walk(Path.of("src/main/java"))) {
            List<String> makers = Stream.concat(core, agent)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(ThreadsTest::makesThreads)
                    .map(Path::toString)
                    .filter(file -> KNOWN.stream().noneMatch(file::contains))
                    .collect(Collectors.toList());
            assertThat(makers).isEmpty();
        }
    }

    private static boolean makesThreads(Path file) {
        try {
            return Files.readString(file).matches("(?s).*(new Thread\\(|new Timer\\(|Executors\\.new|ForkJoinPool).*");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
