package dev.prewarm.agent.cli;

import dev.prewarm.agent.Version;
import dev.prewarm.agent.cli.probe.Probe;
import dev.prewarm.agent.cli.probe.ProbeFailure;
import dev.prewarm.agent.cli.probe.ProbeReport;
import dev.prewarm.agent.cli.probe.ProbeRequest;
import dev.prewarm.agent.cli.probe.ProbeTarget;
import dev.prewarm.agent.cli.probe.ProbeTrust;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe URL}: checks what was asked, asks the origin, and says what to set. */
@Command(
        name = "probe",
        description = {
            "Tests one origin: would warming it help? Does it close its connections, how long does a new one take, how"
                    + " long may one stay silent, are others served meanwhile?",
            "Opens at most 4 connections at once, and says how many in all before it opens any."
        },
        footer = {
            "",
            "Exit code: 0 warm it, 1 could not tell, 2 wrong usage, 3 do not warm it: it would not help, or do harm."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class ProbeCommand implements Callable<Integer> {
    private static final int NOT_TO_BE_WARMED = 3;
    private static final String JAR = "prewarm-agent.jar";
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);

    /** Safe methods alone. */
    enum Method {
        GET,
        HEAD
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "http:// or https://, with a path that your client uses")
    private String url;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "12s",
            description = "how long to watch a silent connection, default ${DEFAULT-VALUE}")
    private Duration patience;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "GET or HEAD, default ${DEFAULT-VALUE}")
    private Method method;

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            description = "'Name: value', sent with each request; as many as you like")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "trust the CAs in this file instead of the JDK's: PEM, or PKCS12 or JKS with the password"
                    + " changeit or none")
    private Path trust;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (patience.isZero() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new ParameterException(spec.commandLine(), "--patience must be above 0 and at most 10m");
        }
        ProbeTarget target;
        ProbeRequest request;
        try {
            target = ProbeTarget.parse(url);
            request = new ProbeRequest(target, method.name(), headers, Version.text());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        try {
            ProbeReport report = new Probe(target, request, ProbeTrust.of(trust), patience, this::progress).run();
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? report.json() : report.text(jar()));
            out.flush();
            return report.shouldBeWarmed() ? 0 : NOT_TO_BE_WARMED;
        } catch (ProbeFailure e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("prewarm: " + line);
        err.flush();
    }

    /** This very one, if it can be told. */
    private static String jar() {
        CodeSource source = ProbeCommand.class.getProtectionDomain().getCodeSource();
        try {
            Path path =
                    source == null ? Path.of(JAR) : Path.of(source.getLocation().toURI());
            return Files.isRegularFile(path) ? path.toString() : JAR;
        } catch (URISyntaxException e) {
            return JAR;
        }
    }
}
