package dev.prewarm.agent.cli;

import dev.prewarm.config.Property;
import dev.prewarm.pool.status.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach PID key=value}: gives the agent to a running JVM, or switches one that is there off and on. */
@Command(
        name = "attach",
        description = {
            "Puts the agent into a running JVM of this user.",
            "In one that runs it, enabled and exclude can be changed: enabled=false closes all idle connections and lets"
                    + " clients connect normally at once, enabled=true undoes it; exclude=ORIGIN,... does so for some"
                    + " origins, exclude= undoes it."
        },
        footer = {
            "",
            "From JDK 21 on, the other JVM prints a warning about it, unless it was started with"
                    + " -XX:+EnableDynamicAgentLoading."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class AttachCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", description = "the JVM's process id")
    private int pid;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "a property without its prewarm., such as origins=https://legacy.example.com")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        check();
        AttachTarget.check(TargetProcess.find(pid));
        GivenAnswer answer = Attachment.load(pid, AgentJar.path(), String.join(",", arguments));
        boolean isDone = answer.exitCode() == 0;
        PrintWriter where =
                isDone ? spec.commandLine().getOut() : spec.commandLine().getErr();
        where.println((isDone ? "" : "prewarm: ") + "process " + pid + ": " + Printable.of(answer.words()));
        where.flush();
        return answer.exitCode();
    }

    private void check() {
        if (pid <= 0) {
            throw wrong("PID must be above 0");
        }
        for (String each : arguments) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw wrong("'" + each + "' is not of the form key=value");
            }
            if (!Property.isArgument(each.substring(0, equals))) {
                throw wrong("there is no property " + each.substring(0, equals));
            }
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
