package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutArgumentsSaysWhoItIsAndWhatItCan() {
        assertThat(execute()).isZero();
        assertThat(out.toString()).startsWith("Prewarm ").contains("Usage:", "demo", "-javaagent:prewarm-agent.jar");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).matches("Prewarm \\d+\\.\\d+.*\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo --help", "status --help"})
    void helpIsNoError(String line) {
        assertThat(execute(line.split(" "))).isZero();
        assertThat(out.toString()).contains("Usage:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "--no-such-option",
                "demo --no-such-option",
                "demo surplus",
                "demo --rtt 50parsecs",
                "demo --rtt 3s",
                "demo --rate 0",
                "demo --rate NaN",
                "demo --rate 1001",
                "demo --duration 0",
                "demo --duration 11m",
                "demo --rate 1 --duration 500ms",
                "demo --rate 0.2",
                "status",
                "status java",
                "status 0",
                "status -1",
                "status 99999999999",
                "status 1 2"
            })
    void wrongUsageIsTwoAndShowsTheRightOne(String line) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeTheRuns(@TempDir Path directory) {
        Path svg = directory.resolve("no-such-directory").resolve("demo.svg");

        assertThat(execute("demo", "--svg", svg.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("prewarm: can't write to " + svg + System.lineSeparator());
    }

    /** It goes on, to find that these classes are not in a jar. */
    @Test
    void oneClientAloneIsMeasuredForLonger() {
        assertThat(execute("demo", "--rate", "0.2", "--client", "jdk")).isEqualTo(1);
        assertThat(err.toString()).startsWith("prewarm: the demo needs prewarm-agent.jar as it was built");
    }

    @Test
    void aDirectoryOfClientsThatIsNoneIsSaid(@TempDir Path directory) {
        Path jars = directory.resolve("okhttp");

        assertThat(execute("demo", "--client-jars", jars.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("prewarm: --client-jars names a directory")
                .contains(jars.toString());
    }

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }
}
