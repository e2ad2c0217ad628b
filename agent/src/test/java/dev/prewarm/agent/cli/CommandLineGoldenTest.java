package dev.prewarm.agent.cli;

import dev.prewarm.golden.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The command line as its users and their scripts know it, as it stands in {@code golden}. Wrong usage is in MainTest. */
class CommandLineGoldenTest {
    /** What core's test says a status looks like, of another process. */
    private static final Path STATUS = Path.of("../core/src/test/resources/golden/status.json");

    private static final String NO_PROCESS = "99999999";

    private final long pid = ProcessHandle.current().pid();
    private final StringBuilder all = new StringBuilder();

    @Test
    void commandsSayThisAndEndSo() throws IOException {
        run();
        run("--help");
        run("demo", "--help");
        run("status", "--help");
        run("help");
        run("status", NO_PROCESS);
        run("status", Long.toString(pid));
        Path file = TargetProcess.find(pid).statusFile();
        try {
            String status = Files.readString(STATUS);
            Files.writeString(file, status);
            run("status", Long.toString(pid));
            Files.writeString(file, "{\n  \"format\": 1\n}\n");
            run("status", Long.toString(pid));
            run("status", "--json", Long.toString(pid));
            Files.writeString(file, status.replace("\"format\": 1", "\"format\": 2"));
            run("status", Long.toString(pid));
        } finally {
            Files.deleteIfExists(file);
        }
        Golden.compare("commands.txt", all.toString());
    }

    private void run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine()
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        all.append(masked("$ " + String.join(" ", arguments)));
        all.append(masked(out.toString()));
        all.append(err.toString().isEmpty() ? "" : masked("stderr: " + err));
        all.append("exit code ").append(code).append("\n\n");
    }

    /** What is of this build, this process and this moment. */
    private String masked(String text) {
        return text.lines()
                .map(line -> line.stripTrailing()
                        .replaceAll("^Prewarm \\d+\\.\\d+\\.\\d\\S*", "Prewarm VERSION")
                        .replaceAll("(process |^\\$ status .*)" + pid + "\\b", "$1PID")
                        .replaceAll("(shows it as it is: ).*", "$1WHY")
                        .replaceAll("(, for ).*(; nothing has changed for ).*", "$1SO LONG$2SO LONG"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
