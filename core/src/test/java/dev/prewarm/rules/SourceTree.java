package dev.prewarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of all modules, tests and programs for tests included. */
final class SourceTree {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> MODULES = List.of("core", "agent", "integration-tests");

    private SourceTree() {}

    static List<Path> javaFiles() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                List<Path> found = files.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .collect(Collectors.toList());
                assertThat(found).as("sources of " + module).isNotEmpty();
                all.addAll(found);
            }
        }
        return all;
    }

    static String simpleName(Path javaFile) {
        String name = javaFile.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }
}
