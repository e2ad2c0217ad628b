package dev.prewarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Words lead to classes: each class that docs/glossary.md names is there, and where it says. */
class GlossaryTest {
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)*)([A-Z]\\w+)`");
    private static final String MAIN = "/src/main/java/dev/prewarm/";

    @Test
    void eachClassIsWhereItSays() throws IOException {
        Set<String> paths = SourceTree.javaFiles().stream()
                .map(file -> file.toString().replace('\\', '/'))
                .filter(file -> file.contains(MAIN))
                .map(file -> file.substring(file.indexOf(MAIN) + MAIN.length()))
                .collect(Collectors.toSet());
        Set<String> names = paths.stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        Set<String> lacking = new TreeSet<>();
        int found = 0;
        for (String line : Files.readAllLines(SourceTree.ROOT.resolve("docs/glossary.md"))) {
            boolean inTable = line.startsWith("| ");
            Matcher named = CLASS.matcher(line);
            for (int cell = 0; named.find(); cell++) {
                String file = named.group(2) + ".java";
                // The first of a line says where it lives, those after it are named only.
                boolean isThere = inTable && cell == 0
                        ? paths.contains(named.group(1).replace('.', '/') + file)
                        : names.contains(file);
                if (!isThere) {
                    lacking.add(named.group());
                }
                found++;
            }
        }
        assertThat(lacking).isEmpty();
        assertThat(found).isGreaterThan(50);
    }
}
