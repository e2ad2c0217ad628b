package dev.prewarm.agent.cli;

import dev.prewarm.report.Json;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code list}: the JVMs that this user could ask for their status, and what their agents publish. None is asked. */
@Command(
        name = "list",
        description = {
            "Lists the JVMs of this user (as root: of all users), and what the agent does in those that run it.",
            "Reads files that JVMs and agents keep: nothing is loaded into any JVM, no port is opened."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Override
    public Integer call() {
        List<ListedJvm> jvms = TargetProcess.others()
                .map(JavaProcess::of)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(JavaProcess::pid))
                .map(ListedJvm::of)
                .collect(Collectors.toList());
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json
                        ? Json.text(jvms.stream().map(ListedJvm::members).collect(Collectors.toList()))
                        : ListText.of(jvms));
        out.flush();
        return 0;
    }
}
