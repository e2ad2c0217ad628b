package dev.prewarm.demo;

import dev.prewarm.agent.cli.CommandFailure;
import dev.prewarm.agent.cli.DemoSettings;
import dev.prewarm.demo.upstream.Certificate;
import dev.prewarm.demo.upstream.Relay;
import dev.prewarm.demo.workload.Clients;
import dev.prewarm.demo.workload.Report;
import dev.prewarm.demo.workload.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Runs the same workload without and with the agent, each in a JVM of its own, and counts what the upstream sees. */
final class Workbench {
    /** Not measured, for the JIT of the child JVM, and because the agent can't be ahead of the first requests. */
    static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Apache HttpClient's slf4j would complain on stderr that nothing takes its log. */
    private static final String QUIET_SLF4J = "-Dslf4j.internal.verbosity=ERROR";

    private static final double REHEARSAL_RATE = 60;

    /** For the JVM to start, and the last answers to come. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final DemoSettings settings;
    private final Duration measured;
    private final ClientJars jars;
    private final ChildProcesses children;
    private final Relay relay;
    private final Path certificate;
    private final Progress progress;
    private final Processors processors = new Processors();

    /** @param measured how long each run is measured */
    Workbench(
            DemoSettings settings,
            Duration measured,
            ClientJars jars,
            ChildProcesses children,
            Relay relay,
            Path certificate,
            Progress progress) {
        this.settings = settings;
        this.measured = measured;
        this.jars = jars;
        this.children = children;
        this.relay = relay;
        this.certificate = certificate;
        this.progress = progress;
    }

    /** Warms up the upstream, which would be slower for the first run than for the second. */
    void rehearse(Clients client) throws InterruptedException {
        run(client, "warming up the upstream", REHEARSAL_RATE, Duration.ofMillis(1), List.of());
    }

    Comparison compare(Clients client) throws InterruptedException {
        List<String> agent = List.of("-javaagent:" + settings.agentJar(), "-Dprewarm.origins=" + origin());
        Run without = run(client, client.title() + ", without the agent", List.of());
        Run with = run(client, client.title() + ", with the agent", agent);
        return new Comparison(client.title(), without, with);
    }

    private Run run(Clients client, String title, List<String> agent) throws InterruptedException {
        return run(client, title, settings.rate(), measured, agent);
    }

    private Run run(Clients client, String title, double rate, Duration length, List<String> agent)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(agent);
        arguments.addAll(Certificate.trustArguments(certificate));
        arguments.addAll(List.of(QUIET_SLF4J, "-cp", jars.classPath(settings.demoJar()), Workload.class.getName()));
        arguments.addAll(Workload.arguments(client, URI.create(origin()), rate, WARM_UP, length));

        Report report = new Report();
        int openedBefore = relay.opened();
        processors.busySinceLastAsked();
        progress.start(title);
        ChildProcesses.Ended ended =
                children.run("java", arguments, WARM_UP.plus(length).plus(GRACE), line -> {
                    report.accept(line);
                    progress.show(report.ended(), report.planned());
                });
        OptionalDouble busy = processors.busySinceLastAsked();
        progress.end(report.ended(), report.planned());
        progress.quote(ended.stderr());
        if (!report.complete()) {
            throw new CommandFailure("the workload ended early, with exit code " + ended.code() + " (" + title + ")");
        }
        report.failures().stream().findFirst().ifPresent(first -> progress.quote(List.of("failed: " + first)));

        // The dead JVM's last connections are still on their way to the upstream.
        Thread.sleep(settings.rtt().multipliedBy(2).toMillis());
        return Run.of(report, relay.opened() - openedBefore, busy);
    }

    private String origin() {
        return "https://localhost:" + relay.port();
    }
}
