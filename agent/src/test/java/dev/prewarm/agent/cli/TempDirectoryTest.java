package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TempDirectoryTest {
    @Test
    void isDeletedWithAllThatIsInIt() throws IOException {
        Path path;
        try (TempDirectory directory = TempDirectory.create("prewarm-test-")) {
            path = directory.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/file"), "text");
        }
        assertThat(path).doesNotExist();
    }
}
