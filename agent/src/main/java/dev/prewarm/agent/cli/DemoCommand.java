package dev.prewarm.agent.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: checks what was asked, unpacks the demo and runs it. */
@Command(
        name = "demo",
        description = {
            "Shows what the agent does: the same requests to an embedded https upstream that always closes,"
                    + " first without and then with the agent.",
            "Needs no root and no network, and takes under a minute."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String DEMO = "dev.prewarm.demo.Demo";
    private static final String CLIENT_JARS = "demo-clients";
    private static final Duration ALONE = Duration.ofSeconds(10);
    private static final Duration AMONG_OTHERS = Duration.ofSeconds(3);
    private static final Duration LONGEST_RTT = Duration.ofSeconds(2);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final double HIGHEST_RATE = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            defaultValue = "50ms",
            description = "round trip time to the upstream, default ${DEFAULT-VALUE}")
    private Duration rtt;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "requests per second, default ${DEFAULT-VALUE}")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "how long each run is measured, default 10s for one client, 3s each for several")
    private Duration duration;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            split = ",",
            description = "a client to run, default: each there is")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--client-jars",
            paramLabel = "DIR",
            description = "a directory with the jars of the clients that the JDK has not, default: " + CLIENT_JARS
                    + " beside the agent's jar")
    private Path clientJars;

    @Option(names = "--svg", paramLabel = "FILE", description = "write the picture as SVG, too")
    private Path svg;

    @Override
    public Integer call() throws Exception {
        check(rtt.compareTo(LONGEST_RTT) <= 0, "--rtt must be at most 2s");
        check(rate > 0 && rate <= HIGHEST_RATE, "--rate must be above 0 and at most 1000");
        Duration length = duration(clients.size());
        check(!length.isZero() && length.compareTo(LONGEST_RUN) <= 0, "--duration must be above 0 and at most 10m");
        check(length.toMillis() / 1000.0 * rate >= 1, "--duration is too short for one request at this --rate");
        if (clientJars != null && !Files.isDirectory(clientJars)) {
            throw new CommandFailure("--client-jars must name a directory with jars, there is none at " + clientJars);
        }
        if (svg != null && (Files.isDirectory(svg) || !Files.isDirectory(folderOf(svg)))) {
            // Said now, not after half a minute.
            throw new CommandFailure("can't write to " + svg);
        }
        NestedJar nested = NestedJar.find();
        if (nested.agentJar().toString().indexOf('=') >= 0) {
            throw new CommandFailure("the JVM takes what follows the first = in " + nested.agentJar()
                    + " for arguments of the agent: move the jar to a path without one");
        }
        try (TempDirectory directory = TempDirectory.create("prewarm-demo-")) {
            Path demoJar = directory.path().resolve("prewarm-demo.jar");
            nested.extractTo(demoJar);
            return run(new Settings(nested.agentJar(), demoJar, directory.path()));
        }
    }

    private int run(Settings settings) throws IOException, ReflectiveOperationException, InterruptedException {
        URL[] demoJar = {settings.demoJar().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(demoJar, parent())) {
            DemoRunner demo = loader.loadClass(DEMO)
                    .asSubclass(DemoRunner.class)
                    .getDeclaredConstructor()
                    .newInstance();
            List<String> known = demo.clients();
            for (String client : clients) {
                check(known.contains(client), "unknown client '" + client + "', there is: " + String.join(", ", known));
            }
            return demo.run(settings);
        }
    }

    private Duration duration(int clientsThatRun) {
        return duration != null ? duration : clientsThatRun == 1 ? ALONE : AMONG_OTHERS;
    }

    /** In a JVM that runs the agent (JAVA_TOOL_OPTIONS) this class is the boot loader's, which sees too little. */
    private static ClassLoader parent() {
        ClassLoader own = DemoCommand.class.getClassLoader();
        return own == null ? ClassLoader.getPlatformClassLoader() : own;
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private void check(boolean fine, String rule) {
        if (!fine) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }

    private final class Settings implements DemoSettings {
        private final Path agentJar;
        private final Path demoJar;
        private final Path directory;

        Settings(Path agentJar, Path demoJar, Path directory) {
            this.agentJar = agentJar;
            this.demoJar = demoJar;
            this.directory = directory;
        }

        @Override
        public Path agentJar() {
            return agentJar;
        }

        @Override
        public Path demoJar() {
            return demoJar;
        }

        @Override
        public Path directory() {
            return directory;
        }

        @Override
        public Duration rtt() {
            return rtt;
        }

        @Override
        public double rate() {
            return rate;
        }

        @Override
        public Duration duration(int clientsThatRun) {
            return DemoCommand.this.duration(clientsThatRun);
        }

        @Override
        public List<String> clients() {
            return clients;
        }

        @Override
        public Path clientJars() {
            return clientJars == null ? agentJar.resolveSibling(CLIENT_JARS) : clientJars;
        }

        @Override
        public Optional<Path> svg() {
            return Optional.ofNullable(svg);
        }

        @Override
        public boolean ansi() {
            return Terminal.isAnsi();
        }
    }
}
