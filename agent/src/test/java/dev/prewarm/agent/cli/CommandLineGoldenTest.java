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

    /** The port of tcpmux, which nobody has. */
    private static final String NOTHING_LISTENS = "http://127.0.0.1:1/";

    private final long pid = ProcessHandle.current().pid();
    private final StringBuilder all = new StringBuilder();

    @Test
    void commandsSayThisAndEndSo() throws IOException {
        run();
        run("--help");
        run("attach", "--help");
        run("demo", "--help");
        run("list", "--help");
        run("probe", "--help");
        run("status", "--help");
        run("help");
        run("attach", NO_PROCESS, "enabled=false");
        run("attach", NO_PROCESS, "enabld=false");
        run("probe", "https://user:secret@example.com/");
        run("probe", NOTHING_LISTENS);
        run("status", NO_PROCESS);
        run("status", Long.toString(pid));
        Path file = TargetProcess.find(pid).statusFile();
        try {
            String status = Files.readString(STATUS);
            Files.writeString(file, status);
            run("status", Long.toString(pid));
            run("status", Long.toString(pid), "--watch", "--count", "1", "--json");
            Files.writeString(file, "{\n  \"format\": 1\n}\n");
            run("status", Long.toString(pid), "--watch");
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
                        .replaceAll("(there is no process \\d+) in this container.*", "$1")
                        .replaceAll("(, for ).*(; nothing has changed for ).*", "$1SO LONG$2SO LONG"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
