package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
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
            "Shows what the agent in a running JVM does: origins and why they are warmed or not, hits, misses, stock.",
            "Reads a file that the agent keeps for its own user: nothing is loaded into that JVM, no port is opened."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    /** The newest that {@link StatusText} knows. */
    private static final int FORMAT = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PID", description = "the JVM's process id")
    private int pid;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Override
    public Integer call() {
        if (pid <= 0) {
            throw new ParameterException(spec.commandLine(), "PID is above 0");
        }
        String text = PublishedStatus.of(TargetProcess.find(pid));
        spec.commandLine().getOut().print(json ? text : forPeople(text));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String forPeople(String text) {
        try {
            JsonObject status = JsonParser.object().from(text);
            if (status.getInt("format") > FORMAT) {
                throw new CommandFailure("process " + pid + " runs Prewarm " + status.getString("version")
                        + ", which is newer than this one: use its jar, or --json");
            }
            return StatusText.of(status, Instant.now());
        } catch (JsonParserException | DateTimeException | ClassCastException | NullPointerException e) {
            throw new CommandFailure(
                    "the status of process " + pid + " is not as expected; --json shows it as it is", e);
        }
    }
}
