package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's first command, in short. */
@Tag("slow")
class DemoIT {
    private static final List<String> CLIENTS =
            List.of("java.net.http.HttpClient", "OkHttp", "Apache HttpClient 5, classic", "Apache HttpClient 5, async");

    @Test
    void showsEachClientWithoutAndWithTheAgent() throws Exception {
        Path picture = Scratch.directory("demo").resolve("demo.svg");
        try (Child demo = Child.ofCommandLine(
                        Jdks.youngest(), "demo", "--duration=1s", "--rtt=20ms", "--svg=" + picture)
                .start()) {
            demo.awaitSuccess();
            for (String client : CLIENTS) {
                assertThat(demo.out())
                        .as(demo.output())
                        .filteredOn(line -> line.startsWith(client + " "))
                        .anyMatch(line -> line.endsWith("without/with"));
            }
            assertThat(demo.out())
                    .as(demo.output())
                    .filteredOn(line -> line.startsWith("  failed "))
                    .hasSize(CLIENTS.size())
                    .allMatch(line -> line.matches("  failed +0 +0"));
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(picture.toFile())
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo("svg");
        }
    }

    @Test
    void saysThatTheJvmCannotReadItsPath() throws Exception {
        Path jar = Files.copy(
                Child.agentJar(),
                Files.createDirectory(Scratch.directory("demo").resolve("a=b")).resolve("prewarm-agent.jar"));
        try (Child demo = Child.of(Jdks.youngest(), "dev.prewarm.agent.cli.Main")
                .classPath(jar)
                .args("demo")
                .start()) {
            assertThat(demo.awaitExit()).as(demo.output()).isEqualTo(1);
            assertThat(demo.err()).singleElement().asString().contains("a=b", "a path without one");
        }
    }
}
