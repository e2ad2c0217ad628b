package dev.prewarm.agent.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: {@code java -jar prewarm-agent.jar}. */
@Command(
        name = "java -jar prewarm-agent.jar",
        description = "Gives HTTP clients pre-warmed connections to upstreams that always answer Connection: close.",
        footer = {
            "",
            "To run an application with the agent:",
            "  java -javaagent:prewarm-agent.jar \\",
            "       -Dprewarm.origins=https://legacy.example.com -jar app.jar"
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        subcommands = {
            AttachCommand.class,
            DemoCommand.class,
            ListCommand.class,
            ProbeCommand.class,
            StatusCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    Main() {}

    /** Ends the JVM with 0: done, 1: could not, 2: wrong usage, 3: an origin that should not be warmed. */
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        System.exit(isLost(System.out) ? CommandLine.ExitCode.SOFTWARE : code);
    }

    /** Printing fails without a word: what was asked for may be nowhere, as on a full disk. */
    static boolean isLost(PrintStream out) {
        boolean lost = out.checkError();
        if (lost) {
            System.err.println("prewarm: can't write to standard output: is the disk full, or its reader gone?");
        }
        return lost;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(Duration.class, new DurationConverter())
                .setExecutionExceptionHandler(Main::couldNot);
    }

    /** Without a command: who this is, and what it can do. */
    @Override
    public void run() {
        CommandLine self = spec.commandLine();
        self.printVersionHelp(self.getOut());
        self.getOut().println();
        self.usage(self.getOut());
    }

    private static int couldNot(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof CommandFailure) {
            err.println("prewarm: " + e.getMessage());
        } else {
            // Not foreseen, so the trace is what helps.
            e.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
