package dev.prewarm.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status PID}: shows what the agent in another JVM has published. Nothing is asked of that JVM. */
@Command(
        name = "status",
        description = {
            "Shows what the agent does in a running JVM: each origin, why it is warmed or not, hits, misses, stock.",
            "Reads a file that the agent keeps for its own user: nothing is loaded into that JVM, no port is opened."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(1);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PID", description = "the JVM's process id")
    private int pid;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Option(
            names = "--watch",
            description = "show it each second, until that JVM ends; with --json, one line each time")
    private boolean watch;

    @Option(names = "--interval", paramLabel = "TIME", description = "with --watch: time between two looks, default 1s")
    private Duration interval;

    @Option(names = "--count", paramLabel = "N", description = "with --watch: stop after N looks")
    private Integer count;

    @Override
    public Integer call() throws InterruptedException {
        check();
        TargetProcess process = TargetProcess.find(pid);
        CommandLine command = spec.commandLine();
        if (watch) {
            watch(process, command);
        } else {
            String text = PublishedStatus.of(process);
            command.getOut()
                    .print(
                            json
                                    ? text
                                    : PublishedStatus.read(pid, text, status -> StatusText.of(status, Instant.now())));
        }
        command.getOut().flush();
        return 0;
    }

    private void check() {
        if (pid <= 0) {
            throw wrong("PID must be above 0");
        }
        if (!watch && (interval != null || count != null)) {
            throw wrong("--interval and --count need --watch");
        }
        if (interval != null && (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0)) {
            throw wrong("--interval must be between 100ms and 1h");
        }
        if (count != null && count <= 0) {
            throw wrong("--count must be above 0");
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private void watch(TargetProcess process, CommandLine command) throws InterruptedException {
        Duration pause = interval == null ? USUAL : interval;
        boolean hasEnded = new StatusWatch(process, command.getOut(), pause, json, Terminal.isAnsi())
                .run(count == null ? 0 : count);
        if (hasEnded) {
            PrintWriter where = json ? command.getErr() : command.getOut();
            where.println("process " + pid + " has ended");
            where.flush();
        }
    }
}
