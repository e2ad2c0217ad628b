package dev.prewarm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of properties is the one in the code. */
class ReadmeTest {
    private static final Path README = Paths.get("..", "README.md");

    @Test
    void showsEachPropertyWithItsDefaultAndMeaning() throws IOException {
        List<String> rows = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("| `prewarm."))
                .collect(Collectors.toList());
        List<String> expected = Property.all().stream().map(ReadmeTest::row).collect(Collectors.toList());
        assertThat(rows).isEqualTo(expected);
    }

    private static String row(Property property) {
        String nothing = property == Property.CONFIG ? "none" : "empty";
        String text = property.defaultText();
        return "| `" + property.propertyName() + "` | " + (text.isEmpty() ? nothing : "`" + text + "`") + " | "
                + property.description() + " |";
    }
}
