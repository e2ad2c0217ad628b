package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
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
    @ValueSource(strings = {"--help", "attach --help", "demo --help", "list --help", "probe --help", "status --help"})
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
                "attach",
                "attach 0",
                "attach java enabled=false",
                "attach 1 enabled",
                "attach 1 =false",
                "attach 1 no-such=1",
                "list 1",
                "list --all",
                "probe",
                "probe localhost",
                "probe ftp://localhost",
                "probe http://",
                "probe http://localhost:0",
                "probe http://localhost:99999",
                "probe http://*.example.com",
                "probe http://user:secret@localhost",
                "probe http://user:sec/ret@localhost",
                "probe http://localhost/\u00fc",
                "probe http://localhost --patience 0",
                "probe http://localhost --patience 11m",
                "probe http://localhost --method POST",
                "probe http://localhost --header nonsense",
                "probe http://localhost --header Connection:close",
                "probe http://localhost surplus",
                "status",
                "status java",
                "status 0",
                "status -1",
                "status 99999999999",
                "status 1 2",
                "status 1 --interval 2s",
                "status 1 --count 2",
                "status 1 --watch --interval 99ms",
                "status 1 --watch --interval soon",
                "status 1 --watch --interval 61m",
                "status 1 --watch --count 0"
            })
    void wrongUsageIsTwoAndShowsTheRightOne(String line) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage:").doesNotContain("secret", "ret@");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBePrintedIsNoSuccess() {
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        assertThat(Main.isLost(full)).isFalse();
        full.println("a result");
        assertThat(Main.isLost(full)).isTrue();
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
                .startsWith("prewarm: --client-jars must name a directory with jars")
                .contains(jars.toString());
    }

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }
}
